package dev.shisa.server.platform.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a leaf of the ledger holds: one line of canonical JSON (RFC 8785), readable by anybody, that commits to a record
 * without giving any of it away.
 *
 * <pre>{"at":"2026-11-20T01:24:00Z","commitment":"<64 hex digits>","id":42,"kind":"fact/1","v":1}</pre>
 *
 * @param id number of the record in this installation's database
 * @param at when it was recorded, by the server's clock; microseconds at most
 * @param kind type and version of the record's body, e.g. {@code fact/1}
 * @param commitment hex of SHA-256 over the record's salt followed by its body
 */
public record LedgerEntry(long id, Instant at, String kind, String commitment) {

    private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,40}/[1-9][0-9]?");
    private static final Pattern FORM =
            Pattern.compile("\\{\"at\":\"([0-9T:.-]{19,27}Z)\",\"commitment\":\"([0-9a-f]{64})\","
                    + "\"id\":([1-9][0-9]{0,17}),\"kind\":\"(" + KIND.pattern() + ")\",\"v\":1\\}");

    public LedgerEntry {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("no kind of record: " + kind);
        }
    }

    /** The bytes of the leaf. */
    public byte[] bytes() {
        return ("{\"at\":\"" + at + "\",\"commitment\":\"" + commitment + "\",\"id\":" + id + ",\"kind\":\"" + kind
                        + "\",\"v\":1}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a leaf; empty if it is not one of this form. */
    public static Optional<LedgerEntry> parse(byte[] bytes) {
        Matcher form = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LedgerEntry(
                    Long.parseLong(form.group(3)), Instant.parse(form.group(1)), form.group(4), form.group(2)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The commitment to a record: hex of SHA-256 over salt, then body. */
    public static String commitment(byte[] salt, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
