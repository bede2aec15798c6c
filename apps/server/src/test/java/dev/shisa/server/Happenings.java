package dev.shisa.server;

import static dev.shisa.server.vulnerability.TestFeeds.component;
import static dev.shisa.server.vulnerability.TestFeeds.cve;
import static dev.shisa.server.vulnerability.TestFeeds.kev;
import static dev.shisa.server.vulnerability.TestFeeds.nvd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.TestMatching;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/** What happens in a maker's house, each by the page on which people do it; for tests of who is told of it. */
public final class Happenings {

    private static final String ADVISORIES = "/vulnerabilities/advisories";
    private static final String GRAVE = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    private static final String MODIFIED = "2026-11-01T00:00:00.000";

    private final ApplicationContext context;
    private final Person everything;
    private final Browser executive;
    private final Browser stranger;
    private final Products products;
    private final TestClock clock;
    private final TestMatching matching;
    private final Series camera;
    private Browser browser;

    /**
     * A maker with a camera whose pages are public.
     *
     * @param everything somebody with every role but that of the second person
     * @param executive the second person
     */
    public Happenings(
            ApplicationContext context, Person everything, Browser browser, Browser executive, Browser stranger) {
        this.context = context;
        this.everything = everything;
        this.browser = browser;
        this.executive = executive;
        this.stranger = stranger;
        products = context.getBean(Products.class);
        clock = context.getBean(TestClock.class);
        matching = new TestMatching(context);
        camera = products.create(new NewSeries("MC-200", "見守りカメラ", "カメラ", "", List.of("MC-210"), "2.4.1"), everything);
        products.addRelease(camera, "2.4.2", LocalDate.of(2026, 11, 1), "", null, everything);
        TestPortal.switchOn(browser, camera.id().toString());
    }

    /** The same house, with another session: the first has ended after some days. */
    public Happenings again(Browser session) {
        browser = session;
        return this;
    }

    public Series camera() {
        return camera;
    }

    private Page done(Page page) {
        assertThat(page.status()).as(page.text()).isEqualTo(302);
        return page;
    }

    // Advisories

    /** Issues one; gives where it is. */
    public String issue(String tlp) {
        String at = done(browser.post(
                        ADVISORIES + "/new",
                        "titleJa",
                        "認証を避けられる",
                        "series",
                        camera.id().toString()))
                .location()
                .replaceFirst("/edit.*", "");
        write(at, 1, "tlp", tlp);
        return done(executive.post(at + "/issue", "number", "2")).location().replaceFirst("\\?.*", "");
    }

