package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import dev.shisa.driver.Database;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./shisa demo} fills every page with something, and is gone in one step. */
@Tag("browser")
@Order(3)
@ExtendWith(Stage.class)
class DemoTest {

    private static final Pattern PASSWORD = Pattern.compile("[a-z2-9]{5}(?:-[a-z2-9]{5}){3}");

    /** The port by itself, not within the code of some evidence. */
    private static final Pattern TELNET = Pattern.compile("(?<![0-9A-Z])23(?![0-9A-Z])");

    @TempDir
    static Path folder;

    private static final Map<Words, Map<String, String>> CRAWLED = new ConcurrentHashMap<>();

    private static @Nullable ShisaProcess demo;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @BeforeAll
    static void fill() {
        demo = ShisaProcess.demo(folder.resolve("demo"), folder.resolve("token"));
    }

    @AfterAll
    static void stop() {
        shisa().close();
    }

    private static ShisaProcess shisa() {
        return Objects.requireNonNull(demo);
    }

    @Test
    void tellsARandomPasswordOnceAndWritesATokenForItsOwnerOnly() throws IOException {
        assertThat(shisa().said())
                .filteredOn(line -> PASSWORD.matcher(line).find())
                .hasSize(1);
        assertThat(Files.readString(folder.resolve("token"))).matches("shisa_[A-Za-z0-9_-]{43}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("demo/demo")).strip()).isEqualTo("ready");
    }

    @Test
    void givesAssessmentResultsToTheCommandThatHasItsToken() throws IOException, InterruptedException {
        Path results = folder.resolve("results.json");
        Process export = new ProcessBuilder(
                        ShisaProcess.launcher().toString(),
                        "export",
                        "--format",
                        "oscal",
                        "--series",
                        "MC-200",
                        "--to",
                        results.toString(),
                        "--server",
                        shisa().address().toString(),
                        "--ca",
                        folder.resolve("demo/tls/ca.pem").toString(),
                        "--token-file",
                        folder.resolve("token").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(export.waitFor()).as(said).isZero();
        assertThat(Files.readString(results))
                .contains("\"assessment-results\"", "\"oscal-version\"", "jcstar1/S1.1-07", "アップデートの設計書");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void fillsEveryPage(Words words, Stage.Scene scene) {
        try (Visitor owner = signedIn(scene, words, "tanaka")) {
            Crawl crawl = Crawl.from(owner, "/");
            assertThat(crawl.troubles()).isEmpty();
            assertThat(crawl.routes()).hasSizeGreaterThan(40);
            CRAWLED.putIfAbsent(words, crawl.routes());
        }
    }

    /**
     * Of each route one page, on a desk and on a phone; public pages are as long as what the maker tells the world. In English only how
     * long it is, of those that are not short in Japanese.
     */
    @Test
    void keepsItsPagesShortAndItsCodesWhole(Stage.Scene scene) {
        List<String> troubles = new ArrayList<>();
        try (Visitor owner = signedIn(scene, Words.JA, "tanaka")) {
            Map<String, String> routes = CRAWLED.computeIfAbsent(
                    Words.JA, words -> Crawl.from(owner, "/").routes());
            Set<String> longish = new LinkedHashSet<>();
            owner.opens("/");
            for (String address : routes.values()) {
                if (address.startsWith("/public/")) {
                    continue;
                }
                Page page = owner.shows(address).page();
                for (int width : Measures.WIDTHS) {
                    Measures.widen(page, width);
                    Stream.of(
                                    Measures.longer(page, address, width),
                                    Measures.cut(page),
                                    Measures.narrow(page),
                                    width == Measures.DESK ? Measures.beside(page) : List.<String>of())
                            .flatMap(List::stream)
                            .forEach(what -> troubles.add(address + " at " + width + " px " + what));
                    if (Measures.isLongish(page, address, width)) {
                        longish.add(address);
                    }
                }
            }
            owner.speaks(Words.EN);
            for (String address : longish) {
                Page page = owner.shows(address).page();
                for (int width : Measures.WIDTHS) {
                    Measures.widen(page, width);
                    Measures.longer(page, address, width)
                            .forEach(what -> troubles.add(address + " in English at " + width + " px " + what));
                }
            }
        }
        assertThat(troubles).isEmpty();
    }

    @Test
    void hasEveryKindOfState(Stage.Scene scene) {
        try (Visitor quality = signedIn(scene, Words.JA, "sato")) {
            assertThat(verdicts(quality, "MC-200")).contains("適合", "要再確認");
            assertThat(verdicts(quality, "SL-10")).contains("適合見込み", "未判定");
            assertThat(verdicts(quality, "GW-50")).contains("不適合");
            quality.opens("/products/MC-200/checklists");
            assertThat(quality.page().locator("main").innerText()).contains("北の杜商店");
            quality.opens("/products/MC-200/plan");
            assertThat(quality.page().locator("main").innerText()).contains("S1.1-04");
            quality.opens("/");
            assertThat(quality.page().locator("main").innerText()).contains("MC-200");
        }
    }

    private static Collection<String> verdicts(Visitor visitor, String series) {
        Maker maker = new Maker(visitor);
        maker.opensTheBoard(series);
        return maker.verdicts().values();
    }

    /** What is asked of others is answered for Shisa itself, also what is not met. */
    @Test
    void shisaIsItsOwnProduct(Stage.Scene scene) {
        try (Visitor quality = signedIn(scene, Words.JA, "sato")) {
            assertThat(verdicts(quality, "SHISA")).contains("適合", "不適合");
            quality.opens("/products/SHISA/sboms");
            assertThat(quality.page().locator("main").innerText()).contains("バージョン 0.1.0", "CycloneDX");
            quality.leads(() -> quality.page()
                    .locator("main a[href*='/products/SHISA/sboms/']")
                    .first()
                    .click());
            assertThat(quality.page().locator("main").innerText())
                    .as("its parts, with who says so")
                    .contains("org.eclipse.angus/angus-mail", "EPL-2.0");
            quality.opens("/products/SHISA/vulnerabilities");
            assertThat(quality.page().locator("main").innerText())
                    .as("its parts were matched, and which were not looked at is told")
                    .contains("CVE-2025-9230", "openssl 1.1.1", "調べられていない構成要素");
            quality.opens("/products/SHISA/bench");
            quality.leads(() -> quality.page()
                    .locator("section[aria-labelledby=runs] h3 a")
                    .first()
                    .click());
            assertThat(quality.page().locator("main").innerText())
                    .as("its own probe against it")
                    .contains("10.79.0.1", Words.JA.say("bench.verdict.PASS"));
            quality.opens("/products/SHISA/releases");
            assertThat(quality.page().locator("main").innerText())
                    .as("what a version changed is signed and agreed to")
                    .contains("0.0.9", Words.JA.say("product.impact.signed", "7"));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void showsACameraWhoseListOfPortsADeviceCheckContradicted(Words words, Stage.Scene scene) throws IOException {
        try (Visitor quality = signedIn(scene, words, "sato")) {
            quality.opens("/products/MC-200/bench");
            quality.leads(() -> quality.page()
                    .locator("section[aria-labelledby=runs] h3 a")
                    .first()
                    .click());

            assertThat(quality.page().locator("main").innerText())
                    .contains(
                            words.say("bench.run.taken", "佐藤 花子"),
                            "telnet://192.168.10.20:23",
                            words.say("bench.verdict.FAIL"));
            assertThat(quality.page()
                            .locator("section[aria-labelledby=facts] .warn")
                            .allInnerTexts())
                    .as("what the maker had registered stands beside it")
                    .anyMatch(said ->
                            said.contains("RTSPS 映像") && !TELNET.matcher(said).find());
            Path report = quality.saves(words.say("bench.run.pdf")).path();
            assertThat(Files.readAllBytes(report)).startsWith("%PDF-1.7".getBytes(StandardCharsets.US_ASCII));
            assertThat(new Maker(quality).verdict("MC-200", "S1.1-13")).isEqualTo(words.say("web.verdict.not-met"));
            assertThat(quality.complaints()).isEmpty();
        }
    }

    @Test
    void allThreeProductsCarryRealListsWithWhatIsKnownOfThem(Stage.Scene scene) {
        try (Visitor quality = signedIn(scene, Words.JA, "sato")) {
            for (String series : List.of("MC-200", "SL-10", "GW-50")) {
                quality.opens("/products/" + series + "/vulnerabilities");
                assertThat(quality.page().locator("main").innerText())
                        .as("a real list, with what was found in it")
                        .contains("CVE-", Words.JA.say("finding.coverage.table"));
            }
        }
    }

    /**
     * One more file of a feed – brought by a program, or by hand – asks for another look at a labelled release, is on the PSIRT
     * engineer's list and comes by mail; the engineer's judgement settles it, and its reason stands in the ledger.
     */
    @ParameterizedTest
    @MethodSource("languages")
    void aVulnerabilityThatBecomesKnownIsToldJudgedAndRecorded(Words words, Stage.Scene scene) throws Exception {
        String cve = words.isJapanese() ? "CVE-2024-8376" : "CVE-2024-98376";
        String reason = words.either(
                "この機器の Mosquitto は同じ機器の中からしか接続できず、外部から細工した通信を送れない。",
                "Mosquitto on this device takes connections from the device itself only, so nobody outside can send"
                        + " them.");
        try (MailSink mail = new MailSink();
                Visitor owner = signedIn(scene, words, "tanaka");
                Visitor engineer = signedIn(scene, words, "suzuki");
                Database database = Database.of(folder.resolve("demo"))) {
            Maker maker = new Maker(engineer);
            sendsMails(owner, mail);
            assertThat(maker.verdict("GW-50", "S1.1-13")).isEqualTo(words.say("web.verdict.met"));

            Path later = later(cve);
            if (words.isJapanese()) {
                imported(later);
            } else {
                engineer.opens("/vulnerabilities/sources")
                        .attaches(
                                words.say("vulnerability.file"),
                                new FilePayload("nvd-later.json", "application/json", Files.readAllBytes(later)))
                        .presses(words.say("vulnerability.upload"));
            }
            awaits(() -> maker.verdict("GW-50", "S1.1-13").equals(words.say("web.verdict.recheck")));
            engineer.opens("/vulnerabilities/" + cve);
            assertThat(engineer.page().locator("main").innerText()).contains("GW-50", "1.1.0", "Eclipse Foundation");
            engineer.opens("/vulnerabilities");
            assertThat(engineer.page().locator("main").innerText()).contains(cve);

            // The hour of the daily mail comes.
            database.run("UPDATE job SET due_at = due_at - interval '1 day' WHERE kind = 'notice' AND key = 'digest'");
            awaits(
                    () -> mail.mails("suzuki@midorihama.example")
                            .anyMatch(one -> text(one).contains(cve)),
                    () -> mail.mails("suzuki@midorihama.example")
                            .map(DemoTest::text)
                            .toList());

            engineer.opens("/tasks?series=GW-50");
            assertThat(engineer.sees(cve)).as("it waits in the inbox").isTrue();
            while (engineer.sees(cve)) {
                String task = words.say("finding.task.judge", cve, "mosquitto");
                engineer.leads(() -> engineer.page()
                        .locator("main a.btn", new Page.LocatorOptions().setHasText(task))
                        .first()
                        .click());
                engineer.chooses(words.say("finding.decide.state"), words.say("finding.state.not-affected"));
                engineer.page()
                        .locator("select[name=justification]")
                        .selectOption("vulnerable_code_cannot_be_controlled_by_adversary");
                engineer.types(words.say("finding.decide.reason"), reason).presses(words.say("finding.decide.do"));
                assertThat(engineer.page().locator("main").innerText())
                        .contains(words.say("finding.state.not-affected"), reason);
                engineer.opens("/tasks?series=GW-50");
            }
            awaits(() -> maker.verdict("GW-50", "S1.1-13").equals(words.say("web.verdict.met")));

            owner.opens("/records?kind=finding-decision");
            owner.leads(() -> owner.page().locator("main tbody th a").first().click());
            assertThat(owner.page().locator("#content").innerText()).contains(reason);
            assertThat(owner.page().locator("main").innerText()).contains(words.say("ledger.link.holds"));
            assertThat(engineer.complaints()).isEmpty();
            assertThat(owner.complaints()).isEmpty();
        }
    }

    /**
     * Somebody without an account reports a weakness; the engineer works on it, an advisory is written and agreed to by a second
     * person, and anybody can check what is published without us: signature, hash, and where the provider says that it is.
     */
    @ParameterizedTest
    @MethodSource("languages")
    @Tag("gpg")
    void aStrangersReportBecomesAnAdvisoryThatAnybodyCanCheck(Words words, Stage.Scene scene) throws Exception {
        String title = words.either("設定画面のパスワードを後から読める", "The password of the settings page can be read later");
        String user = words.either("yuki@users.example", "alex@users.example");
        String fix = words.either("2.4.2", "2.4.3");
        try (MailSink mail = new MailSink();
                Visitor stranger = scene.visitor(shisa(), words);
                Visitor quality = signedIn(scene, words, "sato");
                Visitor owner = signedIn(scene, words, "tanaka");
                Visitor engineer = signedIn(scene, words, "suzuki");
                Visitor executive = signedIn(scene, words, "takahashi")) {
            sendsMails(owner, mail);
            asksForNotices(stranger, user, mail);
            stranger.opens("/public/report?lang=" + words.language());
            stranger.page().locator("input[name=title]").fill(title);
            stranger.page().locator("textarea[name=text]").fill("GET /config.bak");
            stranger.page().locator("input[name=contact]").fill("finder@example.org");
            stranger.presses(words.say("psirt.public.do"));
            String status =
                    stranger.page().locator("#address").innerText().strip().replaceFirst("^https://[^/]+", "");
            assertThat(status).matches("/public/report/[A-Za-z0-9_-]{43}");

            engineer.opens("/psirt");
            engineer.leads(() -> engineer.page()
                    .locator("main tbody th a", new Page.LocatorOptions().setHasText(title))
                    .first()
                    .click());
            String here = engineer.path().replaceFirst("\\?.*", "");
            assertThat(executive.statusOf(here)).as("nobody else knows of it").isEqualTo(404);
            steps(engineer, here, "acknowledged", "verifying");
            enters(engineer, here + "/decide", "concerns", form -> {
                form.locator("input[name=standing][value=affected]").check();
                form.locator("textarea[name=places]").fill("MC-200 2.4.1");
            });
            steps(engineer, here, "fixing");
            enters(engineer, here + "/decide", "plan", form -> {
                Locator option = form.locator("select[name=option]");
                option.selectOption("fix");
                form.locator("textarea[name=text]").fill(fix);
            });
            steps(engineer, here, "ready");
            enters(
                    engineer,
                    here,
                    "assigned",
                    form -> form.locator("select[name=person]")
                            .selectOption(form.locator("select[name=person] option")
                                    .filter(new Locator.FilterOptions().setHasText("高橋"))
                                    .first()
                                    .getAttribute("value")));

            quality.opens("/products/MC-200/releases/new");
            quality.page().locator("input[name=name]").fill(fix);
            quality.presses(words.say("product.release.add.do"));

            engineer.opens(here).presses(words.say("psirt.advisories.begin"));
            String advisory = engineer.path().replaceFirst("/edit.*", "");
            for (String language : List.of("Ja", "En")) {
                engineer.page().locator("[name=title" + language + "]").fill(title);
                engineer.page().locator("[name=summary" + language + "]").fill("config.bak");
                engineer.page().locator("[name=action" + language + "]").fill("2.4.1");
            }
            engineer.page().locator("select[name^=fixed-]").selectOption(new SelectOption().setLabel(fix));
            engineer.presses(words.say("advisory.save"));
            engineer.opens(advisory).presses(words.say("advisory.ask.do"));
            assertThat(stranger.statusOf("/public/" + words.language() + "/advisories/"))
                    .isEqualTo(200);
            assertThat(mail.mails(user))
                    .as("the mail that asks back, and no other yet")
                    .hasSize(1);
            executive.opens(advisory);
            assertThat(executive.page().locator("input[name=tell]").isChecked()).isTrue();
            executive.presses(words.say("advisory.issue.do"));

            awaits(() -> stranger.opens("/public/" + words.language() + "/advisories/")
                    .sees(title));
            stranger.opens(status);
            assertThat(stranger.page().locator("main").innerText()).contains(words.say("psirt.public.state.published"));
            isWhatTheProviderSigned(stranger, title);
            isTold(stranger, user, mail, title);
            assertThat(stranger.complaints()).isEmpty();
            assertThat(engineer.complaints()).isEmpty();
        }
    }

    /** A user registers for notices and confirms by the mail that asks back. */
    private static void asksForNotices(Visitor user, String address, MailSink mail) throws Exception {
        Words words = user.words();
        user.opens("/public/notices?lang=" + words.language());
        user.page().locator("input[name=mail]").fill(address);
        user.presses(words.say("audience.ask.do"));
        assertThat(user.page().locator("h1").innerText()).isEqualTo(words.say("audience.asked.title"));
        awaits(() -> mail.mails(address).findAny().isPresent());
        user.opens(link(text(mail, address), "confirm/[A-Za-z0-9_-]{43}")).presses(words.say("audience.confirm.do"));
        assertThat(user.page().locator("main").innerText()).contains(words.say("audience.confirm.from-now"));
    }

    /** The user has one notice of the advisory, in the language that was chosen, and says to have read it. */
    private static void isTold(Visitor user, String address, MailSink mail, String title) throws Exception {
        Words words = user.words();
        awaits(() -> mail.mails(address).count() == 2);
        assertThat(mail.mails(address).toList().getLast().getSubject()).contains(title);
        String text = text(mail, address);
        assertThat(text)
                .contains(
                        title,
                        "config.bak",
                        words.say("audience.advisory.summary"),
                        "/public/" + words.language() + "/");
        user.opens(link(text, "[A-Za-z0-9_-]{43}")).presses(words.say("audience.read.do"));
        assertThat(user.page().locator("main").innerText()).contains(title);
        assertThat(mail.mails(address)).hasSize(2);
    }

    private static String text(MailSink mail, String address) throws Exception {
        return String.valueOf(mail.mails(address).toList().getLast().getContent());
    }

    /** The path of a link to the own page in a mail. */
    private static String link(String text, String pattern) {
        Matcher matcher = Pattern.compile("https://[^/\\s]+(/public/notices/" + pattern + "\\S*)")
                .matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static void steps(Visitor by, String here, String... to) {
        for (String state : to) {
            enters(by, here, "step-" + state, form -> {});
        }
    }

    private static void enters(Visitor by, String page, String key, Consumer<Locator> fill) {
        by.opens(page);
        Locator form = by.page().locator("#form-" + key);
        if (form.getAttribute("open") == null) {
            form.locator("summary").first().click();
        }
        fill.accept(form);
        by.leads(() -> form.locator(".acts button").last().click());
    }

    /** Finds the document from the provider's metadata on, as a program does, and checks it with tools that are not ours. */
    private static void isWhatTheProviderSigned(Visitor stranger, String title) throws Exception {
        String metadata = fetched(stranger, "/.well-known/csaf/provider-metadata.json");
        Path home = Files.createTempDirectory(folder, "gpg");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                home.resolve("key.asc"), fetched(stranger, address(metadata, "\"url\"\\s*:\\s*\"([^\"]+\\.asc)\"")));
        gpg(home, "--import", "key.asc");
        String found = null;
        for (String line :
                fetched(stranger, "/.well-known/csaf/white/index.txt").lines().toList()) {
            String document = fetched(stranger, "/.well-known/csaf/white/" + line);
            if (document.contains(title)) {
                found = "/.well-known/csaf/white/" + line;
                Files.writeString(home.resolve("advisory.json"), document);
            }
        }
        assertThat(found).as("the document is in the provider's index").isNotNull();
        Files.writeString(home.resolve("advisory.json.asc"), fetched(stranger, found + ".asc"));
        gpg(home, "--verify", "advisory.json.asc", "advisory.json");
        assertThat(fetched(stranger, found + ".sha256"))
                .startsWith(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Files.readAllBytes(home.resolve("advisory.json")))));
    }

    private static String fetched(Visitor by, String path) {
        APIResponse response = by.page().request().get(path);
        assertThat(response.status()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** An address within a document, without its host. */
    private static String address(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1).replaceFirst("^https://[^/]+", "");
    }

    private static void gpg(Path home, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", ".", "--batch", "--no-tty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("gpg.out").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(home.resolve("gpg.out")))
                .isZero();
    }

    private static void sendsMails(Visitor owner, MailSink mail) {
        Words words = owner.words();
        owner.opens("/settings/notices").chooses(words.say("notice.mail.on"), words.say("notice.mail.on.yes"));
        owner.page().locator("input[name=host]").fill("localhost");
        owner.page().locator("input[name=port]").fill(Integer.toString(mail.port()));
        owner.page().locator("input[name=from]").fill("shisa@midorihama.example");
        owner.page().locator("[name=security][value=none]").check();
        // What the demonstration told businesses while no mails were sent, if nobody has stopped it before: its links
        // would lead to
        // this machine only.
        Locator stop = owner.page().locator("[name=backlog][value=stop]");
        if (stop.count() > 0) {
            stop.check();
        }
        owner.presses(words.say("notice.mail.save"));
        assertThat(owner.page().locator("main").innerText()).contains(words.say("people.saved"));
    }

    /** The file of the demonstration, about this vulnerability. */
    private static Path later(String cve) throws IOException {
        Path file = ShisaProcess.home().resolve("demo/files/nvd-later.json");
        return Files.writeString(
                folder.resolve(cve + ".json"), Files.readString(file).replace("CVE-2024-8376", cve));
    }

    private static void imported(Path file) throws IOException, InterruptedException {
        Process taken = new ProcessBuilder(
                        ShisaProcess.launcher().toString(),
                        "import",
                        "feed",
                        file.toString(),
                        "--server",
                        shisa().address().toString(),
                        "--ca",
                        folder.resolve("demo/tls/ca.pem").toString(),
                        "--token-file",
                        folder.resolve("token").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(taken.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(taken.waitFor()).as(said).isZero();
    }

    private static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString();
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaits(BooleanSupplier condition) throws InterruptedException {
        awaits(condition, () -> "");
    }

    private static void awaits(BooleanSupplier condition, Supplier<Object> seen) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now())
                    .as("waited two minutes, and saw %s", seen.get())
                    .isBefore(end);
            Thread.sleep(Duration.ofMillis(500));
        }
    }

    private static Visitor signedIn(Stage.Scene scene, Words words, String who) {
        String password = shisa().said().stream()
                .map(PASSWORD::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseThrow();
        Visitor visitor = scene.visitor(shisa(), words);
        visitor.speaks(words);
        new Maker(visitor).signsIn(who + "@midorihama.example", password);
        return visitor;
    }
}
