package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.server.evidence.WebFetch.Outcome;
import dev.shisa.server.evidence.WebFetch.Reason;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebFetchTest {

    private HttpServer server;
    private int port;
    private WebFetch web;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void aServerInside() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port = server.getAddress().getPort();
        server.start();
        web = new WebFetch(Set.of("127.0.0.1:" + port));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1"
            })
    void addressesInsideAreInside(String address) throws UnknownHostException {
        assertThat(OwnNetwork.isWithin(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.1.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "2400:cb00::1",
                "2a00:1450::1"
            })
    void addressesOutsideAreOutside(String address) throws UnknownHostException {
        assertThat(OwnNetwork.isWithin(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://localhost/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://169.254.169.254/latest/meta-data/",
                "https://10.0.0.1:8443/",
                "http://[2002:7f00:1::]/"
            })
    void neverGoesInside(String address) {
        // An unusual spelling of an address may also simply not be found; what counts is that nothing is fetched.
        assertThat(new WebFetch(Set.of()).fetch(address))
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        Outcome.Refused.class,
                                        r -> assertThat(r.reason()).isIn(Reason.INSIDE, Reason.NOT_AN_ADDRESS)),
                        outcome -> assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        Outcome.Failed.class,
                                        f -> assertThat(f.reason()).isEqualTo(Reason.UNKNOWN_HOST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "javascript:alert(1)", "example",
                "http://", "https://user:secret@example.com/", "http://exa mple.com/", "jar:http://example.com/a!/b", ""
            })
    void takesOnlyAddressesOfPages(String address) {
        assertThat(web.fetch(address))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.NOT_AN_ADDRESS));
    }

    @Test
    void refusesANameOneOfWhoseAddressesIsInside() throws UnknownHostException {
        InetAddress[] both = {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("192.168.0.1")};
        WebFetch mixed = new WebFetch(Set.of(), host -> both, Duration.ofSeconds(2));
        assertThat(mixed.fetch("http://maker.example/"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.INSIDE));
    }

    @Test
    void refusesPortsOfOtherServices() {
        assertThat(new WebFetch(Set.of()).fetch("http://example.com:25/"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.PORT));
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndAsksForItOnce() {
        page("/", 200, "hello");
        AtomicInteger asked = new AtomicInteger();
        WebFetch pinned = new WebFetch(
                Set.of("maker.example:" + port),
                host -> {
                    // A name that answers differently the second time would lead elsewhere.
                    if (asked.incrementAndGet() > 1) {
                        throw new UnknownHostException(host);
                    }
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                Duration.ofSeconds(5));
        assertThat(pinned.fetch("http://maker.example:" + port + "/")).isInstanceOf(Outcome.Fetched.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void tellsTheServerWhatIsKnownOfThePageAndNothingThatWouldBeAHeaderOfItsOwn() {
        java.util.List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        server.createContext("/watched", exchange -> {
            heard.add(exchange.getRequestHeaders().getFirst("If-None-Match") + " "
                    + exchange.getRequestHeaders().getFirst("X-Evil"));
            boolean same = "\"7\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.sendResponseHeaders(same ? 304 : 200, same ? -1 : 2);
            try (var body = exchange.getResponseBody()) {
                if (!same) {
                    body.write("ok".getBytes(StandardCharsets.UTF_8));
                }
            }
        });
        assertThat(web.fetch(at("/watched"), new WebFetch.Known("\"7\"", ""))).isInstanceOf(Outcome.Same.class);
        assertThat(web.fetch(at("/watched"), new WebFetch.Known("\"8\"", ""))).isInstanceOf(Outcome.Fetched.class);
        assertThat(web.fetch(at("/watched"), new WebFetch.Known("\"9\"\r\nX-Evil: 1", "")))
                .isInstanceOf(Outcome.Fetched.class);
        assertThat(heard).containsExactly("\"7\" null", "\"8\" null", "null null");
    }

    @Test
    void checksEveryRedirectLikeTheFirstAddress() throws IOException {
        try (ServerSocket secret = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            redirect("/", "http://127.0.0.1:" + secret.getLocalPort() + "/admin");
            assertThat(web.fetch(at("/")))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.INSIDE));
            redirect("/b", "http://localhost:" + secret.getLocalPort() + "/admin");
            assertThat(web.fetch(at("/b"))).isInstanceOf(Outcome.Refused.class);
            redirect("/c", "file:///etc/passwd");
            assertThat(web.fetch(at("/c"))).isInstanceOf(Outcome.Refused.class);
            secret.setSoTimeout(1);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(secret::accept))
                    .as("nobody knocked")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void followsFiveRedirectsAndNoMore() {
        page("/end", 200, "here");
        for (int i = 1; i <= 6; i++) {
            redirect("/" + i, i == 1 ? "/end" : "/" + (i - 1));
        }
        assertThat(web.fetch(at("/5")))
                .isInstanceOfSatisfying(
                        Outcome.Fetched.class,
                        f -> assertThat(f.url().getPath()).isEqualTo("/end"));
        assertThat(web.fetch(at("/6")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.reason()).isEqualTo(Reason.REDIRECTS));
    }

    @Test
    void aDeadLinkIsAClearAnswer() {
        page("/gone", 404, "no");
        page("/old", 410, "no");
        assertThat(web.fetch(at("/gone")))
                .isInstanceOfSatisfying(
                        Outcome.Dead.class, d -> assertThat(d.status()).isEqualTo(404));
        assertThat(web.fetch(at("/old")))
                .isInstanceOfSatisfying(
                        Outcome.Dead.class, d -> assertThat(d.status()).isEqualTo(410));
    }

    @Test
    void bringsTheBytesAsTheyAreChunkedOrNot() {
        page("/日本 語", 200, "こんにちは");
        server.createContext("/chunked", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write("one ".getBytes(StandardCharsets.UTF_8));
                out.flush();
                out.write("two".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThat(web.fetch(at("/日本 語?q=あ")))
                .isInstanceOfSatisfying(
                        Outcome.Fetched.class, f -> assertThat(text(f)).isEqualTo("こんにちは"));
        assertThat(web.fetch(at("/chunked")))
                .isInstanceOfSatisfying(
                        Outcome.Fetched.class, f -> assertThat(text(f)).isEqualTo("one two"));
    }

    @Test
    void stopsAtTwentyMegabytesSaidOrNot() throws IOException {
        for (String length : new String[] {"Content-Length: 30000000\r\n", ""}) {
            try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> {
                    try (Socket client = endless.accept()) {
                        client.getOutputStream()
                                .write(("HTTP/1.1 200 OK\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                        byte[] more = new byte[1_000_000];
                        while (true) {
                            client.getOutputStream().write(more);
                        }
                    } catch (IOException e) {
                        // The other side has heard enough.
                    }
                });
                int open = endless.getLocalPort();
                assertThat(new WebFetch(Set.of("127.0.0.1:" + open)).fetch("http://127.0.0.1:" + open + "/"))
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                f -> assertThat(f.reason()).isEqualTo(Reason.TOO_LARGE));
            }
        }
    }

    @Test
    void endsAServerThatDripsAByteNowAndThen() throws IOException {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = slow.accept()) {
                    while (true) {
                        client.getOutputStream().write('H');
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // Cut off.
                }
            });
            int open = slow.getLocalPort();
            WebFetch hasty =
                    new WebFetch(Set.of("127.0.0.1:" + open), InetAddress::getAllByName, Duration.ofMillis(300));
            assertThat(hasty.fetch("http://127.0.0.1:" + open + "/"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class, f -> assertThat(f.reason()).isEqualTo(Reason.TOO_LONG));
        }
    }

    @Test
    void readsTheHostsOfTheSetting() {
        assertThat(WebFetch.hosts(" intra.example, 10.0.0.5:8080\nwiki "))
                .containsExactlyInAnyOrder("intra.example", "10.0.0.5:8080", "wiki");
        assertThat(WebFetch.hosts("")).isEmpty();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private void page(String path, int status, String body) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private void redirect(String path, String to) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    private static String text(Outcome.Fetched fetched) {
        return new String(fetched.body(), StandardCharsets.UTF_8);
    }
}
