package dev.shisa.server.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as the server's own settings make it, written by a process of its own. */
class LogFilesTest {

    private static final long FILE_MAX = 100_000;
    private static final long ALL_MAX = 300_000;

    @TempDir
    Path data;

    @Test
    void neverTakesMoreRoomThanItsCap() throws Exception {
        write(
                "text",
                4_000,
                "-Dlogging.logback.rollingpolicy.max-file-size=" + FILE_MAX,
                "-Dlogging.logback.rollingpolicy.total-size-cap=" + ALL_MAX);

        Path logs = data.resolve("logs");
        long all = 0;
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                all += Files.size(file);
                names.add(String.valueOf(file.getFileName()));
            }
        }
        assertThat(names)
                .contains("shisa.log")
                .anyMatch(name -> name.matches("shisa\\.log\\.[0-9-]{10}\\.[0-9]+\\.gz"));
        assertThat(all).as(names.toString()).isGreaterThan(FILE_MAX).isLessThan(ALL_MAX + 2 * FILE_MAX);
        assertThat(Files.size(logs.resolve("shisa.log"))).isLessThan(FILE_MAX + 10_000);
        assertThat(Files.readString(logs.resolve("shisa.log"))).contains("the end");
    }

    @Test
    void saysInEachLineWhichRequestItIsAbout() throws Exception {
        write("text", 1);
        List<String> lines = Files.readAllLines(data.resolve("logs/shisa.log"));
        assertThat(lines.getFirst()).contains(" WARN ", "[0123456789]", "dev.shisa.server.Sample", "line 1 ");
        assertThat(lines.getLast()).contains(" INFO ", "[]", "the end");
    }

    @Test
    void isOneObjectALineForPrograms() throws Exception {
        write("json", 2);
        List<JsonNode> lines = Files.readAllLines(data.resolve("logs/shisa.log")).stream()
                .map(JsonMapper.builder().build()::readTree)
                .toList();
        assertThat(lines).hasSize(3);
        JsonNode first = lines.getFirst();
        assertThat(first.at("/log/level").asString()).isEqualTo("WARN");
        assertThat(first.at("/service/name").asString()).isEqualTo("shisa");
        assertThat(first.get("message").asString()).startsWith("line 1 ");
        assertThat(first.get("request").asString()).isEqualTo("0123456789");
        assertThat(first.get("@timestamp").asString()).matches("\\d{4}-\\d{2}-\\d{2}T.*Z");
        assertThat(first.at("/error/stack_trace").asString()).contains("with a cause");
    }

    @Test
    void hasTwoFormatsAndNoOthers() {
        assertThat(LogFormat.of("text").settings()).isEmpty();
        assertThatThrownBy(() -> LogFormat.of("xml")).hasMessageContaining("xml");
    }

    private void write(String format, int lines, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LogWriter.class.getName(),
                data.toString(),
                format,
                String.valueOf(lines)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(data.resolve("output")))
                .isZero();
    }
}
