package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code probe}: what it refuses, and the hand-out lab of devices. */
class ProbeCommandTest {

    @TempDir
    Path temp;

    private String declared(String address) throws IOException {
        Path file = temp.resolve("declaration.json");
        Files.writeString(
                file,
                "[{\"device\": \"a\", \"address\": \"" + address + "\", \"declared\": {\"tcp\": [], \"udp\": []}}]");
        return file.toString();
    }

    @Test
    void nothingIsSentWithoutTheOwnersWord() throws IOException {
        assertThat(Cli.run("probe", "--declaration", declared("127.0.0.1"))).isEqualTo(5);
    }

    @Test
    void addressesOutsideTheDeclarationAreRefused() throws IOException {
        assertThat(Cli.run("probe", "127.0.0.2", "--declaration", declared("127.0.0.1"), "--i-own-this"))
                .isEqualTo(5);
    }

    @Test
    void addressesOfTheInternetNeedASecondWord() throws IOException {
        assertThat(Cli.run("probe", "--declaration", declared("192.0.2.1"), "--i-own-this"))
                .isEqualTo(5);
    }

    @Test
    void wrongUsageAndMissingFilesAreToldApart() throws IOException {
        assertThat(Cli.run("probe", "--i-own-this")).isEqualTo(2);
        assertThat(Cli.run("probe", "--declaration", declared("127.0.0.1"), "--device", "b", "--i-own-this"))
                .isEqualTo(2);
        assertThat(Cli.run("probe", "--declaration", declared("a.example"), "--i-own-this"))
                .isEqualTo(2);
        assertThat(Cli.run("probe", "--declaration", temp.resolve("none").toString(), "--i-own-this"))
                .isEqualTo(4);
    }

    /** Needs root, network namespaces and the packages that the lab names. */
    @Test
    @Tag("shared")
    @Tag("lab")
    @Tag("long")
    void everyKeyOfEveryDeviceOfTheLabIsAsDesigned() throws Exception {
        Path lab = lab();
        Path declaration = temp.resolve("lab.json");
        Path expected = temp.resolve("expected.json");
        try {
            run(declaration, List.of("python3", lab.toString(), "up", "--declaration"));
            run(expected, List.of("python3", lab.toString(), "list"));
            for (JsonNode device : Json.read(expected)) {
                String id = Json.text(device, "device").split("-", 2)[0];
                Path result = temp.resolve(id + ".json");
                run(
                        result,
                        List.of(
                                "ip",
                                "netns",
                                "exec",
                                Json.text(device, "namespace"),
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx192m",
                                "-cp",
                                Objects.requireNonNull(System.getProperty("java.class.path")),
                                "dev.shisa.cli.Cli",
                                "probe",
                                "--declaration",
                                declaration.toString(),
                                "--device",
                                id,
                                "--i-own-this",
                                "--json"));
                List<String> wrong = new ArrayList<>();
                for (Map.Entry<String, JsonNode> key : device.path("expected").properties()) {
                    JsonNode measured = Json.read(result).path("results").path(key.getKey());
                    String wanted = key.getValue().stringValue();
                    if (!wanted.equals("ANY") && !wanted.equals(Json.text(measured, "verdict"))) {
                        wrong.add(id + " " + key + ": " + measured);
                    }
                }
                assertThat(wrong).isEmpty();
            }
        } finally {
            run(temp.resolve("down"), List.of("python3", lab.toString(), "down"));
        }
    }

    private static void run(Path output, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process.start().waitFor();
    }

    private static Path lab() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path found = at.resolve("shared/testdata/probe/lab.py");
            if (Files.isRegularFile(found)) {
                return found;
            }
            at = at.getParent();
        }
        throw new IllegalStateException("there is no ../shared/testdata/probe; leave out the tag \"shared\"");
    }
}
