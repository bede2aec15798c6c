package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
public record PublicFile(byte[] bytes, byte[] packed, String type, String tag, boolean forever) {

    /** What is withdrawn or corrected is to be seen soon, also behind somebody's cache. */
    private static final String FOR_A_MINUTE = "public, max-age=60";

    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";
    private static final int PACKED_FROM = 500;
    private static final int TAG_BYTES = 12;

    public static PublicFile of(byte[] bytes, String type) {
        return new PublicFile(
                bytes, isText(type) && bytes.length >= PACKED_FROM ? pack(bytes) : bytes, type, tag(bytes), false);
    }

    public static PublicFile text(String text, String type) {
        return of(text.getBytes(StandardCharsets.UTF_8), type);
    }

    public PublicFile unchanging() {
        return new PublicFile(bytes, packed, type, tag, true);
    }

    /** Answers with it, unless the browser has it already; the status is set by then if it is not 200. */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean gzip = isPacked() && takesGzip(request);
        String entityTag = "\"" + tag + (gzip ? "-gz" : "") + "\"";
        response.setHeader("ETag", entityTag);
        response.setHeader(
                "Cache-Control", response.getStatus() >= 400 ? "no-store" : forever ? FOR_A_YEAR : FOR_A_MINUTE);
        if (response.getStatus() == 200 && entityTag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        byte[] sent = gzip ? packed : bytes;
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(type);
        response.setContentLength(sent.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(sent);
        }
    }

    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private boolean isPacked() {
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
