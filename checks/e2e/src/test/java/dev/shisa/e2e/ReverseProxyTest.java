package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code ops/proxy} in front of the packaged server, as somebody on the Internet attacks them. */
@Tag("packaged")
@Tag("proxy")
@Tag("openssl")
class ReverseProxyTest {

    private static final String PASSWORD_FIELD = "type=\"password\"";

    private static Path folder;
    private static Server shisa;

    @BeforeAll
    static void aServerWithPublicPages(@TempDir Path temporary) throws Exception {
        folder = temporary;
        shisa = Server.start(ShisaProcess.home(), folder.resolve("data"), "-Dshisa.trusted-proxies=127.0.0.1,::1");
        try (Client owner = Client.of(shisa.address(), shisa.data())) {
            Owner.setUp(owner, shisa.setUpPath());
            owner.get("/settings/portal").expect(200);
            Owner.redirected(owner.post(
                    "/settings/portal/issuer",
                    List.of(
                            Map.entry("nameJa", "みどり浜光機株式会社"),
                            Map.entry("nameEn", "Midorihama Koki"),
                            Map.entry("mail", "psirt@midorihama.example"),
                            Map.entry("site", "https://www.midorihama.example"),
                            Map.entry("prefix", "MHK-SA"),
                            Map.entry("origin", "https://psirt.example.com"),
                            Map.entry("version", "0"))));
            Owner.redirected(
                    owner.post("/settings/portal", List.of(Map.entry("on", "yes"), Map.entry("version", "0"))));
            // As the examples ask: a name that Shisa does not know is answered with 421.
            Owner.redirected(
                    owner.post("/settings/sign-in/address", List.of(Map.entry("base", "https://shisa.example.com"))));
        }
    }

    @AfterAll
    static void stop() {
        shisa.close();
    }

