package dev.shisa.server.platform.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.shisa.server.platform.outgoing.PinnedHttp.InsideException;
import dev.shisa.server.platform.outgoing.PinnedHttp.Patience;
import dev.shisa.server.platform.outgoing.PinnedHttp.Request;
import dev.shisa.server.platform.outgoing.PinnedHttp.Resolver;
import dev.shisa.server.platform.outgoing.PinnedHttp.Route.Direct;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was looked at is what is asked, whatever the name leads to a moment later. */
class PinnedHttpTest {

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20));
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("8.8.8.8");

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @BeforeEach
    void aServerInside() throws IOException {
        server = new ServerSocket(0, 5, HERE);
        server.setSoTimeout(20);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Request get(String host) {
        return Request.get(URI.create("http://" + host + ":" + server.getLocalPort() + "/x"), Map.of());
    }

    /** Another answer each time. */
    private static Resolver changing(AtomicInteger asked, List<InetAddress[]> answers) {
        return host -> {
            int time = asked.getAndIncrement();
            if (time >= answers.size()) {
                throw new UnknownHostException(host);
            }
            return answers.get(time).clone();
        };
    }

    private void nobodyKnocked() {
        assertThat(catchThrowable(() -> server.accept().close())).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whatTheFirstLookShowedIsJudgedAndNotLookedUpAgain() {
        AtomicInteger asked = new AtomicInteger();
        Resolver names = changing(asked, List.of(new InetAddress[] {HERE}, new InetAddress[] {OUTSIDE}));
        assertThatThrownBy(() -> PinnedHttp.ask(get("rebinds.example"), new Direct(false, names), PATIENCE))
                .isInstanceOf(InsideException.class);
        assertThat(asked).hasValue(1);
        nobodyKnocked();
    }

    @Test
    void theConnectionGoesToWhatTheFirstLookShowed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Resolver names = changing(asked, List.of(new InetAddress[] {HERE}, new InetAddress[] {OUTSIDE}));
        var _ = answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (PinnedHttp.Answer answer = PinnedHttp.ask(get("allowed.example"), new Direct(true, names), PATIENCE)) {
            assertThat(whole(answer)).isEqualTo("ok");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void eachRequestLooksAnew() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Resolver names = changing(asked, List.of(new InetAddress[] {HERE}, new InetAddress[] {HERE, OUTSIDE}));
        var _ = answers("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        try (PinnedHttp.Answer answer = PinnedHttp.ask(get("moves.example"), new Direct(true, names), PATIENCE)) {
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("location")).contains("/again");
        }
        assertThatThrownBy(() -> PinnedHttp.ask(get("moves.example"), new Direct(false, names), PATIENCE))
                .isInstanceOf(InsideException.class);
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f000001", // 127.0.0.1
                "00000000", // this host
                "a9fe a9fe",
                "0a000001",
                "00000000000000000000000000000001",
                "00000000000000000000ffff7f000001", // IPv4 written as IPv6, kept as such
                "0064ff9b00000000000000007f000001", // through a translator (NAT64)
                "0064ff9b000100000000000000000001",
                "20027f00000100000000000000000000", // 6to4
                "fd000000000000000000000000000001",
                "fe800000000000000000000000000001"
            })
    void oneAddressInsideAmongOthersIsEnoughToRefuse(String bytes) throws Exception {
        byte[] address = HexFormat.of().parseHex(bytes.replace(" ", ""));
        InetAddress inside = address.length == 16
                ? Inet6Address.getByAddress("two.example", address, -1)
                : InetAddress.getByAddress("two.example", address);
        Resolver names = host -> new InetAddress[] {OUTSIDE, inside};
        assertThatThrownBy(() -> PinnedHttp.ask(get("two.example"), new Direct(false, names), PATIENCE))
                .isInstanceOf(InsideException.class);
        nobodyKnocked();
    }

    @Test
    void aDeadAddressIsFollowedByTheNextButWhatWasAskedIsNotAskedAgain() throws Exception {
        // Nobody is at this port of another address of this computer.
        Resolver names = host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.9"), HERE, HERE};
        CompletableFuture<String> head = answers("nonsense\r\n\r\n");
        assertThatThrownBy(() -> PinnedHttp.ask(get("two.example"), new Direct(true, names), PATIENCE))
                .isInstanceOf(PinnedHttp.NoHttpException.class);
        assertThat(head.get(20, TimeUnit.SECONDS))
                .startsWith("GET /x HTTP/1.1\r\n")
                .contains("Host: two.example:");
        nobodyKnocked();
    }

    @Test
    void theCertificateIsOfTheNameNotOfTheAddress(@TempDir Path folder) throws Exception {
        SSLContext usual = SSLContext.getDefault();
        SSLContext context = SelfSigned.certificate(folder.resolve("certificate.p12"));
        HttpsServer https = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        https.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        https.start();
        SSLContext.setDefault(context);
        try {
            Direct here = new Direct(true, host -> new InetAddress[] {HERE});
            String port = ":" + https.getAddress().getPort() + "/";
            Request own = Request.get(URI.create("https://localhost" + port), Map.of());
            try (PinnedHttp.Answer answer = PinnedHttp.ask(own, here, PATIENCE)) {
                assertThat(answer.status()).isEqualTo(204);
            }
            for (String other : List.of("maker.example", "127.0.0.1")) {
                Request foreign = Request.get(URI.create("https://" + other + port), Map.of());
                assertThatThrownBy(() -> PinnedHttp.ask(foreign, here, PATIENCE))
                        .isInstanceOf(SSLException.class);
            }
        } finally {
            SSLContext.setDefault(usual);
            https.stop(0);
        }
    }

    @Test
    void bodiesEndWhereTheySayTheyEnd() throws Exception {
        assertThat(body("Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"))
                .isEqualTo("abc0123456789");
        assertThat(body("Content-Length: 3\r\n\r\nabcdef")).isEqualTo("abc");
        assertThat(body("X-A: b\r\n\r\nto the end")).isEqualTo("to the end");
        assertThatThrownBy(() -> body("Content-Length: 9\r\n\r\nabc")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> body("Transfer-Encoding: chunked\r\n\r\n5\r\nabc"))
                .isInstanceOf(EOFException.class);
        for (String wrong : List.of(
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc",
                "Transfer-Encoding: gzip, chunked\r\n\r\n",
                "Content-Length: -3\r\n\r\nabc",
                "X: " + "a".repeat(70_000) + "\r\n\r\n")) {
            assertThat(catchThrowable(() -> body(wrong)))
                    .as(wrong.substring(0, Math.min(60, wrong.length())))
                    .isInstanceOf(PinnedHttp.NoHttpException.class);
        }
        assertThatThrownBy(() -> body("Content-Length: 200\r\n\r\n" + "a".repeat(200)))
                .isInstanceOf(PinnedHttp.LargeException.class);
    }

    @Test
    void whoDripsAByteNowAndThenIsGivenUp() throws Exception {
        server.setSoTimeout(20_000);
        CompletableFuture<Void> drips = CompletableFuture.runAsync(() -> {
            try (Socket one = server.accept()) {
                one.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    one.getOutputStream().write('a');
                    Thread.sleep(10);
                }
            } catch (IOException | InterruptedException e) {
                // Whoever asked is gone.
            }
        });
        try (PinnedHttp.Answer answer =
                PinnedHttp.ask(get("slow.example"), new Direct(true, host -> new InetAddress[] {HERE}), PATIENCE)) {
            long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();
            assertThatThrownBy(() -> answer.bytes(1_000_000, deadline)).isInstanceOf(SocketTimeoutException.class);
        }
        drips.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aHeaderThatWouldBeTwoIsRefused() {
        for (Map<String, String> headers : List.of(
                Map.of("X-A", "b\r\nX-Evil: 1"),
                Map.of("X-A\r\nX-Evil", "1"),
                Map.of("X A", "1"),
                Map.of("X-A", "\u3042"))) {
            assertThatThrownBy(() -> Request.get(URI.create("http://localhost/"), headers))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String body(String rest) throws IOException, InterruptedException {
        var _ = answers("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n" + rest);
        Direct here = new Direct(true, host -> new InetAddress[] {HERE});
        try (PinnedHttp.Answer answer = PinnedHttp.ask(get("here.example"), here, PATIENCE)) {
            return whole(answer);
        }
    }

    private static String whole(PinnedHttp.Answer answer) throws IOException, InterruptedException {
        byte[] bytes =
                answer.bytes(100, System.nanoTime() + Duration.ofSeconds(20).toNanos());
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Answers one request with these bytes; what it asked for. */
    private CompletableFuture<String> answers(String bytes) throws IOException {
        server.setSoTimeout(20_000);
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket one = server.accept()) {
                        server.setSoTimeout(20);
                        StringBuilder head = new StringBuilder();
                        while (!head.toString().endsWith("\r\n\r\n")) {
                            head.append((char) one.getInputStream().read());
                        }
                        one.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                        one.shutdownOutput();
                        one.getInputStream().readAllBytes();
                        return head.toString();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }
}
