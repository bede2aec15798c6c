package dev.shisa.server.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that tells the SHA-256 of each file while it is written. Names are UTF-8; no dates, so equal papers give equal files. */
final class HashedZip implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ZipOutputStream zip;

    HashedZip(OutputStream out) {
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    /** A file as it was written. */
    record Written(String name, String sha256, long size) {}

    Written add(String name, InputStream content) throws IOException {
        MessageDigest digest = sha256();
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            digest.update(buffer, 0, n);
            zip.write(buffer, 0, n);
            size += n;
        }
        zip.closeEntry();
        return new Written(name, HexFormat.of().formatHex(digest.digest()), size);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
