package dev.shisa.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.web.Http;
import dev.shisa.probe.web.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices that serve only so many at once, or so often. */
class PaceTest {

    private static final int ASKED = 12;

    private final TestBench test = new TestBench(List.of(), 10, 60, 8);

    @ParameterizedTest
    @CsvSource({"1, ''", "2, ''", "2, 'HTTP/1.1 503 Busy'", "1, 'HTTP/1.1 503 Busy'"})
    void aServerOfFewPlacesIsAskedInTurns(int places, String beyond)
            throws IOException, InterruptedException, ExecutionException {
        AtomicInteger served = new AtomicInteger();
        // The server is closed before its threads are waited for.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger open = new AtomicInteger();
            var _ = threads.submit(() -> {
                while (true) {
                    Socket socket = server.accept();
                    boolean hasPlace = open.incrementAndGet() <= places;
                    var _ = threads.submit(() -> serve(socket, hasPlace, beyond, open, served));
                }
            });
            Endpoint endpoint = Endpoint.tcp(InetAddress.getLoopbackAddress(), server.getLocalPort());
            Http http = new Http(test.bench(), endpoint, false);
            // The limit is learned by running into it; no time passes on this bench, so some tries are spent at once.
            while (!test.bench().pace(endpoint).isNarrow()) {
                statuses(http, threads);
            }
            served.set(0);
            assertThat(statuses(http, threads)).hasSize(ASKED).containsOnly(200);
            assertThat(served).hasValue(ASKED);
        }
    }

    /** What is answered to many requests at once; 0 where nothing is. */
    private static List<Integer> statuses(Http http, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            asked.add(threads.submit(() -> {
                try {
                    return http.send(Request.get("/")).status();
                } catch (IOException e) {
                    return 0;
                }
            }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> one : asked) {
            statuses.add(one.get());
        }
        return statuses;
    }

    private static Void serve(Socket socket, boolean hasPlace, String beyond, AtomicInteger open, AtomicInteger served)
            throws IOException {
        boolean counted = true;
        try (socket) {
            if (!hasPlace && beyond.isEmpty()) {
                return null;
            }
            byte[] request = new byte[4096];
            if (socket.getInputStream().read(request) < 0) {
                return null;
            }
            String status = hasPlace ? "HTTP/1.1 200 OK" : beyond;
            served.addAndGet(hasPlace ? 1 : 0);
            // Whoever has the answer finds the place free.
            open.decrementAndGet();
            counted = false;
            socket.getOutputStream()
                    .write((status + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                            .getBytes(StandardCharsets.US_ASCII));
            return null;
        } finally {
            open.addAndGet(counted ? -1 : 0);
        }
    }

    @Test
    void whatIsDroppedAloneIsNoLimit() {
        Pace pace = new Pace();
        assertThat(pace.dropped()).isFalse();
        assertThat(pace.isNarrow()).isFalse();
    }

    @Test
    void aPortThatIsAskedTooOftenIsAskedLessOften() {
        Pace pace = new Pace();
        assertThat(pace.nextTurnMs(1000)).isEqualTo(1000);
        assertThat(pace.nextTurnMs(1000)).isEqualTo(1000);
        pace.tooOften(1000);
        assertThat(pace.nextTurnMs(1000)).isEqualTo(1000);
        assertThat(pace.nextTurnMs(1000)).isEqualTo(1100);
        pace.tooOften(3000);
        pace.nextTurnMs(3000);
        assertThat(pace.nextTurnMs(3000)).isEqualTo(3200);
    }

    @Test
    void complaintsAboutWhatWasUnderWayAreOneAndAreForgottenByAndBy() {
        Pace pace = new Pace();
        pace.tooOften(1000);
        pace.tooOften(1400);
        pace.tooOften(2400);
        assertThat(interval(pace, 3000)).isEqualTo(100);
        pace.tooOften(5000);
        assertThat(interval(pace, 6000)).isEqualTo(200);
        for (int i = 0; i < 300; i++) {
            pace.answered(10);
        }
        assertThat(interval(pace, 9000))
                .as("as often as it bears, and not as often as it complained of")
                .isEqualTo(125);
    }

    private static long interval(Pace pace, long nowMs) {
        return -pace.nextTurnMs(nowMs) + pace.nextTurnMs(nowMs);
    }

    @Test
    void severalAreAskedAtOnceWhereAnswersAreSlow() {
        Pace pace = new Pace();
        assertThat(pace.atOnce()).isOne();
        pace.answered(1500);
        assertThat(pace.atOnce()).isGreaterThan(1);
        assertThat(pace.isSlow()).isTrue();
        for (int i = 0; i < 20; i++) {
            pace.answered(10);
        }
        assertThat(pace.isSlow()).isFalse();
    }
}
