package dev.shisa.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Evidence;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Result;
import dev.shisa.probe.Sentences;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.exposure.ToldVersion;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.sbom.TestSboms;
import dev.shisa.server.vulnerability.TestFeeds;
import dev.shisa.server.vulnerability.TestMatching;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a device names of itself is compared with the sources and with the bill of materials, and decides nothing. */
class ToldVersionsTest extends ServerTest {

    private static final String CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    private static final String MODIFIED = "2026-11-18T00:00:00.000";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person psirt = quality;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        psirt = person(Role.PSIRT);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    /** A run that was told these texts, taken in from a file. */
    private Page run(String... texts) {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            results.put(key, new Result(Verdict.UNKNOWN, List.of()));
        }
        List<Evidence> seen = new ArrayList<>();
        for (String text : texts) {
            for (ToldVersion told : ToldVersion.in(text)) {
                seen.add(new Evidence(
                        Key.VULN,
                        Verdict.NA,
                        "https://192.168.1.20:443/",
                        "version-told",
                        List.of(told.product(), told.version(), String.join(" ", told.cpes()), told.purl()),
                        new Exchange("", told.text()),
                        ""));
            }
        }
        seen.add(new Evidence(
                Key.VULN,
                Verdict.PASS,
                "192.168.1.20",
                "versions-unknown",
                List.of("2", "40"),
                new Exchange("", ""),
                ""));
        results.put(Key.VULN, new Result(Verdict.PASS, seen));
        byte[] file = new ReportFile(
                        new Report("MC-1", clock.instant().minus(Duration.ofHours(2)), 20_000, 400, results, List.of()),
                        Limits.DEFAULT.withChanges(false),
                        "192.168.1.20",
                        "",
                        new TreeSet<>(),
                        new TreeSet<>())
                .text(Sentences.in(Locale.JAPANESE), Evidence::retest)
                .getBytes(StandardCharsets.UTF_8);
        Page sent = browser.upload(
                "/products/MC-1/bench/files", "file", "bench.json", file, "model", "MC-210", "by", "試験室 山本");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return browser.get(sent.location());
    }

    private void list(String... components) {
        Page sent = browser.upload(
                "/products/MC-1/sboms",
                "file",
                "camera.cdx.json",
                TestSboms.cycloneDxOf(components),
                "release",
                products.designated(camera).orElseThrow().id().toString(),
                "whole",
                "yes");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    @Test
    void withoutAnySourceNothingLooksLikeNoVulnerabilities() {
        Page page = run("server: mini_httpd/1.19 19dec2003");
        assertThat(page.text())
                .contains("機器が名乗ったバージョン", "mini_httpd 1.19", "調べられない", "脆弱性の情報を、まだ取り込んでいません", "部品表はまだありません")
                .doesNotContain("該当するものはありません");
        assertThat(count("fact")).as("a greeting decides nothing").isZero();
    }

    @Test
    void knownVulnerabilitiesAreShownWithTheirAgeAndDecideNothing() throws InterruptedException {
        TestMatching matching = new TestMatching(context);
        matching.feed(
                TestFeeds.nvd(
                        TestFeeds.cve("CVE-2099-0001", MODIFIED, "mini_httpd", "1.30", CRITICAL),
                        TestFeeds.cve("CVE-2099-0002", MODIFIED, "mini_httpd", "1.10", CRITICAL)),
                psirt);
        matching.feed(TestFeeds.kev("CVE-2099-0001"), psirt);
        Page page = run("server: mini_httpd/1.19 19dec2003", "server: nginx/1.22.1");
        assertThat(page.text())
                .contains(
                        "2件。既知の脆弱性があるもの 1件",
                        "既知の脆弱性が1件あります。最も重いものはCVSS 9.8です",
                        "悪用が確認されています",
                        "CVE-2099-0001",
                        "取り込み済みの情報に、該当するものはありません",
                        "NVD")
                .doesNotContain("CVE-2099-0002");
        assertThat(page.html()).contains("href=\"/vulnerabilities/CVE-2099-0001\"");
        assertThat(count("fact")).isZero();
        Browser english = signedIn(person(Role.PSIRT));
        assertThat(english.get("/vulnerabilities/CVE-2099-0001").status()).isEqualTo(200);
    }

    @Test
    void theBillOfMaterialsStandsBesideWhatTheDeviceNames() {
        list(TestFeeds.component("mini_httpd", "1.30", ""), TestSboms.component("dropbear", "2022.83", "Acme"));
        Page page = run("server: mini_httpd/1.19", "SSH-2.0-dropbear_2022.83", "server: nginx/1.22.1");
        assertThat(page.text()).contains("部品表(SBOM)と食い違うもの 1件", "部品表では 1.30 です", "部品表も同じです(2022.83)", "部品表に見当たりません");
    }

    @Test
    void aDistributionsPackageIsJudgedByTheDistributionAndAsksWithoutIt() throws InterruptedException {
        TestMatching matching = new TestMatching(context);
        String upstream = TestFeeds.cve("CVE-2099-0003", MODIFIED, "openssh", "9.8", CRITICAL)
                .replace(":a:acme:openssh:", ":a:openbsd:openssh:");
        matching.feed(TestFeeds.nvd(upstream), psirt);
        assertThat(run("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3").text())
                .contains("ディストリビューションが修正済みの可能性があります", "既知の脆弱性があるもの 0件")
                .doesNotContain("既知の脆弱性が1件あります");
        matching.feed("""
                {"openssh": {"CVE-2099-0003": {"releases": {"bookworm": {"status": "resolved",
                 "fixed_version": "1:9.2p1-2+deb12u3"}}}}}""".getBytes(StandardCharsets.UTF_8), psirt);
        clock.advance(Duration.ofMinutes(1));
        assertThat(run("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3").text()).contains("取り込み済みの情報に、該当するものはありません");
        clock.advance(Duration.ofMinutes(1));
        assertThat(run("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u2").text()).contains("既知の脆弱性が1件あります");
    }

    @ParameterizedTest
    @CsvSource({
        "1.19, '', 1.19, true",
        "1.19, '', 1.30, false",
        "3.10, '', 3.10.108, true",
        "1.2, '', 1.20, false",
        "4.9.118, '', 4.9.118+gitAUTOINC, true",
        "2022.83, '', 2022.83-4, true",
        "9.2p1, 1:9.2p1-2+deb12u3, 1:9.2p1-2+deb12u3, true",
        "9.2p1, 1:9.2p1-2+deb12u3, 9.2p1-2+deb12u2, false",
        "9.2p1, 1:9.2p1-2+deb12u3, 9.2p1, true",
    })
    void aListMayBeMorePreciseThanWhatIsNamed(String told, String whole, String listed, boolean same) {
        assertThat(ToldVersions.isSame(told, Optional.of(whole).filter(text -> !text.isEmpty()), listed))
                .isEqualTo(same);
    }
}
