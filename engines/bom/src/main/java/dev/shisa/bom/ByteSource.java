package dev.shisa.bom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that can be read more than once: first to see what it is, then to check it, then to take it. */
public record ByteSource(String name, long sizeBytes, Opener opener) {

    /** Opens the bytes from their beginning. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file on disk. */
    public static ByteSource of(Path file) throws IOException {
        return new ByteSource(String.valueOf(file.getFileName()), Files.size(file), () -> Files.newInputStream(file));
    }

    /** Bytes in memory, with the name under which they came. */
    public static ByteSource of(String name, byte[] bytes) {
        return new ByteSource(name, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    public InputStream open() throws IOException {
        return opener.open();
    }
}
