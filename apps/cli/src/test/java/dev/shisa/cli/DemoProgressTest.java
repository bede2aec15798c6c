package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demonstration that broke off at any of its calls goes on there, and the server has everything once. */
class DemoProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    /** What the server has, in the order in which it came; a call that it knows by its key is answered and does nothing. */
    private final List<String> there = new CopyOnWriteArrayList<>();

    private final Map<String, String> answered = new HashMap<>();
    private int refusedAfter = Integer.MAX_VALUE;
    private boolean answerLost;
    private HttpServer server;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private DemoLine line = new DemoLine(System.err, false, () -> 0, 1, 0, 0);

    @TempDir
    private Path folder;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(folder.resolve("plan.txt"), "plan");
        Files.writeString(folder.resolve("01-a.json"), """
                {"about": {"en": "a", "ja": "a"}, "steps": [
                  {"by": "sato", "do": "POST /things", "send": {"name": "one", "day": "{day-1d}"}, "keep": {"one": "/id"}},
                  {"by": "sato", "do": "POST /things", "send": {"of": "{one}", "file": "{file:plan.txt}"}, "keep": {"two": "/id"}}]}""");
        Files.writeString(folder.resolve("02-b.json"), """
                {"about": {"en": "b", "ja": "b"}, "steps": [
                  {"by": "ito", "do": "POST /things", "send": {"of": "{two}"}}]}""");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = String.valueOf(call.getRequestHeaders().getFirst("Idempotency-Key"));
        boolean file = call.getRequestURI().getPath().startsWith("/api/v1/files");
        boolean late = there.size() >= refusedAfter;
        int status = 200;
        String answer;
        if (!file && answered.containsKey(key)) {
            answer = answered.getOrDefault(key, "");
        } else if (late && !answerLost) {
            status = 500;
            answer = "{}";
        } else {
            there.add(call.getRequestHeaders().getFirst("Authorization") + " " + body);
            answer = "{\"id\": \"" + there.size() + "\"}";
            answered.put(key, answer);
            status = late ? 500 : 200;
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private void run(DemoProgress progress, Instant now) {
        Map<String, ServerClient> people = new HashMap<>();
        URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        progress.tokens().forEach((id, token) -> people.put(id, new ServerClient(at, token, null)));
        List<Path> files = DemoScript.files(folder);
        line = new DemoLine(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                false,
                () -> 0,
                files.size(),
                DemoScript.calls(files),
                progress.calls());
        DemoScript script = new DemoScript(people, folder, InstantSource.fixed(now), progress, line);
        files.forEach(script::run);
    }

    private Path file() {
        return folder.resolve("progress");
    }

    private DemoProgress begun() {
        return DemoProgress.begin(file(), NOW, "secret", Map.of("sato", "shisa_s", "ito", "shisa_i"));
    }

    @Test
    void itGoesOnAfterEachCallAndNothingIsThereTwice() {
        run(begun(), NOW);
        List<String> whole = List.copyOf(there);
        assertThat(whole).hasSize(4);
        for (boolean lost : List.of(false, true)) {
            for (int broken = 0; broken < whole.size(); broken++) {
                there.clear();
                answered.clear();
                refusedAfter = broken;
                answerLost = lost;
                DemoProgress first = begun();
                assertThatThrownBy(() -> run(first, NOW))
                        .as("broken after " + broken)
                        .isInstanceOf(Refusal.class);
                refusedAfter = Integer.MAX_VALUE;
                run(DemoProgress.of(file()), NOW.plus(Duration.ofDays(1)));
                // A file whose upload was not acknowledged is uploaded again; nothing refers to the first one.
                List<String> files =
                        there.stream().filter(one -> one.endsWith(" plan")).toList();
                assertThat(there.stream().filter(one -> !one.endsWith(" plan")).toList())
                        .as("broken after " + broken + ", answer lost: " + lost)
                        .hasSize(3)
                        .first()
                        .asString()
                        .contains("2026-11-22");
                assertThat(files).hasSize(lost && broken == 1 ? 2 : 1);
            }
        }
    }

    @Test
    void whoSeesItBreakOffIsToldTheStageTheStepAndTheReason() {
        refusedAfter = 3;
        assertThatThrownBy(() -> run(begun(), NOW)).isInstanceOf(Refusal.class).hasMessageContaining("02-b.json");
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        Words.t("demo.at", 1, 2, "a", 0, 3, "").stripTrailing(),
                        Words.t("demo.at", 2, 2, "b", 2, 3, "").stripTrailing());
        assertThat(line.where()).isEqualTo(Words.t("demo.where", 2, 2, "b", 2, 3));
        refusedAfter = Integer.MAX_VALUE;
        said.reset();
        run(DemoProgress.of(file()), NOW);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(Words.t("demo.at", 2, 2, "b", 2, 3, "").stripTrailing());
    }

    @Test
    void theTimeLeftIsToldWhenThereIsAPace() {
        assertThat(DemoLine.left(2, 50, 100)).isEmpty();
        assertThat(DemoLine.left(60, 4, 100)).isEmpty();
        assertThat(DemoLine.left(60, 0, 0)).isEmpty();
        assertThat(DemoLine.left(30, 50, 100)).isEqualTo(Words.t("left.seconds", 30));
        assertThat(DemoLine.left(60, 25, 100)).isEqualTo(Words.t("left.minutes", 3));
        assertThat(DemoLine.left(60, 100, 100)).isEqualTo(Words.t("left.soon"));
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        DemoProgress progress = begun();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        run(progress, NOW);
        assertThat(DemoProgress.of(file()).calls()).isEqualTo(3);
        there.clear();
        run(DemoProgress.of(file()), NOW);
        assertThat(there).as("what is done is not done again").isEmpty();
    }
}
