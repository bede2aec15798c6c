package dev.shisa.ledger;

import java.util.List;

/**
 * What a log says about itself at one moment (C2SP tlog-checkpoint).
 *
 * @param origin name of the log
 * @param size how many entries it has
 * @param root root hash of the tree over them
 * @param extensions further lines, opaque, none empty
 */
public record Checkpoint(String origin, long size, Digest root, List<String> extensions) {

    private static final int LINES_MAX = 64;

    public Checkpoint {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new LedgerException.Malformed("a checkpoint has an origin of one line and a size of 0 or more.");
        }
        if (extensions.stream().anyMatch(e -> e.isEmpty() || e.indexOf('\n') >= 0)) {
            throw new LedgerException.Malformed("an extension of a checkpoint is one line that is not empty.");
        }
        extensions = List.copyOf(extensions);
    }

    public Checkpoint(String origin, long size, Digest root) {
        this(origin, size, root, List.of());
    }

    /**
     * Reads the text of a note.
     *
     * @throws LedgerException.Malformed with one sentence
     */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new LedgerException.Malformed("a checkpoint ends with a line feed.");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", LINES_MAX + 1);
        if (lines.length < 3 || lines.length > LINES_MAX) {
            throw new LedgerException.Malformed(
                    "a checkpoint has 3 to " + LINES_MAX + " lines: origin, size, root hash.");
        }
        byte[] root = Base64Text.decode(lines[2], "the root hash of the checkpoint");
        if (root.length != Digest.BYTES) {
            throw new LedgerException.Malformed(
                    "the root hash of the checkpoint has " + root.length + " bytes, not " + Digest.BYTES + ".");
        }
        return new Checkpoint(
                lines[0], size(lines[1]), Digest.of(root), List.of(lines).subList(3, lines.length));
    }

    /** A tree size in ASCII digits without leading zeros, at most 2^63 − 1. */
    static long size(String text) {
        boolean decimal = text.matches("0|[1-9][0-9]{0,18}");
        try {
            if (decimal) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // larger than any tree, said below
        }
        throw new LedgerException.Malformed("a tree size is a decimal number without leading zeros, not \""
                + text.substring(0, Math.min(text.length(), 30)) + "\".");
    }

    /** The lines, each with a line feed: what is signed. */
    public String text() {
        StringBuilder text = new StringBuilder(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(e -> text.append(e).append('\n'));
        return text.toString();
    }
}
