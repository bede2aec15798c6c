package dev.shisa.server.platform.age;

import static dev.shisa.server.platform.age.AgeException.Reason.BAD_HEADER;
import static dev.shisa.server.platform.age.AgeException.Reason.NOT_AGE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The text before the payload: version, stanzas and their MAC (C2SP age.md, "Header"). */
final class Header {

    static final String VERSION = "age-encryption.org/v1";

    /** A stanza of ours has 100 bytes; a hundred recipients fit many times over. */
    private static final int BYTES_MAX = 1 << 16;

    private final List<Stanza> stanzas;

    /** What the MAC is of: from the beginning to the three dashes. */
    private final byte[] covered;

    private final byte[] mac;

    private Header(List<Stanza> stanzas, byte[] covered, byte[] mac) {
        this.stanzas = List.copyOf(stanzas);
        this.covered = covered;
        this.mac = mac;
    }

    List<Stanza> stanzas() {
        return stanzas;
    }

    static Header of(List<Stanza> stanzas, byte[] fileKey) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        stanzas.forEach(stanza -> text.append(stanza.text()));
        byte[] covered = text.append("---").toString().getBytes(StandardCharsets.US_ASCII);
        return new Header(stanzas, covered, Primitives.headerMac(fileKey, covered));
    }

    byte[] bytes() {
        byte[] end = (" " + Stanza.encode(mac) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(covered, covered.length + end.length);
        System.arraycopy(end, 0, all, covered.length, end.length);
        return all;
    }

    boolean isAuthentic(byte[] fileKey) {
        return MessageDigest.isEqual(mac, Primitives.headerMac(fileKey, covered));
    }

    /** Reads up to and including the MAC's line; what follows is left in the stream. */
    static Header read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        String first = lines.next();
        if (!first.equals(VERSION)) {
            throw new AgeException(NOT_AGE, "this is not a file of " + VERSION);
        }
        List<Stanza> stanzas = new ArrayList<>();
        while (true) {
            int start = lines.read.size();
            String line = lines.next();
            if (line.startsWith("---")) {
                byte[] covered = java.util.Arrays.copyOf(lines.read.toByteArray(), start + 3);
                byte[] mac = line.startsWith("--- ")
                        ? Stanza.decode(line.substring(4)).orElse(new byte[0])
                        : new byte[0];
                if (mac.length != Age.KEY_BYTES || stanzas.isEmpty()) {
                    throw bad("its last line is not a MAC");
                }
                return new Header(stanzas, covered, mac);
            }
            stanzas.add(stanza(line, lines));
        }
    }

    private static Stanza stanza(String line, Lines lines) throws IOException {
        if (!line.startsWith("-> ")) {
            throw bad("a stanza begins with something else than an arrow");
        }
        List<String> args = List.of(line.substring(3).split(" ", -1));
        for (String arg : args) {
            if (arg.isEmpty() || !arg.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw bad("an argument of a stanza is empty or not plain text");
            }
        }
        StringBuilder body = new StringBuilder();
        String part = lines.next();
        while (part.length() == Stanza.LINE_LENGTH) {
            body.append(part);
            part = lines.next();
        }
        if (part.length() > Stanza.LINE_LENGTH) {
            throw bad("a line of a stanza is too long");
        }
        return new Stanza(
                args,
                Stanza.decode(body.append(part).toString()).orElseThrow(() -> bad("a stanza is not canonical base64")));
    }

    private static AgeException bad(String why) {
        return new AgeException(BAD_HEADER, "the header is damaged: " + why);
    }

    /** Lines that end in a line feed and nothing else, and all bytes read so far. */
    private static final class Lines {

        private final InputStream in;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0 || read.size() >= BYTES_MAX) {
                    throw read.size() < VERSION.length()
                            ? new AgeException(NOT_AGE, "this is not a file of " + VERSION)
                            : bad("it has no end");
                }
                read.write(c);
                line.append((char) c);
            }
            read.write('\n');
            return line.toString();
        }
    }
}
