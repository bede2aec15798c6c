package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web interfaces, a good one and each with one fault. */
class WebCheckTest {

    private static final byte[] OWN =
            "an image that the maker signed ".repeat(60).getBytes(StandardCharsets.US_ASCII);

    private TestBench test = FakeDevice.bench(OWN);
    private FakeDevice device;

    WebCheckTest() throws IOException {
        device = new FakeDevice();
    }

    @BeforeEach
    void aGoodDevice() {
        device.page(
                        "/search",
                        call -> call.html(
                                200,
                                "<form><input name=q></form><p>"
                                        + escaped(call.query().getOrDefault("q", "")) + "</p>"))
                .page("/update", call -> {
                    if (call.method().equals("POST")) {
                        boolean signed = holds(call.body(), OWN);
                        call.html(signed ? 200 : 400, signed ? "Update installed" : "refused: not signed");
                    } else {
                        call.html(
                                200, "<form method=post enctype=multipart/form-data><input type=file name=fw></form>");
                    }
                })
                .open("/about", call -> call.html(200, "<h1>About</h1>A thing of some kind by a maker of things."));
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** Whether a body is this image, or a form with it as one part. */
    private static boolean holds(byte[] body, byte[] image) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String looked = new String(image, StandardCharsets.ISO_8859_1);
        return text.equals(looked) || text.contains("\r\n\r\n" + looked + "\r\n--");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private WebCheck run() throws IOException {
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        check.inputs(Long.MAX_VALUE);
        check.control();
        return check;
    }

    @Test
    void aGoodDevicePassesEverything() throws IOException {
        passesEverything();
    }

    private void fails(Key key, String code) throws IOException {
        run();
        assertThat(test.codes(key, Verdict.FAIL)).contains(code);
        for (Key other : List.of(Key.AUTH, Key.WEB, Key.PWCHANGE, Key.UPDATE)) {
            if (other != key) {
                assertThat(test.verdict(other))
                        .as(other + " " + test.bench().evidence())
                        .isEqualTo(Verdict.PASS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p>%s</p>", "<p title=\"%s\">x</p>", "<p title='%s'>x</p>", "<textarea>%s</textarea>"})
    void reflectedMarkupFails(String template) throws IOException {
        device.page(
                "/search",
                call -> call.html(
                        200,
                        "<form><input name=q></form>"
                                + template.replace("%s", call.query().getOrDefault("q", ""))));
        fails(Key.WEB, "web-scripting");
    }

    @Test
    void markupInAnAttributeFailsAlsoWithoutBrackets() throws IOException {
        device.page(
                "/search",
                call -> call.html(
                        200,
                        "<form><input name=q value=\""
                                + call.query()
                                        .getOrDefault("q", "")
                                        .replace("<", "&lt;")
                                        .replace(">", "&gt;") + "\"></form>"));
        fails(Key.WEB, "web-scripting");
    }

    @Test
    void aParameterThatNoPageNamesIsFound() throws IOException {
        device.page("/plain", call -> call.html(200, "<p>" + call.query().getOrDefault("msg", "nothing") + "</p>"));
        fails(Key.WEB, "web-scripting");
    }

    @Test
    void storedMarkupFailsWhereItComesToLight() throws IOException {
        AtomicReference<String> notes = new AtomicReference<>("");
        device.page("/write", call -> {
                    notes.accumulateAndGet(call.form().getOrDefault("note", ""), String::concat);
                    call.html(200, "<form method=post><input name=note></form>");
                })
                .page("/read", call -> call.html(200, "<p>" + notes.get() + "</p>"));
        fails(Key.WEB, "web-stored-scripting");
    }

    @Test
    void aPathThatLeadsOutFails() throws IOException {
        device.page(
                "/file",
                call -> call.html(
                        200,
                        "<form><input name=name value=readme></form>"
                                + (call.query().getOrDefault("name", "").contains("../etc/passwd")
                                        ? "root:x:0:0:root:/root:/bin/sh"
                                        : "")));
        fails(Key.WEB, "web-traversal");
    }

    @Test
    void aPageLeftOpenFails() throws IOException {
        device.page("/config.txt", call -> call.send(200, "text/plain", "ssid=home\nwifi_psk=abcd1234\n"))
                .open("/config.txt", call -> call.send(200, "text/plain", "ssid=home\nwifi_psk=abcd1234\n"));
        fails(Key.AUTH, "web-open");
    }

    @Test
    void aPageLeftOpenFailsAlsoIfAnAnswerIsLost() throws IOException {
        AtomicInteger lost = new AtomicInteger();
        String secret = "ssid=home\nwifi_psk=abcd1234\n";
        device.page("/house.txt", _ -> {}).open("/house.txt", call -> {
            if (!call.cookie("sid").isEmpty() || lost.incrementAndGet() > 4) {
                call.send(200, "text/plain", secret);
            }
        });
        fails(Key.AUTH, "web-open");
    }

    @Test
    void aRedirectThatCarriesThePageFails() throws IOException {
        device.open("/config", call -> {
            if (call.cookie("sid").isEmpty()) {
                call.exchangeHeader("Location", "/login");
                call.send(302, "text/html", "<p>ssid=home wifi_psk=abcd1234</p>");
            } else {
                call.html(200, "<p>ssid=home wifi_psk=abcd1234</p>");
            }
        });
        fails(Key.AUTH, "web-redirect-with-content");
    }

    @Test
    void aDoorForThoseWhoSayTheyAreLocalFails() throws IOException {
        device.page("/secret", call -> call.html(200, "<p>the whole and long secret of this device</p>"))
                .open("/secret", call -> {
                    if (call.header("X-Forwarded-For").equals("127.0.0.1")
                            || !call.cookie("sid").isEmpty()) {
                        call.html(200, "<p>the whole and long secret of this device</p>");
                    } else {
                        call.redirect("/login");
                    }
                });
        fails(Key.AUTH, "web-bypass");
    }

    @Test
    void shortPasswordsFail() throws IOException {
        device.lengthMin = FakeDevice.LENGTH_MIN - 1;
        fails(Key.PWCHANGE, "pwchange-short-taken");
        assertThat(device.password).isEqualTo(FakeDevice.FIRST);
    }

    @Test
    void aDeviceThatAsksForLongerOnesPasses() throws IOException {
        device.lengthMin = 10;
        run();
        assertThat(test.verdict(Key.PWCHANGE)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aChosenSessionFails() throws IOException {
        device.keepsChosenSession = true;
        fails(Key.WEB, "web-fixation");
    }

    @Test
    void countedSessionsFail() throws IOException {
        device.countsSessions = true;
        fails(Key.WEB, "web-guessable-session");
    }

    @Test
    void aFormOfAnotherSiteThatChangesSomethingFails() throws IOException {
        AtomicReference<String> name = new AtomicReference<>("cam");
        device.page("/name", call -> {
            if (call.method().equals("POST")) {
                name.set(call.form().getOrDefault("name", ""));
            }
            call.html(200, "<form method=post><input name=name value=\"" + escaped(name.get()) + "\"></form>");
        });
        fails(Key.WEB, "web-forgery");
        assertThat(name.get()).isEqualTo("cam");
    }

    @Test
    void anImageWithoutSignatureFails() throws IOException {
        takesImages(bytes -> bytes.length > 0);
        fails(Key.UPDATE, "update-taken");
    }

    @Test
    void anImageIsTakenAlsoWhereTheNextPageSaysSo() throws IOException {
        device.page("/update", call -> {
                    if (call.method().equals("POST")) {
                        call.redirect("/done");
                    } else {
                        call.html(200, "<form method=post><input type=file name=fw></form>");
                    }
                })
                .page("/done", call -> call.html(200, "<p>Update installed</p>"));
        fails(Key.UPDATE, "update-taken");
    }

    @Test
    void aPlaceForImagesThatOnlyAScriptNamesIsTriedByItsOwnMethod() throws IOException {
        device.page("/admin", call -> call.html(200, "<script>fetch('/fw/upload', {method: 'PUT', body: f})</script>"))
                .page("/fw/upload", call -> {
                    if (call.method().equals("PUT")) {
                        call.send(200, "application/json", "{\"accepted\": true}");
                    } else {
                        call.send(405, "application/json", "{\"error\": \"method\"}");
                    }
                });
        fails(Key.UPDATE, "update-taken");
    }

    @Test
    void aPageAboutUpdatesThatTakesNothingIsNoPlaceForImages() throws IOException {
        device.page("/update", call -> {
            if (call.method().equals("GET")) {
                call.html(200, "<p>Version 1.4.2 is installed.</p>");
            } else {
                call.html(405, "method");
            }
        });
        run();
        assertThat(test.codes(Key.UPDATE, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.UPDATE, Verdict.FAIL)).isEmpty();
    }

    @Test
    void aDeviceThatAnswersSlowlyIsTestedAlike() throws IOException {
        slow();
        passesEverything();
    }

    @Test
    void whatIsWrongWithASlowDeviceIsFoundToo() throws IOException {
        slow();
        device.lengthMin = 4;
        device.page(
                "/search",
                call -> call.html(
                        200, "<form><input name=q></form>" + call.query().get("q")));
        run();
        assertThat(test.codes(Key.WEB, Verdict.FAIL)).contains("web-scripting");
        assertThat(test.codes(Key.PWCHANGE, Verdict.FAIL)).contains("pwchange-short-taken");
    }

    private void passesEverything() throws IOException {
        WebCheck outcome = run();
        for (Key key : List.of(Key.AUTH, Key.WEB, Key.PWCHANGE, Key.UPDATE, Key.DEFPW)) {
            assertThat(test.verdict(key))
                    .as(key + " " + test.bench().evidence())
                    .isEqualTo(Verdict.PASS);
        }
        assertThat(outcome.known()).isPresent();
        assertThat(device.password).as("the first password is put back").isEqualTo(FakeDevice.FIRST);
        assertThat(test.bench().evidence().toString()).doesNotContain(FakeDevice.FIRST);
    }

    private void slow() {
        test.bench()
                .pace(Endpoint.tcp(InetAddress.ofLiteral("127.0.0.1"), device.port()))
                .answered(Long.MAX_VALUE / 8);
    }

    @Test
    void theSumInTheDevicesOwnImageIsFoundAndComputedAnew() {
        byte[] content = "firmware ".repeat(400).getBytes(StandardCharsets.US_ASCII);
        byte[] own = content.clone();
        byte[] altered = content.clone();
        altered[altered.length / 2] ^= 1;
        byte[] headed = ByteBuffer.allocate(own.length + 8)
                .put("FWIM".getBytes(StandardCharsets.US_ASCII))
                .putInt(crc(own, 0))
                .put(own)
                .array();
        byte[] changed = ByteBuffer.allocate(own.length + 8)
                .put("FWIM".getBytes(StandardCharsets.US_ASCII))
                .putInt(crc(own, 0))
                .put(altered)
                .array();
        assertThat(Checksums.recomputed(headed, changed).values())
                .anySatisfy(anew -> assertThat(
                                ByteBuffer.wrap(anew.of(changed), 4, 4).getInt())
                        .isEqualTo(crc(changed, 8)));
    }

    private static int crc(byte[] bytes, int from) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }

    @Test
    void whatBrowsersSayOfThemselvesIsMarkupInALogForTheUser() throws IOException {
        AtomicReference<String> log = new AtomicReference<>("");
        device.open("/", call -> {
                    log.accumulateAndGet(call.header("User-Agent"), (a, b) -> b.startsWith("<") ? b : a);
                    call.html(200, "<a href=/login>log in</a><a href=/log>log</a><a href=/password>password</a>");
                })
                .page("/log", call -> call.html(200, "<p>" + log.get() + "</p>"));
        run();
        assertThat(test.codes(Key.WEB, Verdict.FAIL)).contains("web-stored-by-stranger");
    }

    @Test
    void whatIsForEverybodyIsNotProtected() throws IOException {
        device.open(
                        "/about",
                        call -> call.html(
                                200, "<p>Model: X-1</p><p>Version: 1.2</p><p>Password: see the label of it</p>"))
                .open(
                        "/api/config",
                        call -> call.send(
                                200, "application/json", "{\"error\": \"please log in first\", \"code\": 401}"))
                .open(
                        "/api/info",
                        call -> call.send(
                                200, "application/json", "{\"model\": \"X-1 of a kind\", \"version\": \"1.2.3\"}"));
        run();
        assertThat(test.verdict(Key.AUTH)).as("" + test.bench().evidence()).isEqualTo(Verdict.PASS);
    }

    private static final String ABOUT =
            "<h1>About</h1><p>This thing of some kind was made by a maker of things, who is proud of it.</p>";

    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBfjCCASWgAwIBAgIUWOPW45+HO3UcXOFm9TdnNa9O9IAwCgYIKoZIzj0EAwIw
            FTETMBEGA1UEAwwKU2hpc2EgdGVzdDAeFw0yNjExMjMwMjExMzVaFw0zNjExMjAw
            MjExMzVaMBUxEzARBgNVBAMMClNoaXNhIHRlc3QwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAAR6dX0gjOhV1twboQv2MH7EQJeKl8X3E9RTPkBVgH4qEXurw35BnYA8
            ospx3lqz8SeVVof2d9MoDADFoRUsv1Ieo1MwUTAdBgNVHQ4EFgQUzmqImTV5pyOv
            A+nYK3RZBgCGVyAwHwYDVR0jBBgwFoAUzmqImTV5pyOvA+nYK3RZBgCGVyAwDwYD
            VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBfJCat+evbSOsPmjdzlQ8I
            PVlZ2orTHqO24R5H/mN0twIgQgG2snEEjS8W166XkWVjVlGIZhuAzvt4O7ufVS6r
            zVE=
            -----END CERTIFICATE-----
            """;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateIsForEverybodyAndAKeyBesideItIsNot(boolean withKey) throws IOException {
        device.open(
                "/info",
                call -> call.send(
                        200,
                        "application/x-pem-file",
                        withKey ? CERTIFICATE + "-----BEGIN PRIVATE KEY-----\nQUJD\n" : CERTIFICATE));
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL).contains("web-open")).isEqualTo(withKey);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDescriptionOfAnInterfaceIsForEverybodyAndWhatItLooksLikeIsNot(boolean described) throws IOException {
        String settings =
                "\"gateway\": \"192.0.2.1\", \"paths\": {\"/users\": {\"owner\": \"tanaka\", \"alarm\": \"on\"}}}";
        device.open(
                "/info",
                call -> call.send(200, "application/json", (described ? "{\"openapi\": \"3.1.1\", " : "{") + settings));
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL).contains("web-open")).isEqualTo(!described);
    }

    @Test
    void whatStandsBeforeACertificateIsNotForEverybody() throws IOException {
        device.open(
                "/info",
                call -> call.send(200, "text/plain", "cameras at the gate: 4, at the store: 2\n" + CERTIFICATE));
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL)).contains("web-open");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateAsBytesIsForEverybodyAndMoreBehindItIsNot(boolean withMore) throws Exception {
        byte[] bytes = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)))
                .getEncoded();
        device.open(
                "/info",
                call -> call.send(
                        200,
                        "application/x-x509-ca-cert",
                        withMore ? (CERTIFICATE + "psk=Gk71-pqWzz\n").getBytes(StandardCharsets.US_ASCII) : bytes));
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL).contains("web-open")).isEqualTo(withMore);
    }

    /** Spring Security and others mask the word in the form anew each time: the cookie's own is refused beside it. */
    @Test
    void aFormThatHasAWordAgainstForgeryIsSentAsItIs() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        device.open("/form", call -> {
            seen.add(call.method() + call.form().getOrDefault("_csrf", "") + call.header("X-XSRF-TOKEN"));
            call.exchangeHeader("Set-Cookie", "XSRF-TOKEN=cookie");
            call.html(200, ABOUT);
        });
        Visitor visitor = new Visitor(
                test.bench(),
                new Http(test.bench(), Endpoint.tcp(InetAddress.ofLiteral("127.0.0.1"), device.port()), false));
        visitor.send(Request.get("/form"));
        visitor.send(Request.post("/form", Map.of("_csrf", "masked", "user", "a")));
        visitor.send(Request.post("/form", Map.of("user", "a")));
        assertThat(seen).containsExactly("GET", "POSTmasked", "POSTcookie");
    }

    @Test
    void choosingTheLanguageSearchingAndAgreeingToCookiesAreForEverybody() throws IOException {
        device.open(
                "/info",
                call -> call.html(
                        200,
                        ABOUT + "<form method=post action=/language><input type=hidden name=_csrf value=x>"
                                + "<button name=language value=en>English</button></form>"
                                + "<form action=/search><input type=search name=q></form>"
                                + "<form method=post action=/ok><button name=cookie-consent value=1>OK</button></form>"));
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<button name=reboot value=1>Restart</button>",
                "<button name=language value=en>English</button><input name=hostname>",
                "<input type=hidden name=do value=reset><button>Factory reset</button>"
            })
    void whatDoesSomethingToTheDeviceIsNot(String fields) throws IOException {
        device.open("/info", call -> call.html(200, ABOUT + "<form method=post action=/set>" + fields + "</form>"));
        fails(Key.AUTH, "web-open");
    }

    @Test
    void dataForEverybodyFails() throws IOException {
        device.open(
                "/api/status",
                call -> call.send(200, "application/json", "{\"model\": \"X-1\", \"gateway\": \"192.0.2.1\"}"));
        fails(Key.AUTH, "web-open");
    }

    @Test
    void aChecksumIsNoSignature() throws IOException {
        takesImages(bytes -> {
            if (bytes.length < 5) {
                return false;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, 0, bytes.length - 4);
            return ByteBuffer.wrap(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length))
                            .getInt()
                    == (int) crc.getValue();
        });
        fails(Key.UPDATE, "update-taken");
    }

    private void takesImages(java.util.function.Predicate<byte[]> taken) {
        device.page("/update", call -> {
            if (call.method().equals("POST")) {
                call.send(200, "application/json", "{\"accepted\": " + taken.test(call.body()) + "}");
            } else {
                call.html(200, "<form method=post enctype=multipart/form-data><input type=file name=fw></form>");
            }
        });
    }

    @Test
    void aMillionLinksAndEndlessWordsAreCutOff() throws IOException {
        String links = "<a href='/x?n=%d'>x</a>";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            many.append(links.replace("%d", Integer.toString(i)));
        }
        device.page("/links", call -> call.html(200, many.toString()));
        run();
        assertThat(test.verdict(Key.WEB)).isEqualTo(Verdict.PASS);
        assertThat(test.bench().budget().requests()).isLessThan(4000);
    }
}