    private static ReverseProxy proxy(String example) throws IOException, InterruptedException {
        Path data = shisa.data();
        int port = Integer.parseInt(shisa.address().replaceFirst(".*:", ""));
        return ReverseProxy.start(
                example, Files.createTempDirectory(folder, "proxy"), port, data.resolve("tls/ca.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx-public.conf", "Caddyfile-public"})
    void anybodySeesThePublicPagesAndNothingElse(String example) throws Exception {
        try (ReverseProxy proxy = proxy(example)) {
            assertThat(proxy.get("/public/en/")).startsWith("HTTP/1.1 200").contains("Midorihama Koki");
            assertThat(proxy.get("/.well-known/security.txt"))
                    .startsWith("HTTP/1.1 200")
                    .contains("psirt@midorihama.example");
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 302").contains("/public/");
            for (String inner : List.of(
                    "/sign-in",
                    "/metrics",
                    "/health/ready",
                    "/api/v1/series",
                    "/settings/portal",
                    "/set-up/x",
                    "/publicity",
                    "/PUBLIC/en/",
                    "/.well-known/",
                    "/.well-known/csafx",
                    "/public/../sign-in",
                    "/public/en/../../sign-in",
                    "/public/..;/sign-in",
                    "/public/report/..;/..;/sign-in",
                    "/public;x/../sign-in",
                    "/public/%2e%2e/sign-in",
                    "/public/%2E%2E%2fsign-in",
                    "/public%2f..%2fsign-in",
                    "//sign-in",
                    "/public//../sign-in",
                    "/public/..\\sign-in",
                    "/public/%5c../sign-in",
                    "/public/%252e%252e/sign-in",
                    "/public/%00/../sign-in",
                    "/.well-known/csaf/../../sign-in",
                    "https://" + proxy.host() + "/sign-in",
                    "http://" + proxy.host() + "/sign-in",
                    "sign-in",
                    "*")) {
                assertThat(proxy.get(inner))
                        .as(inner)
                        .containsPattern("^HTTP/1.1 (400|404|405|421|301|302|307|308) ")
                        .doesNotContain(PASSWORD_FIELD, "shisa_http_requests");
            }
            for (String method : List.of("TRACE", "PUT", "DELETE", "CONNECT", "PROPFIND")) {
                assertThat(proxy.exchange(method + " /public/en/ HTTP/1.1\r\nHost: " + proxy.host()
                                + "\r\nConnection: close\r\n\r\n"))
                        .as(method)
                        .containsPattern("^HTTP/1.1 (400|405|421) ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx-public.conf", "Caddyfile-public", "nginx-whole.conf", "Caddyfile-whole"})
    void otherNamesGetNothing(String example) throws Exception {
        try (ReverseProxy proxy = proxy(example)) {
            for (String hosts : List.of(
                    "Host: shisa.internal",
                    "Host: localhost:8443",
                    "Host: ",
                    "Host: a@" + proxy.host() + "@b",
                    "Host: " + proxy.host() + "\r\nHost: shisa.internal",
                    "X: y")) {
                assertThat(proxy.exchange("GET /public/en/ HTTP/1.1\r\n" + hosts + "\r\nConnection: close\r\n\r\n"))
                        .as(hosts)
                        .doesNotStartWith("HTTP/1.1 200")
                        .doesNotContain("Midorihama");
            }
            assertThat(proxy.get("/public/en/", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("evil.example");
        }
    }

    /** Two requests in one, for those who read lengths differently; whatever comes back, it is nothing of the inside. */
    @ParameterizedTest
    @ValueSource(strings = {"nginx-public.conf", "Caddyfile-public"})
    void noRequestIsSmuggledBehindAnother(String example) throws Exception {
        try (ReverseProxy proxy = proxy(example)) {
            String hidden = "GET /sign-in HTTP/1.1\r\nHost: " + proxy.host() + "\r\nConnection: close\r\n\r\n";
            String chunked = "0\r\n\r\n" + hidden;
            for (String lengths : List.of(
                    "Content-Length: 5\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: " + chunked.length(),
                    "Transfer-Encoding : chunked\r\nContent-Length: " + chunked.length(),
                    "Transfer-Encoding: xchunked\r\nContent-Length: " + chunked.length(),
                    "Transfer-Encoding: chunked, identity\r\nContent-Length: " + chunked.length(),
                    "Transfer-Encoding:\tchunked\r\nTransfer-Encoding: identity",
                    "Content-Length: 5\r\nContent-Length: " + chunked.length(),
                    "Content-Length: +5")) {
                String answers;
                try {
                    answers = proxy.exchange("POST /public/report HTTP/1.1\r\nHost: " + proxy.host() + "\r\n" + lengths
                            + "\r\n\r\n" + chunked);
                } catch (SocketException | SSLException e) {
                    continue; // It hung up, which is the best answer.
                }
                assertThat(answers).as(lengths).doesNotContain(PASSWORD_FIELD);
            }
            assertThat(proxy.get("/public/en/")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx-public.conf", "Caddyfile-public"})
    void largeAndSlowRequestsStayWithTheProxy(String example) throws Exception {
        try (ReverseProxy proxy = proxy(example)) {
            assertThat(refused(
                            proxy,
                            "GET /public/en/ HTTP/1.1\r\nHost: " + proxy.host() + "\r\nX-Long: " + "x".repeat(40_000)
                                    + "\r\n\r\n"))
                    .containsPattern("^HTTP/1.1 4(00|31) ");
            String head = "POST /public/report HTTP/1.1\r\nHost: " + proxy.host() + "\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
            assertThat(refused(proxy, head + "30000000\r\nExpect: 100-continue\r\n\r\n"))
                    .contains(" 413 ");

            List<SSLSocket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 60; i++) {
                    SSLSocket socket = proxy.connect(proxy.host());
                    slow.add(socket);
                    socket.getOutputStream()
                            .write("GET /public/en/ HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
                }
                if (example.startsWith("nginx")) {
                    // As many as one address may have at once; nginx passes a body on when it is whole.
                    for (int i = 0; i < 10; i++) {
                        SSLSocket socket = proxy.connect(proxy.host());
                        slow.add(socket);
                        socket.getOutputStream().write((head + "1000\r\n\r\nhalf").getBytes(StandardCharsets.US_ASCII));
                    }
                }
                assertThat(proxy.get("/public/en/")).startsWith("HTTP/1.1 200");
                assertThat(connectionsOfShisa())
                        .as("the slow ones do not reach it")
                        .isLessThan(5);
                for (SSLSocket socket : slow) {
                    assertThat(end(socket)).as("each is ended").doesNotContain("HTTP/1.1 200");
                }
            } finally {
                for (SSLSocket socket : slow) {
                    socket.close();
                }
            }
        }
    }

    /** The answer; who hangs up before all was sent has refused, too. */
    private static String refused(ReverseProxy proxy, String request) throws IOException {
        try {
            return proxy.exchange(request);
        } catch (SocketException | SSLException e) {
            return "HTTP/1.1 400 413 hung up: " + e.getMessage();
        }
    }

    private static String end(SSLSocket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException | SSLException e) {
            return "";
        }
    }

    /** Established ones at its port, as the kernel counts them. */
    private static long connectionsOfShisa() throws IOException {
        String port = String.format(":%04X", Integer.parseInt(shisa.address().replaceFirst(".*:", "")));
        long found = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            found += Files.readAllLines(Path.of(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 3 && words[1].endsWith(port) && words[3].equals("01"))
                    .count();
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx-whole.conf", "Caddyfile-whole"})
    void whereSomebodyComesFromIsWhatTheProxySawNotWhatWasSaid(String example) throws Exception {
        String said = example.startsWith("nginx") ? "203.0.113.7" : "203.0.113.8";
        try (ReverseProxy proxy = proxy(example);
                Database database = Database.of(shisa.data())) {
            assertThat(proxy.get("/metrics")).startsWith("HTTP/1.1 404");
            String page = proxy.get("/sign-in", "X-Forwarded-For: " + said);
            assertThat(page).startsWith("HTTP/1.1 200").contains(PASSWORD_FIELD);
            String body = "_csrf=" + first("name=\"_csrf\" value=\"([^\"]+)\"", page) + "&email=nobody%40" + said
                    + ".example&password=wrong";
            String answer = proxy.exchange(
                    "POST /sign-in HTTP/1.1\r\nHost: " + proxy.host() + "\r\nConnection: close\r\nCookie: "
                            + first("(?i)Set-Cookie: ([^;\r]+)", page) + "\r\nX-Forwarded-For: " + said
                            + "\r\nForwarded: for=" + said
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                            + "\r\n\r\n"
                            + body);
            assertThat(answer).containsPattern("^HTTP/1.1 (200|302|303|401|422) ");
            assertThat(database.strings("SELECT DISTINCT source FROM sign_in_failure"))
                    .as("who asked the proxy, neither the proxy nor what was said")
                    .contains(ReverseProxy.CLIENT)
                    .doesNotContain(said, "127.0.0.1");
        }
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void noLogHoldsASecretOfALinkAlsoWhenShisaDoesNotAnswer() throws Exception {
        String secret = "nobodyshouldeverreadthis";
        Path authority = shisa.data().resolve("tls/ca.pem");
        for (String example : List.of("nginx-public.conf", "Caddyfile-public", "nginx-whole.conf", "Caddyfile-whole")) {
            // Nobody listens at port 1.
            for (int port : new int[] {Integer.parseInt(shisa.address().replaceFirst(".*:", "")), 1}) {
                try (ReverseProxy proxy =
                        ReverseProxy.start(example, Files.createTempDirectory(folder, "proxy"), port, authority)) {
                    assertThat(proxy.get(
                                    "/public/report/" + secret + "?q=" + secret,
                                    "Referer: https://a.example/" + secret))
                            .containsPattern(port == 1 ? "^HTTP/1.1 502 " : "^HTTP/1.1 (404|200|302) ");
                    assertThat(proxy.get("/public/../reset/" + secret)).startsWith("HTTP/1.1 4");
                    proxy.close();
                    assertThat(proxy.logs()).as(example).doesNotContain(secret);
                    if (example.startsWith("nginx")) {
                        assertThat(proxy.logs()).as("it writes something").contains("/public", "GET");
                    }
                }
            }
        }
    }
}
