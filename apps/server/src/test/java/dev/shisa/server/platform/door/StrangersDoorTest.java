package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.SeenSecrets;
import dev.shisa.server.platform.web.ProblemPage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** While strangers take all the turns there are, people at work do not notice. */
class StrangersDoorTest extends RealServerTest {

    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/(?:css|js|img|fonts)/[^\"#]+)");
    private static final Pattern TAG = Pattern.compile("(?i)ETag: (\"[^\"]+\")");

    @Autowired
    private StrangersDoor door;

    @Autowired
    private Handshakes handshakes;

    @Autowired
    private ProblemPage problems;

    private Turns.@Nullable Turn taken;
    private String cookie = "";

    @SuppressWarnings("NullAway.Init")
    private Turns before;

    @BeforeEach
    void somebodyIsAtWork() throws Exception {
        before = door.turns();
        cookie = "Cookie: " + session() + "\r\n";
        assertThat(ask("127.0.5.1", "/", cookie)).startsWith("HTTP/1.1 200");
    }

    /** One turn, which is taken until {@link #end}; time stands still, so nobody is sent away for having waited. */
    private void takeAllTurns() throws InterruptedException {
        Turns turns = new Turns(1, 64, Duration.ofSeconds(2), () -> 0);
        taken = turns.take("busy", () -> false).orElseThrow();
        door.turns(turns);
    }

    private void end() {
        if (taken != null) {
            taken.close();
        }
    }

    @AfterEach
    void asBefore() {
        end();
        door.turns(before);
    }

