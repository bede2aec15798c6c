package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One act on many series: seen before, done by the rules of each, taken back. */
class BulkTest extends ServerTest {

    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"");

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Assignments assignments;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series camera = new Series(new java.util.UUID(0, 0), "", "", "", "", null, 1);
    private Series lock = camera;
    private Series old = camera;
    private Browser browser = signedOut();

    @BeforeEach
    void threeSeriesOneOfThemArchived() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        camera = series("MC-200", "カメラ");
        lock = series("XL-900", "錠");
        old = series("OLD-1", "旧型");
        products.archive(old, true, quality);
        browser = signedIn(quality);
    }

    @Test
    void theListOffersItToWhoMay() {
        assertThat(browser.get("/products").html()).contains("name=\"pick\" value=\"MC-200\"", "value=\"archive\"");
        assertThat(signedIn(Role.AUDITOR).get("/products").html()).doesNotContain("name=\"pick\"");
    }

    @Test
    void thePreviewSaysWhatWouldHappenAndChangesNothing() {
        guides.choose(lock, Set.of("jcstar1", "iotgl"), quality);
        long recorded = newest();

        Page preview = browser.post(
                "/bulk", "kind", "follow", "chosen", "1", "guide", "iotgl", "pick", "MC-200", "pick", "XL-900", "pick",
                "OLD-1", "pick", "NONE-1");

        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.text())
                .contains("1件が変わります", "断られるものが2件あります", "もう対象です", "1件を変える")
                .contains("カメラ", "錠", "旧型", "NONE-1");
        assertThat(guides.followed(camera.id())).extracting(guide -> guide.id()).doesNotContain("iotgl");
        assertThat(newest()).isEqualTo(recorded);
        assertThat(count("bulk_act")).isZero();
    }

    @Test
    void doesItForEachByItsOwnRulesAndTakesItBack() {
        Page preview = browser.post(
                "/bulk", "kind", "follow", "chosen", "1", "guide", "iotgl", "pick", "MC-200", "pick", "XL-900", "pick",
                "OLD-1");

        Page done = browser.post("/bulk/do", hidden(preview));

        assertThat(browser.follow(done).text()).contains("2件を変えました", "1件は変えられませんでした", "元に戻す");
        assertThat(guides.followed(camera.id())).extracting(guide -> guide.id()).contains("iotgl");
        assertThat(acts()).contains("series.bulk", "guides.series");
        browser.post("/bulk/do", hidden(preview));
        assertThat(count("bulk_act")).as("sent twice, done once").isEqualTo(1);
        assertThat(signedIn(Role.QUALITY).get(done.location()).status()).isEqualTo(404);

        Page undone = browser.follow(browser.post(done.location() + "/undo"));
        assertThat(undone.text()).contains("2件を元に戻しました");
        assertThat(guides.followed(camera.id())).extracting(guide -> guide.id()).doesNotContain("iotgl");
        assertThat(browser.post(done.location() + "/undo").status()).isEqualTo(409);
    }

    @Test
    void archivesAndBringsBack() {
        Page done = browser.post("/bulk/do", hidden(browser.post("/bulk", "kind", "archive", "pick", "MC-200")));
        assertThat(products.isArchived(camera.id())).isTrue();
        browser.post(done.location() + "/undo");
        assertThat(products.isArchived(camera.id())).isFalse();

        browser.post("/bulk/do", hidden(browser.post("/bulk", "kind", "bring-back", "pick", "OLD-1")));
        assertThat(products.isArchived(old.id())).isFalse();
    }

    @Test
    void assignsARequirementAndUndoesOnlyItsOwnAssignments() {
        Person psirt = person(Role.PSIRT);
        assertThat(browser.post("/bulk", "kind", "assign", "pick", "MC-200").text())
                .contains("選んだ1件", "S1.1-02");
        Page preview = browser.post(
                "/bulk",
                "kind",
                "assign",
                "chosen",
                "1",
                "requirement",
                "jcstar1/S1.1-02",
                "assignee",
                psirt.id().toString(),
                "due",
                "2026-12-01",
                "pick",
                "MC-200",
                "pick",
                "XL-900");
        Page done = browser.post("/bulk/do", hidden(preview));
        assertThat(assignments.open(psirt)).hasSize(2);
        browser.post(
                "/products/XL-900/conformity/jcstar1/S1.1-02/assignment",
                "assignee",
                psirt.id().toString(),
                "due",
                "2026-12-31");

        Page undone = browser.follow(browser.post(done.location() + "/undo"));

        assertThat(undone.text()).contains("1件を元に戻しました", "その後で担当が変わった");
        assertThat(assignments.open(psirt))
                .singleElement()
                .satisfies(one -> assertThat(one.assignment().seriesId()).isEqualTo(lock.id()));
    }

    @Test
    void whatIsMissingIsAskedFor() {
        Page wrong = browser.post("/bulk", "kind", "assign", "chosen", "1", "due", "2020-01-01", "pick", "MC-200");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("要求事項を選んでください", "担当を一覧から選んでください", "過ぎた日");
        assertThat(browser.post("/bulk", "kind", "archive").status()).isEqualTo(422);
        assertThat(browser.post("/bulk", "kind", "explode", "pick", "MC-200").status())
                .isEqualTo(422);
        List<String> many = new ArrayList<>(List.of("kind", "archive"));
        for (int i = 0; i <= BulkActs.SERIES_MAX; i++) {
            many.addAll(List.of("pick", "A-" + i));
        }
        assertThat(browser.post("/bulk", many.toArray(String[]::new)).status()).isEqualTo(422);
    }

    @Test
    void nobodyReachesFurtherByIt() {
        Person limited = person(Set.of(camera.id()), Role.QUALITY);
        Browser narrow = signedIn(limited);
        Page preview = narrow.post("/bulk", "kind", "archive", "pick", "MC-200", "pick", "XL-900");
        assertThat(preview.text()).contains("1件が変わります", "断られるものが1件").doesNotContain("錠");
        narrow.post("/bulk/do", hidden(preview));
        assertThat(products.isArchived(lock.id())).isFalse();

        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.post("/bulk", "kind", "archive", "pick", "MC-200").status())
                .isEqualTo(403);
        assertThat(auditor.post("/bulk/do", "kind", "archive", "pick", "XL-900").status())
                .isEqualTo(403);
        assertThat(products.isArchived(lock.id())).isFalse();
    }

    @Test
    void afterADayItStays() {
        Page done = browser.post("/bulk/do", hidden(browser.post("/bulk", "kind", "archive", "pick", "MC-200")));
        clock.advance(Duration.ofHours(24));
        assertThat(signedIn(quality).get(done.location()).html()).doesNotContain("/undo");
        assertThat(signedIn(quality).post(done.location() + "/undo").status()).isEqualTo(409);
        assertThat(products.isArchived(camera.id())).isTrue();
    }

    private Series series(String code, String name) {
        return products.create(new NewSeries(code, name, "機器", "", List.of(), "1.0"), quality);
    }

    private long newest() {
        return jdbc.sql("SELECT max(id) FROM ledger_outbox").query(Long.class).single();
    }

    /** What the form that does it sends. */
    private static String[] hidden(Page page) {
        String form = page.find("action=\"/bulk/do\">(.*?)</form>");
        List<String> fields = new ArrayList<>();
        for (Matcher m = HIDDEN.matcher(form); m.find(); ) {
            fields.addAll(List.of(m.group(1), m.group(2)));
        }
        return fields.toArray(String[]::new);
    }
}
