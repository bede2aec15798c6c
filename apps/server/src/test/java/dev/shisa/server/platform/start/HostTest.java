package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.ProblemPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Under which names the server answers, and with which name it gives links to people. */
class HostTest extends ServerTest {

    private static final String FOREIGN = "evil.example";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    KnownHosts hosts;

    @Autowired
    PublicAddress address;

    @Autowired
    ProblemPage problems;

    @BeforeEach
    void nothingIsEntered() {
        settings.set(PublicAddress.SETTING, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8443",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example.",
                "localhost@evil.example",
                "203.0.113.9",
                "[2001:db8::7]:8443",
                "0x7f000001",
                "2130706433",
                "2130706433:8443",
                "017700000001",
                "127.1",
                "127.0.1",
                "127.000.000.001",
                "0177.0.0.1",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]"
            })
    void underAForeignNameNothingAnswersButASentenceThatTellsTheWayOut(String host) {
        for (String path : new String[] {"/", "/sign-in", "/public/", "/public/report", "/health/live", "/nowhere"}) {
            Page page = signedOut().get(path, "Host", host);
            assertThat(page.status()).as(path).isEqualTo(421);
            assertThat(page.text()).as(path).contains("--name", "サインインに使うアドレス", "does not answer under the name");
            assertThat(page.header("Set-Cookie")).as(path).isNull();
            assertThat(page.header("Cache-Control")).as(path).isEqualTo("no-store");
        }
    }

    @Test
    void aProgramIsToldInItsOwnForm() {
        Page page = signedOut().get("/api/v1/series", "Host", FOREIGN);
        assertThat(page.status()).isEqualTo(421);
        assertThat(page.text()).contains("\"code\":\"host.foreign\"", FOREIGN, "--name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8443",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1:443",
                "[::1]:8443",
                "[0:0:0:0:0:0:0:1]"
            })
    void theComputersOwnNamesAreKnown(String host) {
        assertThat(signedOut().get("/sign-in", "Host", host).status()).isNotEqualTo(421);
    }

    @Test
    void soIsTheNameThatTheComputerHasInItsNetwork() throws Exception {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertThat(hosts.isKnown(name, "127.0.0.1")).isTrue();
        assertThat(hosts.isKnown(name + ".evil.example", "127.0.0.1")).isFalse();
    }

    @Test
    void anAddressOfThisComputerIsKnownWhereARequestArrivesAtIt() {
        assertThat(hosts.isKnown("192.0.2.77", "127.0.0.1")).isFalse();
        assertThat(hosts.isKnown("192.0.2.77", "192.0.2.77")).isTrue();
        assertThat(hosts.isKnown("[FE80::1]", "fe80::1%eth0")).isTrue();
    }

    @Test
    void anEnteredNameCountsAtOnceAndNoLongerWhenItIsTakenBack() {
        settings.set(PublicAddress.SETTING, "https://shisa.midorihama.example:9443");
        await(() -> hosts.isKnown("Shisa.Midorihama.example", "127.0.0.1"));
        assertThat(hosts.isKnown("midorihama.example", "127.0.0.1")).isFalse();
        settings.set(PublicAddress.SETTING, "");
        await(() -> {
            hosts.isKnown("nobody.example", "127.0.0.1");
            return !hosts.isKnown("shisa.midorihama.example", "127.0.0.1");
        });
    }

    @Test
    void aProxysWordAboutTheNameIsNotRead() {
        assertThat(signedOut().get("/sign-in", "X-Forwarded-Host", FOREIGN).status())
                .isNotEqualTo(421);
        assertThat(signedIn(Role.PSIRT)
                        .get("/psirt/settings", "X-Forwarded-Host", FOREIGN)
                        .text())
                .contains("https://localhost/public/report")
                .doesNotContain(FOREIGN);
    }

    @Test
    void aLinkHasTheEnteredAddressByWhateverNameItsMakerCame() {
        settings.set(PublicAddress.SETTING, "https://shisa.midorihama.example");
        Browser owner = signedIn(Role.OWNER);
        Page page = resetPage(owner);
        assertThat(page.text())
                .contains("https://shisa.midorihama.example/reset/")
                .doesNotContain("社内");
    }

    @Test
    void withoutOneThePageTellsWhichAddressTheLinkHasAndThatItOpensInsideOnly() throws Exception {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertThat(signedIn(Role.PSIRT).get("/psirt/settings", "Host", name).text())
                .contains("https://" + name + "/public/report", "いまお使いのアドレス https://" + name + " で始まります", "社内");
    }

    @Test
    void aLinkMadeOnTheComputerItselfTellsThatItOpensThereOnly() {
        Page page = resetPage(signedIn(Role.OWNER));
        assertThat(page.text())
                .contains("https://localhost/reset/", "このパソコンでしか開けません")
                .doesNotContain("社内");
    }

    @Test
    void theDoctorCountsWhatWasRefusedAndTellsEachNameOnce() {
        long before = hosts.refused().requests();
        for (int i = 0; i < 3; i++) {
            signedOut().get("/sign-in", "Host", "counted.example");
        }
        assertThat(hosts.refused().requests()).isEqualTo(before + 3);
        for (int i = 0; i < 100; i++) {
            signedOut().get("/sign-in", "Host", "made-up-" + i + ".example");
        }
        assertThat(hosts.refused().requests()).isEqualTo(before + 103);
        assertThat(hosts.refused().names()).hasSizeLessThanOrEqualTo(20);
    }

    /** Behind a maker's own name one visit to the form would bind all its sub-domains for a year. */
    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/public/", "/public/report", "/health/live", "/api/v1/series", "/nowhere"})
    void nothingBindsBrowsersToTlsWithASelfMadeCertificate(String path) {
        assertThat(signedOut().get(path).header("Strict-Transport-Security")).isNull();
        assertThat(signedIn(Role.OWNER).get(path).header("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void aRealCertificateBindsForADayAndTheOwnersWordGoesBeforeIt() throws Exception {
        assertThat(strictTransport("", "/etc/shisa/server.pem")).isEqualTo("max-age=86400");
        assertThat(strictTransport("max-age=31536000; includeSubDomains", ""))
                .isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(strictTransport("", "")).isNull();
        assertThatThrownBy(() -> strictTransport("yes", "")).hasMessageContaining("shisa.hsts");
    }

    private @Nullable String strictTransport(String said, String certificate) throws Exception {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        new HostDoor(hosts, address, problems, said, certificate)
                .doFilter(new MockHttpServletRequest("GET", "/sign-in"), answer, (request, response) -> {});
        return answer.getHeader("Strict-Transport-Security");
    }

    private Page resetPage(Browser owner) {
        return owner.post("/settings/people/" + person(Role.QUALITY).id() + "/link");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
