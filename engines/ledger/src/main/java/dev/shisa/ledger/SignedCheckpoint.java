package dev.shisa.ledger;

/**
 * A checkpoint with the note that signs it.
 *
 * @param checkpoint what it says
 * @param note text and signatures, as served at {@code <prefix>/checkpoint}
 */
public record SignedCheckpoint(Checkpoint checkpoint, Note note) {

    /** How many entries the log had. */
    public long size() {
        return checkpoint.size();
    }

    public Digest root() {
        return checkpoint.root();
    }
}
