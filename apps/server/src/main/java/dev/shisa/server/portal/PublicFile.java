package dev.shisa.server.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * One file as everybody gets it: made once, and kept packed beside as it is, so that a flood costs copying only. Two are never
 * compared.
 *
 * @param packed by gzip; as long as {@code bytes} or longer: it was not worth it
 * @param tag entity tag without its quotation marks
 * @param forever whether its address changes whenever its content does
 */
@SuppressWarnings("ArrayRecordComponent")
record PublicFile(byte[] bytes, byte[] packed, String type, String tag, boolean forever) {

    private static final int PACKED_FROM = 500;
    private static final int TAG_BYTES = 12;

    static PublicFile of(byte[] bytes, String type) {
        return new PublicFile(
                bytes, isText(type) && bytes.length >= PACKED_FROM ? pack(bytes) : bytes, type, tag(bytes), false);
    }

    static PublicFile text(String text, String type) {
        return of(text.getBytes(StandardCharsets.UTF_8), type);
    }

    PublicFile unchanging() {
        return new PublicFile(bytes, packed, type, tag, true);
    }

    boolean isPacked() {
        return packed.length < bytes.length;
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.contains("json") || type.contains("xml");
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String tag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
