package dev.shisa.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The order of the server's capabilities, as {@code apps/server/capabilities.txt} has it: each may use those before it. */
public final class Capabilities {

    private static final Path FILE = Path.of("capabilities.txt");

    private Capabilities() {}

    /** Names of packages below {@code dev.shisa.server}, the first one first. */
    public static List<String> inOrder() {
        try {
            return Files.readAllLines(FILE).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
