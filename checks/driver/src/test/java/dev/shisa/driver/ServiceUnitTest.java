package dev.shisa.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ops/systemd/shisa.service} as systemd itself judges it, also where systemd does not run. */
@Tag("systemd")
class ServiceUnitTest {

    private static final Path HOME =
            Path.of(System.getProperty("shisa.home", "../..")).toAbsolutePath().normalize();

    /** In tenths: 0 is nothing exposed, 100 everything. What is left and why stands in the unit. */
    private static final int EXPOSURE_MAX = 15;

    @TempDir
    private Path folder;

    @Test
    void systemdUnderstandsEveryLine() throws IOException, InterruptedException {
        Path unit = folder.resolve("shisa.service");
        Files.writeString(
                unit,
                Files.readString(HOME.resolve("ops/systemd/shisa.service")).replace("/opt/shisa", HOME.toString()));
        assertThat(analyze("verify", "--man=no", unit.toString())).isEqualTo("0\n");
        Files.writeString(unit, Files.readString(unit).replace("PrivateTmp=yes", "PrivateTemp=yes"));
        assertThat(analyze("verify", "--man=no", unit.toString()))
                .as("a slip would be found")
                .contains("PrivateTemp");
    }

    @Test
    void itExposesNoMoreThanTheBoundAndTheBoundIsTight() throws IOException, InterruptedException {
        String unit = HOME.resolve("ops/systemd/shisa.service").toString();
        assertThat(analyze("security", "--no-pager", "--offline=true", "--threshold=" + EXPOSURE_MAX, unit))
                .startsWith("0\n");
        assertThat(analyze("security", "--no-pager", "--offline=true", "--threshold=" + (EXPOSURE_MAX - 1), unit))
                .as("the bound is no wider than needed")
                .startsWith("1\n");
    }

    private static String analyze(String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + said;
    }
}