    private void write(String at, int number, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "number",
                Integer.toString(number),
                "kind",
                "advisory",
                "titleJa",
                "認証を避けられる",
                "summaryJa",
                "設定画面に入れます。",
                "series",
                camera.id().toString(),
                "exploited",
                "none",
                "actionJa",
                "更新してください。",
                "earlier-" + camera.id(),
                "yes",
                "remedy",
                "fix",
                "fixed-" + camera.id(),
                products.releaseNamed(camera, "2.4.2").id().toString()));
        fields.addAll(List.of(more));
        done(browser.post(at + "/edit", fields.toArray(String[]::new)));
        done(browser.post(at + "/ask", "number", Integer.toString(number + 1)));
    }

    /** Corrects what {@link #issue} made. */
    public void correct(String at) {
        clock.advance(Duration.ofMinutes(1));
        write(at, 2, "tlp", "WHITE", "noteJa", "影響の範囲を改めた");
        done(executive.post(at + "/issue", "number", "3"));
    }

    /** Withdraws what {@link #correct} corrected. */
    public void withdraw(String at) {
        clock.advance(Duration.ofMinutes(1));
        done(browser.post(at + "/withdraw", "number", "3", "reasonJa", "当社の製品ではなかった"));
        done(executive.post(at + "/issue", "number", "4"));
    }

    // Findings

    private String[] ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "CVE-2099-" + (10_000 + n))
                .toArray(String[]::new);
    }

    /** A list of parts in which so many vulnerabilities are found. */
    public void find(int count) {
        Release release = products.releases(camera.id()).getFirst();
        matching.list(browser, camera, release, component("webd", "1.4", ""));
        String[] ids = ids(count);
        matching.feed(
                nvd(IntStream.range(0, count)
                        .mapToObj(n -> cve(ids[n], MODIFIED, "webd", "1.5", GRAVE))
                        .toArray(String[]::new)),
                everything);
    }

    /** All of them turn out to be exploited. */
    public void exploit(int count) {
        matching.feed(kev(ids(count)), everything);
        matching.match();
    }

    /** Decides about some together. */
    public void decide(List<String> findings) {
        List<String> fields = new ArrayList<>(List.of(
                "state",
                "not-affected",
                "justification",
                "vulnerable_code_not_present",
                "reason",
                "この機能は組み込んでいない",
                "action",
                ""));
        findings.forEach(id -> fields.addAll(List.of("pick", id)));
        Page page = browser.post("/vulnerabilities/decide/do", fields.toArray(String[]::new));
        assertThat(page.status()).as(page.text()).isLessThan(400);
    }

    // The house

    /** Stops shipment, takes devices back and ships again; gives the code of the stop. */
    public String stopAndResume() {
        List<String> fields =
                new ArrayList<>(List.of("series", "MC-200", "act", "stop", "day", "2026-11-18", "reasonJa", "発熱するおそれ"));
        String at = done(browser.post("/field/stops/new", fields.toArray(String[]::new)))
                .location()
                .replaceFirst("\\?.*", "");
        done(browser.post(at + "/steps", "act", "withdraw", "day", "2026-11-19"));
        done(browser.post(at + "/steps", "act", "note", "day", "2026-11-19", "note", "社内の覚え書き"));
        done(browser.post(at + "/steps", "act", "resume", "day", "2026-11-20"));
        return at.replaceFirst(".*/", "").toUpperCase(Locale.ROOT);
    }

    /** Asks a supplier; gives the link that it was sent. */
    public String ask(String name) {
        String supplier = done(browser.post("/organisation/suppliers", "name", name))
                .location()
                .replaceFirst("\\?.*", "");
        return browser.post(supplier + "/questions", "recipient", "山田", "days", "30")
                .find("https?://[^/<]+(/supplier/[A-Za-z0-9_-]{43})");
    }

    /** The supplier answers all seven questions. */
    public void answer(String link) {
        List<String> fields = new ArrayList<>(List.of("name", "山田 次郎", "do", "send"));
        for (String question :
                List.of("policy", "support", "structure", "functions", "verified", "watched", "published")) {
            fields.addAll(List.of("answer-" + question, "yes", "detail-" + question, "https://tsubame.example"));
        }
        done(stranger.post(link, fields.toArray(String[]::new)));
    }

    /** What looks for answers that are late. */
    public void lookForLateAnswers() {
        ReflectionTestUtils.invokeMethod(context.getBean("lateAnswers"), "look");
    }

    /** Tells users of a new version. */
    public void tellUsers() {
        String at = done(browser.post(
                        "/field/notices/updates/new",
                        "release",
                        products.releaseNamed(camera, "2.4.2").id().toString(),
                        "fixesJa",
                        "設定画面に入れる問題",
                        "whyJa",
                        "悪用のおそれ",
                        "withoutJa",
                        "映像を見られる",
                        "installJa",
                        "アプリで押す"))
                .location()
                .replaceFirst("\\?.*", "");
        done(browser.post(at + "/send"));
    }

    // Cases

    /** Opens a case; gives its number. */
    public String report(String title) {
        return done(browser.post(
                        "/psirt/new",
                        "title",
                        title,
                        "what",
                        "vulnerability",
                        "source",
                        "stranger",
                        "text",
                        "CVE-2099-77777 が MC-200 にあります"))
                .location()
                .replaceFirst("\\?.*", "")
                .replaceFirst(".*/", "");
    }

    public String drill() {
        return done(browser.post("/psirt/drills", "scenario", "leak"))
                .location()
                .replaceFirst("\\?.*", "")
                .replaceFirst(".*/", "");
    }
}
