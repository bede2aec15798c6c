package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is started from is libraries and what makes a start quick: nothing of how it was made, and nothing that helps whoever looks for faults. */
@Tag("packaged")
class AppFolderTest {

    @TempDir
    Path data;

    @Test
    void holdsLibrariesAndWhatAStartNeedsOnly() throws IOException, InterruptedException {
        Path app = ShisaProcess.home().resolve("apps/server/target/app");
        // Builds where nobody has; what it says of an empty folder is not looked at.
        new ProcessBuilder(ShisaProcess.launcher().toString(), "doctor", "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();

        List<String> files;
        try (Stream<Path> all = Files.walk(app)) {
            files = all.filter(Files::isRegularFile)
                    .map(file -> app.relativize(file).toString())
                    .toList();
        }
        assertThat(files)
                .contains("shisa.jar")
                .allMatch(file -> file.matches("lib/[A-Za-z0-9._-]+\\.jar|shisa\\.jar|shisa\\.aot|built"));
        assertThat(files)
                .filteredOn(file -> file.startsWith("lib/"))
                .hasSizeGreaterThan(50)
                .noneMatch(file -> file.matches(".*(devtools|actuator|junit|mockito|assertj|archunit|lincheck"
                        + "|spring-test|boot-test|log4j-core|-tests?\\.jar|-sources\\.jar).*"));
    }
}
