package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {

    private static final long BYTES_MAX = 1_000;

    @TempDir
    Path folder;

    @Test
    void keepsAFixedNumberOfFilesOfAFixedSize() throws IOException {
        Path file = folder.resolve("postgresql.log");
        try (RotatingLog log = new RotatingLog(file, BYTES_MAX)) {
            for (int line = 1; line <= 2_000; line++) {
                log.add("line %04d of the database".formatted(line));
            }
            assertThat(log.lastLines()).hasSize(12).endsWith("line 2000 of the database");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(1 + RotatingLog.OLD_FILES)
                    .allSatisfy(each -> assertThat(Files.size(each)).isBetween(1L, BYTES_MAX));
        }
        assertThat(Files.readAllLines(file)).endsWith("line 2000 of the database");
        assertThat(Files.readAllLines(folder.resolve("postgresql.log.1")).getLast())
                .isEqualTo("line %04d of the database"
                        .formatted(2_000 - Files.readAllLines(file).size()));
    }

    @Test
    void goesOnWithTheFileThatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("postgresql.log"), "before\n");
        try (RotatingLog log = new RotatingLog(file, BYTES_MAX)) {
            log.add("after");
        }
        assertThat(file).hasContent("before\nafter");
    }

    @Test
    void losesLinesButNoOlderFilesWhileItCannotWrite() throws IOException {
        Path file = folder.resolve("postgresql.log");
        try (RotatingLog log = new RotatingLog(file, BYTES_MAX)) {
            log.add("first");
            // A folder that is not empty is in the way of the last renaming.
            Path inTheWay = Files.createDirectories(folder.resolve("postgresql.log.3/in the way"));
            Files.writeString(folder.resolve("postgresql.log.2"), "old\n");
            for (int line = 0; line < 200; line++) {
                log.add("dropped sooner or later");
            }
            assertThat(folder.resolve("postgresql.log.2")).hasContent("old");
            assertThat(Files.size(file)).isLessThanOrEqualTo(BYTES_MAX);
            Files.delete(inTheWay);
            Files.delete(folder.resolve("postgresql.log.3"));
            log.add("it works again");
        }
        assertThat(Files.readString(file)).endsWith("it works again\n");
        assertThat(Files.readString(folder.resolve("postgresql.log.1"))).startsWith("first\n");
        assertThat(folder.resolve("postgresql.log.3")).hasContent("old");
    }
}