    @Test
    void whoHasASessionIsServedWhileStrangersWait() throws Exception {
        takeAllTurns();
        try (Wire stranger = connect("127.0.5.2")) {
            stranger.send("GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await("the stranger waits", () -> door.turns().waiting() == 1);
            assertThat(ask("127.0.5.1", "/", cookie)).startsWith("HTTP/1.1 200");
            assertThat(ask("127.0.5.3", "/health/live", "")).startsWith("HTTP/1.1 200");
            assertThat(door.turns().waiting()).isEqualTo(1);
            end();
            assertThat(stranger.answer()).startsWith("HTTP/1.1 200");
        }
    }

    /** Ten files make a page whole; on a busy machine ten turns one after the other take longer than anybody may wait. */
    @Test
    void styleScriptsFontsAndPicturesTakeNobodysTurn() throws Exception {
        String page = ask("127.0.5.2", "/sign-in", "");
        List<String> files = new ArrayList<>(LINKED.matcher(page)
                .results()
                .map(link -> link.group(1))
                .distinct()
                .toList());
        assertThat(files).anyMatch(file -> file.startsWith("/css/")).anyMatch(file -> file.startsWith("/js/"));
        files.add("/fonts/biz-udpgothic-latin-400.woff2");
        takeAllTurns();
        for (String file : files) {
            String answer = ask("127.0.5.2", file, "");
            assertThat(answer)
                    .as(file)
                    .startsWith("HTTP/1.1 200")
                    .contains(
                            "Cache-Control: public, max-age=31536000, immutable",
                            "X-Content-Type-Options: nosniff",
                            "Cross-Origin-Resource-Policy: same-origin");
            Matcher tag = TAG.matcher(answer);
            assertThat(tag.find()).isTrue();
            assertThat(ask("127.0.5.2", file, "If-None-Match: " + tag.group(1) + "\r\n"))
                    .startsWith("HTTP/1.1 304");
        }
        try (Wire stranger = connect("127.0.5.2")) {
            stranger.send("GET /css/nobody-has-this.css HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await("what there is not waits", () -> door.turns().waiting() == 1);
            end();
            assertThat(stranger.answer()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aMadeUpSessionOrTokenIsNobodys() throws Exception {
        for (String made : List.of(
                "Cookie: __Host-shisa=" + "a".repeat(43) + "\r\n",
                "Authorization: Bearer shisa_" + "a".repeat(43) + "\r\n")) {
            takeAllTurns();
            try (Wire stranger = connect("127.0.5.4")) {
                stranger.send("GET /products HTTP/1.1\r\nHost: localhost\r\n" + made + "\r\n");
                await("it waits", () -> door.turns().waiting() == 1);
                end();
                assertThat(stranger.answer()).startsWith("HTTP/1.1 302");
            }
        }
    }

    /** After a restart of the server everybody comes for the first time. */
    @Test
    void whoComesForTheFirstTimeTakesAStrangersTurnOnlyToBeLookedUp() throws Exception {
        StrangersDoor first = new StrangersDoor(new SeenSecrets(), List.of("good"::equals), handshakes, problems);
        try {
            first.turns(new Turns(1, 64, Duration.ofMillis(1), System::nanoTime));
            assertThat(turnsAreFreeDuringThePageOf(first, "good")).isTrue();
            assertThat(turnsAreFreeDuringThePageOf(first, "bad")).isFalse();
        } finally {
            first.destroy();
        }
    }

    private static boolean turnsAreFreeDuringThePageOf(StrangersDoor door, String secret) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        request.addHeader("Authorization", "Bearer " + secret);
        AtomicReference<Optional<Turns.Turn>> taken = new AtomicReference<>();
        door.doFilter(request, new MockHttpServletResponse(), (asked, answered) -> {
            try {
                taken.set(door.turns().take("another", true, () -> false));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        taken.get().ifPresent(Turns.Turn::close);
        return taken.get().isPresent();
    }

    @Test
    void aSessionThatHasEndedIsKnownNoMore() throws Exception {
        jdbc.sql("DELETE FROM session").update();
        assertThat(ask("127.0.5.1", "/", cookie)).startsWith("HTTP/1.1 302");
        takeAllTurns();
        try (Wire ended = connect("127.0.5.1")) {
            ended.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n");
            await("it waits", () -> door.turns().waiting() == 1);
            end();
            assertThat(ended.answer()).startsWith("HTTP/1.1 302");
        }
    }

    private Wire asks() throws IOException {
        return connect("127.0.5.5").send("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whereTooManyWaitTheAnswerSaysWhenToComeBack() throws Exception {
        List<Wire> wires = new ArrayList<>();
        takeAllTurns();
        try {
            // One network has them all: whoever of them comes last is told.
            for (int i = 0; i < 64; i++) {
                wires.add(asks());
            }
            await("all of them wait", () -> door.turns().waiting() == 64);
            long begun = System.nanoTime();
            try (Wire last = asks()) {
                assertThat(last.answer())
                        .startsWith("HTTP/1.1 503")
                        .containsIgnoringCase("Retry-After: 2")
                        .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
                        .contains("いま、アクセスが混み合っています。", "Too many visitors are asking at the moment.");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("who is told at once asks again at once")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            end();
            List<String> answers = new ArrayList<>();
            for (Wire wire : wires) {
                answers.add(wire.answer());
            }
            assertThat(answers.stream().filter(a -> a.startsWith("HTTP/1.1 200")))
                    .hasSize(64);
        } finally {
            wires.forEach(Wire::close);
        }
    }

    @Test
    void handshakesTakeTurnsAndWhoIsConnectedIsServedMeanwhile() throws Exception {
        String page = "GET / HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n";
        try (Wire person = connect("127.0.5.1")) {
            // The last message of a handshake is the client's: only an answer says that the server has read it.
            assertThat(person.send(page).answer()).startsWith("HTTP/1.1 200");
            CompletableFuture<String> next;
            try (Turns.Turn _ = handshakes.turns().take("busy", () -> false).orElseThrow()) {
                next = asks("127.0.5.8");
                await("its handshake waits", () -> handshakes.turns().waiting() == 1);
                assertThat(person.send(page).answer()).startsWith("HTTP/1.1 200");
                // From where people work a handshake goes first, though none is made meanwhile.
                CompletableFuture<String> anotherOfThem = asks("127.0.5.1");
                await("it waits, too", () -> handshakes.turns().waiting() == 2);
                assertThat(next).isNotDone();
                assertThat(anotherOfThem).isNotDone();
            }
            assertThat(next.get(Turns.WORK_MAX.toSeconds() * 10, TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aFormThatComesDropByDropTakesNobodysTurn() throws Exception {
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Wire wire = connect("127.0.5.6");
                wires.add(wire);
                wire.send("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");
            }
            long begun = System.nanoTime();
            assertThat(ask("127.0.5.7", "/sign-in", "")).startsWith("HTTP/1.1 200");
            assertThat(System.nanoTime() - begun)
                    .as("twenty turns of two seconds would be longer")
                    .isLessThan(Turns.WORK_MAX.toNanos() * 4);
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private CompletableFuture<String> asks(String from) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return ask(from, "/sign-in", "");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private String ask(String from, String path, String headers) throws Exception {
        try (Wire wire = connect(from)) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                    .answer();
        }
    }
}
