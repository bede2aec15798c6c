package dev.shisa.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** What readers are given to begin with. */
final class Material {

    static final Path HOME =
            Path.of(System.getProperty("shisa.home", "../..")).toAbsolutePath().normalize();

    private static final int FILES_MAX = 12;
    private static final long BYTES_MAX = 100_000;

    private Material() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Some files of a folder of the repository, or beside it, by their names; none where there is no such folder. */
    static List<byte[]> files(String folder, String glob) {
        Path from = HOME.resolve(folder);
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        PathMatcher wanted = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> found = Files.walk(from)) {
            return found.filter(file -> wanted.matches(file.getFileName()) && small(file))
                    .sorted()
                    .limit(FILES_MAX)
                    .map(Material::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean small(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
