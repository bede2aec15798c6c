package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    private Series camera = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
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
        assertThat(open(psirt)).hasSize(2);
        browser.post(
                "/products/XL-900/conformity/jcstar1/S1.1-02/assignment",
                "assignee",
                psirt.id().toString(),
                "due",
                "2026-12-31");

        Page undone = browser.follow(browser.post(done.location() + "/undo"));

        assertThat(undone.text()).contains("1件を元に戻しました", "その後で担当が変わった");
        assertThat(open(psirt))
                .singleElement()
                .satisfies(one -> assertThat(one.assignment().seriesId()).isEqualTo(lock.id()));
    }

    @Test
    void givesAssignmentsToSomebodyElseUntilAnotherDayAndBack() {
        Person psirt = person(Role.PSIRT);
        Person operator = person(Role.OPERATOR);
        Judged judged = Judged.of(camera);
        RequirementId password = new RequirementId("jcstar1", "S1.1-02");
        LocalDate day = LocalDate.parse("2026-11-25");
        String id = assignments
                .assign(judged, password, psirt.id(), day, "管理画面", quality)
                .id()
                .toString();
        clock.advance(Duration.ofDays(6));
        browser = signedIn(quality);

        assertThat(browser.post("/bulk", "kind", "reassign", "pick", id).text()).contains("担当か期限を変える", "選んだ1件");
        assertThat(browser.post("/bulk", "kind", "reassign", "chosen", "1", "pick", id)
                        .text())
                .contains("担当か期限のどちらかを入れてください");
        assertThat(browser.post(
                                "/bulk",
                                "kind",
                                "reassign",
                                "chosen",
                                "1",
                                "assignee",
                                operator.id().toString(),
                                "pick",
                                id)
                        .text())
                .as("its day is over")
                .contains("断られるものが1件あります", "2026-11-25");
        Page preview = browser.post(
                "/bulk",
                "kind",
                "reassign",
                "chosen",
                "1",
                "assignee",
                operator.id().toString(),
                "due",
                "2026-12-24",
                "pick",
                id);
        assertThat(preview.text()).contains("1件が変わります", "S1.1-02", "カメラ");
        assertThat(open(psirt)).hasSize(1);

        Page done = browser.post("/bulk/do", hidden(preview));

        assertThat(assignments.of(camera.id(), password)).get().satisfies(one -> {
            assertThat(one.assignee()).isEqualTo(operator.id());
            assertThat(one.due()).isEqualTo("2026-12-24");
            assertThat(one.note()).isEqualTo("管理画面");
        });
        browser.post(done.location() + "/undo");
        assertThat(assignments.of(camera.id(), password)).get().satisfies(one -> {
            assertThat(one.assignee()).isEqualTo(psirt.id());
            assertThat(one.due()).as("as it was, though it is over").isEqualTo(day);
        });
    }

    @Test
    void takesAssignmentsBackUnlessTheyEndedMeanwhile() {
        Person psirt = person(Role.PSIRT);
        Judged judged = Judged.of(camera);
        RequirementId password = new RequirementId("jcstar1", "S1.1-02");
        String id = assignments
                .assign(judged, password, psirt.id(), LocalDate.parse("2026-11-25"), "", quality)
                .id()
                .toString();
        Page preview = browser.post("/bulk", "kind", "unassign", "pick", id);

        Page done = browser.post("/bulk/do", hidden(preview));

        assertThat(open(psirt)).isEmpty();
        assertThat(browser.post("/bulk", "kind", "unassign", "pick", id).text()).contains("断られるものが1件あります", "もう取り消されたか");
        browser.post(done.location() + "/undo");
        assertThat(open(psirt)).hasSize(1);
        assertThat(signedIn(person(Role.AUDITOR))
                        .post("/bulk", "kind", "unassign", "pick", id)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anUndoneAssignmentGivesItBackToWhoHadIt() {
        Person psirt = person(Role.PSIRT);
        Person operator = person(Role.OPERATOR);
        RequirementId password = new RequirementId("jcstar1", "S1.1-02");
        assignments.assign(Judged.of(camera), password, psirt.id(), LocalDate.parse("2026-11-25"), "", quality);
        Page done = browser.post(
                "/bulk/do",
                hidden(browser.post(
                        "/bulk",
                        "kind",
                        "assign",
                        "chosen",
                        "1",
                        "requirement",
                        password.toString(),
                        "assignee",
                        operator.id().toString(),
                        "due",
                        "2026-12-01",
                        "pick",
                        "MC-200")));
        assertThat(open(operator)).hasSize(1);
        browser.post(done.location() + "/undo");
        assertThat(open(psirt)).hasSize(1);
        assertThat(open(operator)).isEmpty();
    }

    @Test
    void whatExcludesOneAnotherByNowIsNotRenewedButAnsweredAnew() {
        Api program = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        String before = program.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "declaration", "title": "調べたものの申告", "statement": "調べた",
                         "validUntil": "2026-12-01T15:00:00Z",
                         "facts": [{"key": "network.scanned", "value": ["tcp", "ipv6"]}]}""").at("/code");
        jdbc.sql("UPDATE fact SET value = 'ipv6\nno-ipv6\ntcp' WHERE key = 'network.scanned'")
                .update();
        Page preview = browser.post(
                "/bulk", "kind", "renew", "chosen", "1", "due", "2027-12-01", "note", "11月20日に見直した", "pick", before);
        assertThat(preview.text())
                .contains("断られるものが1件あります", "「IPv6のアドレス」と「IPv6では通信できない製品」は両立しません。")
                .doesNotContain("no-ipv6");
        assertThat(preview.html()).contains("/evidence/" + before);

        Page form = browser.get("/products/MC-200/evidence/new?renews=" + before);
        assertThat(form.html()).contains("value=\"no-ipv6\"");
        Page again = browser.post(
                "/products/MC-200/evidence/new",
                "kind",
                "declaration",
                "renews",
                before,
                "title",
                "調べたものの申告",
                "statement",
                "調べ直した",
                "observed",
                "2026-11-20",
                "slot",
                "network.scanned",
                "f0.value",
                "tcp",
                "f0.value",
                "ipv6",
                "replace",
                "network.scanned");
        assertThat(again.status()).as(again.text()).isEqualTo(302);
    }

    @Test
    void saysOfDocumentsThatTheyStillHoldAndOfTestsThatTheyHaveToBeDoneAgain() {
        Api program = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        String declaration = evidence(program, "2026-12-01T15:00:00Z");
        String endless = evidence(program, null);

        assertThat(browser.get("/evidence").html()).contains("name=\"pick\" value=\"" + declaration + "\"");
        assertThat(browser.post("/bulk", "kind", "renew", "chosen", "1", "due", "2027-12-01", "pick", declaration)
                        .text())
                .contains("今も有効だといえる理由を入れてください");
        Page preview = browser.post(
                "/bulk",
                "kind",
                "renew",
                "chosen",
                "1",
                "due",
                "2027-12-01",
                "note",
                "11月20日に見直した",
                "pick",
                declaration,
                "pick",
                endless,
                "pick",
                "D-NONE1");
        assertThat(preview.text()).contains("1件が変わります", "断られるものが1件あります", "期限がないか", "初期パスワードの申告");
        assertThat(count("evidence")).isEqualTo(2);

        Page done = browser.post("/bulk/do", hidden(preview));

        assertThat(jdbc.sql("SELECT statement FROM evidence WHERE renews IS NOT NULL")
                        .query(String.class)
                        .single())
                .isEqualTo("11月20日に見直した");
        assertThat(jdbc.sql("SELECT count(*) FROM fact_supersedes")
                        .query(Integer.class)
                        .single())
                .as("what counts now counts until it ends")
                .isZero();
        assertThat(browser.get("/evidence?expiry=30").text()).contains("条件に合う");
        assertThat(acts()).contains("evidence.bulk", "evidence.add");

        assertThat(browser.follow(browser.post(done.location() + "/undo")).text())
                .contains("1件を元に戻しました");
        assertThat(count("fact_withdrawal")).isEqualTo(1);
        assertThat(browser.get("/evidence?expiry=30").text())
                .as("it runs out again")
                .contains("初期パスワードの申告");
    }

    @Test
    void chosenEvidenceIsConfirmedWhereItIsShown() {
        Page page = browser.post("/bulk", "kind", "confirm", "pick", "D-7K2QM", "pick", "D-7K2QN");
        assertThat(page.location()).isEqualTo("/confirm?only=D-7K2QM&only=D-7K2QN");
        assertThat(browser.get(page.location()).text()).contains("確認");
    }

    private static String evidence(Api program, @Nullable String until) {
        return program.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "declaration", "title": "初期パスワードの申告", "statement": "x"%s,
                         "facts": [{"key": "support.ends", "value": "2031-03-31"}]}""".formatted(
                                until == null ? "" : ", \"validUntil\": \"" + until + "\""))
                .at("/code");
    }

    private List<Assignments.Open> open(Person person) {
        return assignments.open(Assignments.Wanted.of(person), 0, 100);
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
        for (int i = 0; i <= BulkActs.CHOSEN_MAX; i++) {
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
