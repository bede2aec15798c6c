package dev.shisa.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * A text with the lines of those who signed it (C2SP signed-note).
 *
 * @param text what is signed, ending in a line feed
 * @param lines the signatures in their order, at least one
 */
public record Note(String text, List<Line> lines) {

    /** Sixteen signatures must be accepted; the largest known has 2.5 kB. */
    static final int LINES_MAX = 64;

    /** Room for that many of them. */
    public static final int BYTES_MAX = 512 * 1024;

    private static final String LINE_START = "— ";
    private static final int ID_BYTES = 4;

    /** One signature line: name of the key, its id, what it signed. */
    public static final class Line {
        private final String name;
        private final int keyId;
        private final byte[] signature;

        Line(String name, int keyId, byte[] signature) {
            this.name = name;
            this.keyId = keyId;
            this.signature = signature.clone();
        }

        public String name() {
            return name;
        }

        public int keyId() {
            return keyId;
        }

        byte[] signature() {
            return signature;
        }

        /** {@code — name base64(id ‖ signature)} and a line feed. */
        @Override
        public String toString() {
            byte[] bytes = ByteBuffer.allocate(ID_BYTES + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return LINE_START + name + " " + Base64Text.encode(bytes) + "\n";
        }
    }

    /** What the known keys say about a note. */
    public sealed interface Check {

        /** At least one known key signed, and all lines of known keys are right. */
        record Signed(SequencedSet<VerifierKey> by) implements Check {}

        /** No line is by a known key. */
        record Unsigned() implements Check {}

        /** A line names a known key, but that key did not sign this text. */
        record Spoilt(VerifierKey key) implements Check {}
    }

    public Note {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a note.
     *
     * @throws LedgerException.Malformed with one sentence
     */
    public static Note parse(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new LedgerException.Malformed(
                    "a note has at most " + BYTES_MAX + " bytes, this one has " + bytes.length + ".");
        }
        String all = utf8(bytes);
        if (all.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new LedgerException.Malformed("a note has no control characters except line feeds.");
        }
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n")) {
            throw new LedgerException.Malformed(
                    "a note is a text, an empty line and signature lines, each ending in a line feed.");
        }
        String block = all.substring(blank + 2);
        if (block.isEmpty()) {
            throw new LedgerException.Malformed("the note has no signature.");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : block.substring(0, block.length() - 1).split("\n", -1)) {
            if (lines.size() == LINES_MAX) {
                throw new LedgerException.Malformed("a note has at most " + LINES_MAX + " signatures.");
            }
            lines.add(line(line, lines.size() + 1));
        }
        return new Note(all.substring(0, blank + 1), lines);
    }

    private static Line line(String line, int number) {
        int space = line.indexOf(' ', LINE_START.length());
        if (!line.startsWith(LINE_START) || space < 0) {
            throw new LedgerException.Malformed("signature line " + number + " is not written \"— name signature\".");
        }
        String name = line.substring(LINE_START.length(), space);
        if (!VerifierKey.isName(name)) {
            throw new LedgerException.Malformed("signature line " + number + " names no key.");
        }
        byte[] bytes = Base64Text.decode(line.substring(space + 1), "the signature of line " + number);
        if (bytes.length <= ID_BYTES) {
            throw new LedgerException.Malformed("the signature of line " + number + " is too short.");
        }
        return new Line(name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LedgerException.Malformed("the note is not UTF-8.");
        }
    }

    /** Ignores lines of keys that are not known; a line of a known key must be right. */
    public Check check(Collection<VerifierKey> known) {
        SequencedSet<VerifierKey> by = new LinkedHashSet<>();
        for (Line line : lines) {
            for (VerifierKey key : known) {
                if (key.names(line)) {
                    if (!key.verify(text, line)) {
                        return new Check.Spoilt(key);
                    }
                    by.add(key);
                }
            }
        }
        return by.isEmpty() ? new Check.Unsigned() : new Check.Signed(by);
    }

    /** Text, empty line, signature lines. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(text).append('\n');
        lines.forEach(all::append);
        return all.toString();
    }
}
