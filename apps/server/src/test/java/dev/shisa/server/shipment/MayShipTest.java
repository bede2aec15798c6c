package dev.shisa.server.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.ShippingStops.May;
import dev.shisa.server.vulnerability.TestFeeds;
import dev.shisa.server.vulnerability.TestMatching;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Factory, build server, portal and pages get one answer to "may it be shipped?", and never a yes that another page denies. */
class MayShipTest extends ServerTest {

    private static final String ADVISORIES = "/vulnerabilities/advisories";
    private static final String GRAVE = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    private Person everything = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();
    private Api api = apiWith("");

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCameraWithThreeVersions() {
        emptyDatabase();
        everything = person(Role.OWNER, Role.QUALITY, Role.PSIRT);
        browser = signedIn(everything);
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "カメラ", "", List.of("MC-210", "MC-220"), "2.4.1"), everything);
        products.addRelease(camera, "2.4.2", null, "", null, everything);
        products.addRelease(camera, "test-build", null, "", null, everything);
        api = api(everything, Set.of(Act.VIEW, Act.EDIT_PRODUCT));
    }

    private Release release(String name) {
        return products.releaseNamed(camera, name);
    }

    private Api.Answer may(String release) {
        Api.Answer answer = api.get("/api/v1/shipments/may?series=MC-200&release=" + release);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** What each ground says of a version to the factory; the build server is answered the same. */
    private Map<String, String> grounds(String release) {
        Map<String, String> grounds = new TreeMap<>();
        may(release)
                .json()
                .path("grounds")
                .forEach(one -> grounds.put(
                        one.path("ground").asString(), one.path("may").asString()));
        Map<String, String> build = new TreeMap<>();
        api.get("/api/v1/series/MC-200/shipping?release=" + release)
                .json()
                .path("grounds")
                .forEach(one ->
                        build.put(one.path("ground").asString(), one.path("may").asString()));
        assertThat(build).isEqualTo(grounds);
        return grounds;
    }

    /** Issues an advisory about versions before a fixed one; gives its number. */
    private String issued(String... more) {
        return issued(List.of(), more);
    }

    private String issued(List<String> consent, String... more) {
        String at = asked(more);
        List<String> sent = new ArrayList<>(List.of("number", "2"));
        sent.addAll(consent);
        Page agreed = signedIn(Role.EXECUTIVE).post(at + "/issue", sent.toArray(String[]::new));
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
        return agreed.location().replaceFirst("\\?.*", "").replace(ADVISORIES + "/", "");
    }

    /** An advisory that waits for who issues it; gives its address. */
    private String asked(String... more) {
        TestPortal.switchOn(browser, camera.id().toString());
        Page made = browser.post(
                ADVISORIES + "/new",
                "titleJa",
                "認証を避けられる",
                "series",
                camera.id().toString());
        String at = made.location().replaceFirst("/edit.*", "");
        writtenAndAsked(at, 1, more);
        return at;
    }

    private void writtenAndAsked(String at, int number, String... more) {
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
                "known",
                "actionJa",
                "更新してください。",
                "tlp",
                "WHITE"));
        fields.addAll(List.of(more));
        Page saved = browser.post(at + "/edit", fields.toArray(String[]::new));
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(browser.post(at + "/ask", "number", Integer.toString(number + 1))
                        .status())
                .isEqualTo(302);
    }

    private String issuedBefore242() {
        String id = camera.id().toString();
        return issued(
                "earlier-" + id,
                "yes",
                "remedy",
                "fix",
                "fixed-" + id,
                release("2.4.2").id().toString());
    }

    @Test
    void onlyYesFromEveryGroundIsAYes() {
        List<May> values = List.of(May.values());
        for (May a : values) {
            for (May b : values) {
                for (May c : values) {
                    May together = MayShip.together(List.of(a, b, c));
                    Set<May> all =
                            Set.copyOf(List.of(a, b, c).stream().distinct().toList());
                    assertThat(together == May.YES).isEqualTo(all.equals(Set.of(May.YES)));
                    assertThat(together == May.NO).isEqualTo(all.contains(May.NO));
                }
            }
        }
    }

    @Test
    void whatNobodyKnowsIsNotAYes() {
        assertThat(may("2.4.1").at("/may")).isEqualTo("unclear");
        assertThat(grounds("2.4.1"))
                .isEqualTo(
                        Map.of("stops", "yes", "findings", "unclear", "advisories", "yes", "verification", "unclear"));
        assertThat(may("2.4.1").text()).contains("部品表", "検証計画がなく");
    }

    @Test
    void aVersionUnderAnIssuedAdvisoryMustNotLeave() {
        String number = issuedBefore242();
        Api.Answer answer = may("2.4.1");
        assertThat(answer.at("/may")).as(answer.text()).isEqualTo("no");
        assertThat(answer.text()).containsIgnoringCase("アドバイザリ" + number);
        assertThat(grounds("2.4.1")).containsEntry("advisories", "no");
        assertThat(grounds("2.4.2")).as("the fixed one").containsEntry("advisories", "yes");
        assertThat(grounds("test-build"))
                .as("whether it comes before the fixed one, nobody can tell")
                .containsEntry("advisories", "unclear");
        String id = release("2.4.1").id().toString();
        for (String page : List.of(
                "/products/MC-200/vulnerabilities?release=" + id, "/products/MC-200/verification/gates/" + id)) {
            assertThat(browser.get(page).text())
                    .as(page)
                    .contains("出荷できない", "影響を受けるものとしています")
                    .doesNotContain("出荷できます");
        }
    }

    @Test
    void anAdvisoryThatCameToNothingIsNotMistakenForTheNext() {
        String id = camera.id().toString();
        String at = asked(
                "remedy", "workaround", "affected-" + id, release("2.4.2").id().toString());
        Browser executive = signedIn(Role.EXECUTIVE);
        try (AtOnce atOnce = atOnce()) {
            atOnce.begin()
                    .step(() -> {
                        executive.post(at + "/issue", "number", "2");
                        assertThat(grounds("2.4.2")).containsEntry("advisories", "no");
                    })
                    .rollBack();
        }
        writtenAndAsked(
                at,
                2,
                "remedy",
                "workaround",
                "affected-" + id,
                release("2.4.1").id().toString());
        assertThat(executive.post(at + "/issue", "number", "3").status()).isEqualTo(302);
        assertThat(grounds("2.4.2")).containsEntry("advisories", "yes");
        assertThat(grounds("2.4.1")).containsEntry("advisories", "no");
    }

    @Test
    void aVersionMadeFromTheFixedOneIsNotConcernedAndOneOnTheWayToItIs() {
        products.addRelease(camera, "hotfix", null, "", release("2.4.2").id(), everything);
        issuedBefore242();
        assertThat(grounds("hotfix")).containsEntry("advisories", "yes");
        Release fixed = release("2.4.2");
        products.editRelease(
                new Release(
                        fixed.id(),
                        camera.id(),
                        "2.4.2",
                        null,
                        "",
                        release("test-build").id(),
                        fixed.version()),
                everything);
        assertThat(grounds("test-build")).containsEntry("advisories", "no");
    }

    @Test
    void anAdvisoryAboutSomeModelsSaysNothingOfOthers() {
        String id = camera.id().toString();
        UUID model = products.models(camera.id()).getFirst().id();
        issued("earlier-" + id, "yes", "remedy", "workaround", "models-" + id, model.toString());
        assertThat(grounds("2.4.1")).as("no model was named").containsEntry("advisories", "unclear");
        String of = "/api/v1/shipments/may?series=MC-200&release=2.4.1&model=";
        assertThat(api.get(of + "MC-210").text()).contains("{\"ground\":\"advisories\",\"may\":\"no\"");
        assertThat(api.get(of + "MC-220").text()).contains("{\"ground\":\"advisories\",\"may\":\"yes\"");
    }

    @Test
    void anAdvisoryThatNamesNoVersionSpeaksOfEveryOne() {
        issued("remedy", "workaround");
        assertThat(grounds("2.4.1")).containsEntry("advisories", "no");
        assertThat(grounds("test-build")).containsEntry("advisories", "no");
    }

    @Test
    void whatIsStillLookedIntoIsNoYesAndNoNoAndSaysSo() {
        String id = camera.id().toString();
        String number = issued(
                List.of("acknowledged", "yes"),
                "affected-" + id,
                release("2.4.1").id().toString(),
                "remedy",
                "investigating");
        assertThat(grounds("2.4.1")).containsEntry("advisories", "unclear");
        assertThat(may("2.4.1").text())
                .containsIgnoringCase("アドバイザリ" + number + "は、バージョン2.4.1が影響を受けるかどうかを調査中としています。")
                .doesNotContain("影響を受けるものとしています");
        assertThat(grounds("2.4.2")).containsEntry("advisories", "yes");
    }

    @Test
    void anAdvisoryThatNamesSomeVersionsSpeaksOfNoOthersAlsoWithoutAFix() {
        String id = camera.id().toString();
        issued("earlier-" + id, "yes", "affected-" + id, release("2.4.1").id().toString(), "remedy", "workaround");
        assertThat(grounds("2.4.1")).containsEntry("advisories", "no");
        assertThat(grounds("test-build")).containsEntry("advisories", "yes");
    }

    @Test
    void aWithdrawnAdvisoryHoldsNothingBack() {
        String number = issuedBefore242();
        Page asked = browser.post(ADVISORIES + "/" + number + "/withdraw", "number", "2", "reasonJa", "誤りでした。");
        assertThat(asked.status()).as(asked.text()).isEqualTo(302);
        Page agreed = signedIn(Role.EXECUTIVE).post(ADVISORIES + "/" + number + "/issue", "number", "3");
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
        assertThat(grounds("2.4.1")).containsEntry("advisories", "yes");
    }

    @Test
    void anOpenFindingAtAPriorityThatStopsIsANoForTheFactoryToo() {
        TestMatching watching = new TestMatching(context);
        watching.list(browser, camera, release("2.4.1"), TestFeeds.component("webd", "1.4", ""));
        watching.feed(
                TestFeeds.nvd(TestFeeds.cve("CVE-2024-1001", "2026-11-01T00:00:00.000", "webd", "1.5", GRAVE)),
                everything);
        watching.feed(TestFeeds.kev("CVE-2024-1001"), everything);
        assertThat(api.get("/api/v1/series/MC-200/shipping?release=2.4.1").at("/answer"))
                .isEqualTo("not-yet");
        assertThat(may("2.4.1").at("/may")).isEqualTo("no");
        assertThat(grounds("2.4.1")).containsEntry("findings", "no");
    }

    @Test
    void whoeverGivesAVersionOutIsToldWhatStandsAgainstIt() {
        issuedBefore242();
        LocalDate today = LocalDate.ofInstant(clock.instant(), dev.shisa.server.platform.web.Ui.ZONE);
        Release stored = release("2.4.1");
        Page saved = browser.post(
                "/products/MC-200/releases/" + stored.id() + "/edit",
                "name",
                "2.4.1",
                "on",
                today.toString(),
                "version",
                "" + stored.version());
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(browser.follow(saved).text()).contains("最新版として公開中のバージョン2.4.1は、出荷できない状態です", "影響を受けるものとしています");
        assertThat(browser.get("/settings/portal").text()).contains("最新版として公開中のバージョン2.4.1は、出荷できない状態です");
        Api.Answer again = api.put(
                "/api/v1/series/MC-200/releases/" + stored.id(),
                "{\"name\": \"2.4.1\", \"releasedOn\": \"" + today + "\"}",
                "If-Match",
                String.valueOf(
                        api.get("/api/v1/series/MC-200/releases/" + stored.id()).tag()));
        assertThat(again.at("/cautions/1")).as(again.text()).contains("影響を受けるものとしています");
    }
}
