package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One file for each log, named by the SHA-256 of its origin, replaced by renaming and forced to the disk. A file that
 * cannot be read is an error, never a log that was not seen before: that would let the witness sign a fork.
 */
public final class WitnessFolder implements WitnessStore {

    private final Path folder;

    /** Uses the folder, which is made if it is not there. */
    public WitnessFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LedgerException.Failed("the folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** The name of a log in this folder and in the path to its checkpoint: its origin's SHA-256 in hex. */
    public static String hash(String origin) {
        return HexFormat.of().formatHex(Hasher.sha256().digest(origin.getBytes(StandardCharsets.UTF_8)));
    }

    private Path file(String origin) {
        return folder.resolve(hash(origin));
    }

    @Override
    public Optional<SignedCheckpoint> latest(String origin) {
        Path file = file(origin);
        try {
            Note note = Note.parse(Files.readAllBytes(file));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(origin)) {
                throw new LedgerException.Failed(file + " is not about " + origin + "; restore it from a backup.");
            }
            return Optional.of(new SignedCheckpoint(checkpoint, note));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | LedgerException.Malformed e) {
            throw new LedgerException.Failed(
                    "the witness cannot read " + file + " (" + e.getMessage() + "); restore it from a backup.", e);
        }
    }

    @Override
    public void replace(SignedCheckpoint checkpoint) {
        Path file = file(checkpoint.checkpoint().origin());
        Path temporary = folder.resolve(file.getFileName() + ".writing");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(checkpoint.note().bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LedgerException.Failed("the witness cannot write " + file + ": " + e.getMessage(), e);
        }
        Folders.force(folder);
    }
}
