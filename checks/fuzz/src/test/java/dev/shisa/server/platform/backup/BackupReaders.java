package dev.shisa.server.platform.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** What a backup says of itself, for the checks of readers. */
public final class BackupReaders {

    private BackupReaders() {}

    public static void manifest(byte[] json) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(json);
        }
        Manifest.read(new ByteArrayInputStream(packed.toByteArray()));
    }
}
