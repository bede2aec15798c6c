package dev.shisa.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.CsafValidator;
import dev.shisa.advisory.Finding;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a draft to what the public reads: nothing is seen before an owner and two persons want it, what is seen is signed so that other
 * programs accept it, and it is corrected and withdrawn.
 */
class PortalTest extends ServerTest {

    private static final String LIST = "/vulnerabilities/advisories";
    private static final String ORIGIN = TestPortal.ORIGIN;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private Products products;

    @Autowired
    private PublicSite site;

    @Autowired
    private Audit audit;

    private Person suzuki = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Browser writer;

    @SuppressWarnings("NullAway.Init")
    private Browser second;

    @SuppressWarnings("NullAway.Init")
    private Browser stranger;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aMakerWithACamera() {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        suzuki = person(Role.PSIRT);
        writer = signedIn(suzuki);
        second = signedIn(Role.EXECUTIVE);
        stranger = signedOut();
        Person quality = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "ネットワークカメラ", "", List.of("MC-210", "MC-220"), "2.4.0"), quality);
        products.addRelease(camera, "2.4.1", LocalDate.of(2026, 11, 1), "社内のメモ", null, quality);
        products.create(new NewSeries("SL-10", "まだ秘密の錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        site.renewed();
    }

    private void switchOn() {
        TestPortal.switchOn(owner, camera.id().toString());
        site.renewed();
    }

    private Release release(String name) {
        return products.releases(camera.id()).stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Begins an advisory about the camera; the address of its page. */
    private String begin() {
        Page made = writer.post(
                LIST + "/new",
                "titleJa",
                "設定画面で認証を避けられる",
                "titleEn",
                "Log-in of the settings page can be bypassed",
                "series",
                camera.id().toString());
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location().replaceFirst("/edit.*", "");
    }

    private Page write(String at, int number, String... more) {
        String id = camera.id().toString();
        Map<String, String> fields = new TreeMap<>(Map.of(
                "number",
                "" + number,
                "kind",
                "advisory",
                "titleJa",
                "設定画面で認証を避けられる",
                "titleEn",
                "Log-in of the settings page can be bypassed",
                "summaryJa",
                "同じネットワークにいる人が、パスワードなしで設定画面に入れます。",
                "series",
                id,
                "earlier-" + id,
                "yes"));
        fields.putAll(Map.of(
                "fixed-" + id,
                release("2.4.1").id().toString(),
                "remedy",
                "fix",
                "actionJa",
                "2.4.1にアップデートしてください。10分ほどで終わります。",
                "cvss",
                "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N",
                "cve",
                "CVE-2026-12345",
                "tlp",
                "WHITE",
                "thanks",
                "海野 / 波研究所"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        List<String> sent = new ArrayList<>();
        fields.forEach((name, value) -> sent.addAll(List.of(name, value)));
        return writer.post(at + "/edit", sent.toArray(String[]::new));
    }

    /** Writes, asks for and agrees to one; its number, in small letters. */
    private String issued() {
        String at = begin();
        assertThat(write(at, 1).status()).isEqualTo(302);
        assertThat(writer.post(at + "/ask", "number", "2").status()).isEqualTo(302);
        Page agreed = second.post(at + "/issue", "number", "2");
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
        site.renewed();
        return agreed.location().replaceFirst("\\?.*", "").replace(LIST + "/", "");
    }

    // Nothing is seen at first

    @Test
    void nothingIsSeenUntilAnOwnerWantsIt() {
        for (String path : List.of(
                "/public/",
                "/public/ja/",
                "/public/en/advisories/",
                "/.well-known/security.txt",
                "/.well-known/csaf/provider-metadata.json",
                "/public/ja/products/mc-200/")) {
            Page page = stranger.get(path);
            assertThat(page.status()).as(path).isEqualTo(404);
            assertThat(page.text()).as(path).doesNotContain("みどり浜", "MC-2");
        }
        assertThat(owner.get("/settings/portal").text()).contains("公開ページは切ってあります");
        Page refused = owner.post("/settings/portal", "on", "yes", "version", "0");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("脆弱性を受け付けるメールアドレスが必要です");
        assertThat(owner.get("/settings/portal/export.zip").status()).isEqualTo(409);
        assertThat(signedIn(Role.QUALITY).get("/settings/portal").status()).isEqualTo(403);
    }

    @Test
    void onlyWhatWasChosenIsShownAndSwitchingOffEndsIt() {
        switchOn();

        Page home = stranger.get("/public/");
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.text())
                .contains("みどり浜光機株式会社の製品セキュリティ", "見守りカメラ", "MC-210、MC-220")
                .doesNotContain("秘密の錠");
        assertThat(stranger.get("/public/ja/products/sl-10/").status()).isEqualTo(404);
        Page product = stranger.get("/public/ja/products/MC-200/");
        assertThat(product.text())
                .contains("見守りカメラのセキュリティ", "2.4.1", "お知らせしていません")
                .doesNotContain("社内のメモ", "適合の状況");
        assertThat(stranger.english().get("/public/products/mc-200/").text()).contains("Model numbers: MC-210, MC-220");
        assertThat(acts()).contains("advisory.issuer", "advisory.key-make", "portal.on");

        owner.post("/settings/portal", "on", "no", "version", "1");
        site.renewed();
        assertThat(stranger.get("/public/").status()).isEqualTo(404);
        assertThat(stranger.get("/.well-known/security.txt").status()).isEqualTo(404);
        assertThat(acts()).contains("portal.off");
    }

    @Test
    void whatIsCommittedLastIsShownAlsoWhenItBeganFirst() {
        switchOn();
        stranger.get("/public/");
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open early = atOnce.begin()
                    .step(() -> products.addRelease(camera, "9.9.9", LocalDate.of(2026, 11, 19), "", null, suzuki));
            atOnce.begin()
                    .step(() -> audit.record(suzuki, "portal.on", "", Map.of()))
                    .commit();
            site.renewed();
            assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("9.9.9");
            early.commit();
            site.lookAgain();
            assertThat(stranger.get("/public/ja/products/mc-200/").text()).contains("9.9.9");
        }
    }

    @Test
    void readersAreGivenNoCookieAndCannotSendAnything() {
        switchOn();
        Page page = stranger.get("/public/ja/");
        assertThat(page.response().getCookies()).isEmpty();
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("script-src");
        assertThat(page.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(page.html()).doesNotContain("<script", "_csrf");
        assertThat(stranger.get("/public/ja/", "If-None-Match", String.valueOf(page.header("ETag")))
                        .status())
                .isEqualTo(304);
        assertThat(stranger.post("/public/ja/").status()).isEqualTo(405);
        assertThat(stranger.get("/public/ja/", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(stranger.get("/public/ja/nowhere/").status()).isEqualTo(404);
        assertThat(stranger.get("/public/assets/css/portal.css").header("Cache-Control"))
                .contains("immutable");
        assertThat(stranger.get("/public/assets/css/../../application.properties")
                        .status())
                .isNotEqualTo(200);
    }

    @Test
    void underTheirOwnNameNothingElseAnswers() {
        TestPortal.enterIssuer(owner);
        Page sent = owner.post(
                "/settings/portal",
                "on",
                "yes",
                "apart",
                "yes",
                "shown",
                camera.id().toString(),
                "version",
                "0");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        site.renewed();
        assertThat(stranger.get("/sign-in", "Host", "psirt.midorihama.example").status())
                .isEqualTo(404);
        assertThat(stranger.get("/", "Host", "psirt.midorihama.example").text()).contains("製品セキュリティ");
        assertThat(stranger.get("/sign-in").status()).isEqualTo(200);
    }

    @Test
    void whileTheDatabaseDoesNotAnswerReadersGetWhatWasShownLast() {
        switchOn();
        assertThat(stranger.get("/public/ja/").status()).isEqualTo(200);
        jdbc.sql("ALTER TABLE ledger_outbox RENAME TO ledger_outbox_away").update();
        try {
            site.lookAgain();
            PublicSite.Found home = site.find("/public/ja/", "ja", null, new Source("198.51.100.1"));
            assertThat(home.status()).isEqualTo(200);
            assertThat(new String(home.file().bytes(), StandardCharsets.UTF_8)).contains("見守りカメラ");
            site.lookAgain();
            assertThat(site.find("/.well-known/security.txt", "ja", null, new Source("198.51.100.1"))
                            .status())
                    .as("also what nobody has read yet")
                    .isEqualTo(200);
        } finally {
            jdbc.sql("ALTER TABLE ledger_outbox_away RENAME TO ledger_outbox").update();
        }
        products.addRelease(camera, "2.5.0", LocalDate.of(2026, 11, 19), "", null, person(Role.QUALITY));
        site.lookAgain();
        assertThat(new String(
                        site.find("/public/ja/products/mc-200/", "ja", null, new Source("198.51.100.1"))
                                .file()
                                .bytes(),
                        StandardCharsets.UTF_8))
                .as("afterwards it goes on by itself")
                .contains("2.5.0");
    }

    // Two persons

    @Test
    void whoWroteItDoesNotIssueItAndNobodyElseSeesTheDraft() {
        switchOn();
        String at = begin();
        assertThat(writer.get(at).text()).contains("まだ", "何が起こりうるかを書いてください");
        assertThat(writer.post(at + "/ask", "number", "1").status()).isEqualTo(422);
        write(at, 1);
        Page ready = writer.get(at);
        assertThat(ready.text())
                .contains("CSAFの必須のテストには、すべて合格します", "同じネットワークにいる人が", "2.4.1より前のすべて", "重要 8.1", "海野 (波研究所)");
        assertThat(signedIn(Role.AUDITOR).get(at).status()).isEqualTo(404);
        assertThat(signedIn(Role.AUDITOR).get(LIST).text()).doesNotContain("設定画面で認証");
        assertThat(stranger.get("/public/ja/advisories/").text()).doesNotContain("設定画面で認証");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE convert_from(body, 'UTF8') LIKE '%同じネットワーク%'")
                        .query(Integer.class)
                        .single())
                .as("auditors read the ledger")
                .isZero();

        assertThat(second.post(at + "/issue", "number", "2").status()).isEqualTo(409);
        writer.post(at + "/ask", "number", "2", "note", "お願いします");
        assertThat(writer.post(at + "/issue", "number", "2").status()).isEqualTo(403);
        assertThat(second.get(at).text()).contains("公開を申し出ています", "お願いします", "同意して公開する");
        assertThat(second.get("/").text()).contains("設定画面で認証を避けられる");
        // Somebody changes it meanwhile: what was agreed to is not what would go out.
        write(at, 2, "summaryJa", "別の内容です。");
        assertThat(second.post(at + "/issue", "number", "2").status()).isEqualTo(409);
    }

    @Test
    void aloneItTakesADayAndItsNumberTyped() {
        jdbc.sql("UPDATE person SET roles = '{auditor}' WHERE 'executive' = ANY(roles)")
                .update();
        switchOn();
        String at = begin();
        write(at, 1);
        writer.post(at + "/ask", "number", "2");
        assertThat(writer.get(at).text()).contains("同意できる人がほかにいません", "2026-11-21 10:24");
        assertThat(writer.post(at + "/issue", "number", "2").status()).isEqualTo(403);
        clock.advance(Duration.ofHours(24));
        writer = signedIn(suzuki);
        assertThat(writer.post(at + "/issue", "number", "2", "typed", "はい").status())
                .isEqualTo(422);
        String code = at.replace(LIST + "/", "").toUpperCase(Locale.ROOT);
        Page issued = writer.post(at + "/issue", "number", "2", "typed", code);
        assertThat(issued.status()).as(issued.text()).isEqualTo(302);
        assertThat(jdbc.sql("SELECT alone FROM advisory_issued")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void whatIsOnlyLookedIntoHasToBeConfirmedAndAnAgreedDayIsKept() {
        switchOn();
        String at = begin();
        write(at, 1, "remedy", "investigating", "fixed-" + camera.id(), "", "actionJa", "", "notBefore", "2026-12-01");
        writer.post(at + "/ask", "number", "2");
        assertThat(second.post(at + "/issue", "number", "2", "acknowledged", "yes")
                        .text())
                .contains("合意した公表日(2026-12-01)より前");
        clock.set(java.time.Instant.parse("2026-12-01T00:30:00Z"));
        second = signedIn(Role.EXECUTIVE);
        assertThat(second.post(at + "/issue", "number", "2").text()).contains("対策がないまま公表することを、確かめていません");
        assertThat(second.post(at + "/issue", "number", "2", "acknowledged", "yes")
                        .status())
                .isEqualTo(302);
    }

    // What the public reads

    @Test
    void whatIsIssuedIsReadByPeopleAndPrograms() throws Exception {
        switchOn();
        String name = issued();
        assertThat(name).isEqualTo("mhk-sa-2026-001");

        Page page = stranger.get("/public/ja/advisories/" + name + "/");
        assertThat(page.text())
                .contains("MHK-SA-2026-001", "CVE-2026-12345", "2.4.1より前のすべて", "アップデートしてください", "海野 (波研究所)", "初版");
        assertThat(stranger.get("/public/ja/products/mc-200/").text())
                .contains("2.4.1より前のバージョンをお使いの方は、アップデートしてください", "2.4.1 で修正", "次の問題を直しました");
        assertThat(stranger.get("/public/ja/advisories/?q=cve-2026-12345").text())
                .contains("1件のうち 1件");
        assertThat(stranger.get("/public/ja/advisories/?q=%E3%81%AA%E3%81%84").text())
                .contains("すべてのアドバイザリを調べました");
        assertThat(stranger.get("/public/ja/feed.atom").html()).contains("<entry>", "MHK-SA-2026-001");
        assertThat(stranger.get("/public/en/feed.rss").html()).contains("Log-in of the settings page can be bypassed");
        assertThat(signedIn(Role.AUDITOR).get(LIST).text()).contains("設定画面で認証を避けられる", "公開済み");

        // As a downloader does by section 7.1 of the specification, over the served addresses.
        JsonNode metadata = json("/.well-known/csaf/provider-metadata.json");
        assertThat(metadata.path("role").asString()).isEqualTo("csaf_trusted_provider");
        assertThat(metadata.path("canonical_url").asString())
                .isEqualTo(ORIGIN + "/.well-known/csaf/provider-metadata.json");
        String feed = metadata.at("/distributions/1/rolie/feeds/0/url").asString();
        JsonNode entries = json(feed.substring(ORIGIN.length())).at("/feed/entry");
        assertThat(entries).hasSize(1);
        String document = entries.get(0).at("/content/src").asString().substring(ORIGIN.length());
        Page served = stranger.get(document);
        assertThat(served.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(served.header("Content-Type")).isEqualTo("application/json");
        assertThat(CsafValidator.validate(CsafDocument.read(served.bytes()), clock.instant()))
                .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        assertThat(stranger.get(document + ".sha256").html())
                .startsWith(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(served.bytes())));
        String folder = metadata.at("/distributions/0/directory_url").asString().substring(ORIGIN.length());
        String path = stranger.get(folder + "index.txt").html().strip();
        assertThat(stranger.get(folder + path).bytes()).isEqualTo(served.bytes());
        assertThat(stranger.get(folder + "changes.csv").html()).contains("\"" + path + "\"");
        assertThat(JSON.readTree(served.bytes())
                        .at("/document/references/0/url")
                        .asString())
                .isEqualTo(ORIGIN + document);
    }

    private JsonNode json(String path) {
        Page page = stranger.get(path);
        assertThat(page.status()).as(path).isEqualTo(200);
        return JSON.readTree(page.bytes());
    }

    @Test
    @Tag("gpg")
    void anotherProgramAcceptsTheSignatures(@TempDir Path home) throws IOException, InterruptedException {
        switchOn();
        issued();
        JsonNode metadata = json("/.well-known/csaf/provider-metadata.json");
        String key = metadata.at("/public_openpgp_keys/0/url").asString().substring(ORIGIN.length());
        Files.write(home.resolve("key.asc"), stranger.get(key).bytes());
        assertThat(gpg(home, "--import", "key.asc")).isZero();
        String document = json("/.well-known/csaf/white/csaf-feed-tlp-white.json")
                .at("/feed/entry/0/content/src")
                .asString()
                .substring(ORIGIN.length());
        Files.write(home.resolve("document.json"), stranger.get(document).bytes());
        Files.write(
                home.resolve("document.json.asc"),
                stranger.get(document + ".asc").bytes());
        assertThat(gpg(home, "--verify", "document.json.asc", "document.json")).isZero();
        byte[] altered = stranger.get(document).bytes();
        altered[100] ^= 1;
        Files.write(home.resolve("altered.json"), altered);
        assertThat(gpg(home, "--verify", "document.json.asc", "altered.json")).isNotZero();

        Files.write(
                home.resolve("security.txt"),
                stranger.get("/.well-known/security.txt").bytes());
        assertThat(gpg(home, "--verify", "security.txt")).isZero();
        assertThat(Files.readString(home.resolve("security.txt")))
                .contains(
                        "Contact: mailto:psirt@midorihama.example\n",
                        "Contact: " + ORIGIN + "/public/report\n",
                        "Expires: 2027-05-18T15:00:00Z\n",
                        "Canonical: " + ORIGIN + "/.well-known/security.txt\n",
                        "CSAF: " + ORIGIN + "/.well-known/csaf/provider-metadata.json\n");
    }

    private int gpg(Path home, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                ".",
                "--batch",
                "--no-tty",
                "--faked-system-time",
                clock.instant().plusSeconds(60).getEpochSecond() + ""));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("gpg.out").toFile())
                .start();
        return process.waitFor();
    }

    @Test
    void aCorrectionIsANewRevisionAndAWithdrawalLeavesTheReasonOnly() {
        switchOn();
        String name = issued();
        String at = LIST + "/" + name;
        String before = stranger.get("/.well-known/csaf/white/2026/" + name + ".json.asc")
                .html();
        clock.advance(Duration.ofHours(1));

        write(at, 2, "summaryJa", "家の外からも入れることが分かりました。");
        assertThat(stranger.get("/public/ja/advisories/" + name + "/").text()).doesNotContain("家の外からも");
        assertThat(writer.post(at + "/ask", "number", "3").status())
                .as("nobody has said what changes")
                .isEqualTo(422);
        write(at, 3, "summaryJa", "家の外からも入れることが分かりました。", "noteJa", "影響の範囲を改めました。");
        writer.post(at + "/ask", "number", "4");
        assertThat(second.post(at + "/issue", "number", "4").status()).isEqualTo(302);
        site.renewed();
        assertThat(stranger.get("/public/ja/advisories/" + name + "/").text()).contains("家の外からも", "影響の範囲を改めました", "初版");
        assertThat(stranger.get("/.well-known/csaf/white/2026/" + name + ".json.asc")
                        .html())
                .isNotEqualTo(before);
        assertThat(json("/.well-known/csaf/white/2026/" + name + ".json")
                        .at("/document/tracking/version")
                        .asString())
                .isEqualTo("2");

        clock.advance(Duration.ofHours(1));
        writer.post(at + "/withdraw", "number", "4", "reasonJa", "当社の製品ではありませんでした。");
        assertThat(stranger.get("/public/ja/advisories/" + name + "/").text()).contains("家の外からも");
        assertThat(second.post(at + "/issue", "number", "5").status()).isEqualTo(302);
        site.renewed();
        assertThat(stranger.get("/public/ja/advisories/" + name + "/").text())
                .contains("取り下げました", "当社の製品ではありませんでした")
                .doesNotContain("家の外からも");
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("アップデートしてください");
        assertThat(acts()).contains("advisory.issue", "advisory.withdraw");
    }

    @Test
    void unchangedDocumentsKeepTheirSignatures() {
        switchOn();
        String first = issued();
        String signature = stranger.get("/.well-known/csaf/white/2026/" + first + ".json.asc")
                .html();
        owner.post("/settings/portal/key");
        String next = issued();
        assertThat(next).isEqualTo("mhk-sa-2026-002");
        assertThat(stranger.get("/.well-known/csaf/white/2026/" + first + ".json.asc")
                        .html())
                .isEqualTo(signature);
        assertThat(json("/.well-known/csaf/provider-metadata.json").path("public_openpgp_keys"))
                .hasSize(2);
    }

    @Test
    void everythingIsTakenAlongForTheMakersOwnServer() throws IOException {
        switchOn();
        String name = issued();
        Page zip = owner.get("/settings/portal/export.zip");
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        assertThat(files)
                .containsKeys(
                        ".well-known/security.txt",
                        ".well-known/csaf/provider-metadata.json",
                        ".well-known/csaf/white/2026/" + name + ".json.asc",
                        "public/ja/index.html",
                        "public/en/advisories/" + name + "/index.html",
                        "public/assets/css/portal.css");
        String page = new String(files.get("public/ja/index.html"), StandardCharsets.UTF_8);
        var used = java.util.regex.Pattern.compile("(?:href|src)=\"/(public/assets/[^\"?#]+)")
                .matcher(page);
        int links = 0;
        while (used.find()) {
            assertThat(files).containsKey(used.group(1));
            links++;
        }
        assertThat(links).isGreaterThan(3);
        assertThat(acts()).contains("portal.take");
    }
}
