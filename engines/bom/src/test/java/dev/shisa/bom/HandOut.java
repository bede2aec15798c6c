package dev.shisa.bom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The material beside the repository, for the tests with the tag {@code shared}. */
final class HandOut {

    private HandOut() {}

    static Path folder(String name) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path found = at.resolve("shared/testdata/psirt").resolve(name);
            if (Files.isDirectory(found)) {
                return found;
            }
            at = at.getParent();
        }
        throw new IllegalStateException("there is no ../shared/testdata/psirt; leave out the tag \"shared\"");
    }

    static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder(name))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
