package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From a stranger's report to the end of a case; nobody learns of a case who does not work on it. */
class CasePagesTest extends ServerTest {

    private static final String SECRET = "固定の管理者パスワード";

    @Autowired
    Products products;

    @Autowired
    Reports reports;

    @Autowired
    CaseStore store;

    @Autowired
    Cases cases;

    @Autowired
    CaseWatch watch;

    @Autowired
    Audit audit;

    private Person psirt;
    private Browser desk;

    @BeforeEach
    void people() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        desk = signedIn(psirt);
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
    }

    private String opened(Browser browser, String... more) {
        List<String> fields = new ArrayList<>(
                List.of("title", SECRET, "what", "vulnerability", "source", "stranger", "text", "固定のパスワードです"));
        fields.addAll(List.of(more));
        Page answer = browser.post("/psirt/new", fields.toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return answer.location().replaceFirst("\\?.*", "");
    }

    private static void enter(Browser browser, String here, String kind, String... fields) {
        Page answer = browser.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private static String refused(Browser browser, String here, String kind, String... fields) {
        Page answer = browser.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isBetween(403, 422);
        return answer.text();
    }

    // Need to know

    @Test
    void nobodyLearnsOfACaseWhoDoesNotWorkOnIt() {
        String here = opened(desk);
        for (Role role : Role.values()) {
            Person other = person(role);
            if (role == Role.PSIRT) {
                continue;
            }
            Browser browser = signedIn(other);
            for (String page :
                    List.of("", "/decide", "/texts", "/timeline", "/timeline.csv", "/texts/jvn-status.txt")) {
                Page answer = browser.get(here + page);
                assertThat(answer.status()).as(role + page).isEqualTo(404);
                assertThat(answer.text()).doesNotContain(SECRET);
            }
            assertThat(browser.get(here).text()).contains("この案件はありません");
            assertThat(browser.get("/psirt/P-ZZZZZ").text()).contains("この案件はありません");
            for (String page :
                    List.of("/", "/psirt", "/psirt.csv", "/notices", "/vulnerabilities", "/search?q=" + "P-")) {
                assertThat(browser.get(page).text())
                        .as(role + page)
                        .doesNotContain(SECRET, here.substring("/psirt/".length()));
            }
        }
        for (String page : List.of(
                "/audit",
                "/audit.csv",
                "/records",
                "/records/1",
                "/records/2",
                "/records/3",
                "/search?q=%E5%9B%BA%E5%AE%9A")) {
            assertThat(signedIn(Role.OWNER, Role.AUDITOR, Role.QUALITY, Role.EXECUTIVE)
                            .get(page)
                            .text())
                    .doesNotContain(SECRET, "固定のパスワードです");
        }
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE position(? IN convert_from(body, 'UTF8')) > 0")
                        .param(SECRET)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE position(? IN audit::text) > 0")
                        .param(SECRET)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void eachAccessAndEachRefusalIsARecordOfTheLedger() {
        String here = opened(desk);
        desk.get(here);
        Person owner = person(Role.OWNER);
        signedIn(owner).get(here);
        assertThat(jdbc.sql("SELECT act || ' ' || person_id FROM psirt_access ORDER BY at, id")
                        .query(String.class)
                        .list())
                .contains("seen " + psirt.id(), "refused " + owner.id());
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'psirt-access/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(count("psirt_access"));
        assertThat(desk.get(here + "/timeline").text()).contains("断られた", owner.name());
    }

    @Test
    void whoIsAddedSeesAndWhoIsRemovedSeesNoMore() {
        String here = opened(desk);
        Person quality = person(Role.QUALITY);
        enter(desk, here, "assigned", "person", quality.id().toString());
        assertThat(signedIn(quality).get(here).text()).contains(SECRET);
        assertThat(signedIn(quality).get("/psirt").text()).contains(SECRET);
        enter(desk, here, "unassigned", "person", quality.id().toString());
        assertThat(signedIn(quality).get(here).status()).isEqualTo(404);
        assertThat(refused(desk, here, "unassigned", "person", psirt.id().toString()))
                .contains("最後の担当者");
    }

    private Person longHere(Role... roles) {
        Person person = person(roles);
        jdbc.sql("UPDATE person SET created_at = created_at - interval '30 days' WHERE id = ?")
                .param(person.id())
                .update();
        return person;
    }

    private void end(Person person) {
        jdbc.sql("UPDATE person SET disabled_at = ? WHERE id = ?")
                .params(java.sql.Timestamp.from(clock.instant()), person.id())
                .update();
    }

    private List<String> told(Person person) {
        return jdbc.sql("SELECT args->>1 FROM notice_event WHERE kind = 'case' AND person_id = ? ORDER BY at, id")
                .param(person.id())
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private List<String> workingOn(String here) {
        return jdbc.sql("SELECT unnest(assigned)::text FROM psirt_case WHERE number = ?")
                .param(here.substring("/psirt/".length()))
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Test
    void theCaseOfSomebodyWhoLeftGoesToThoseOnDutyAndToNobodyElse() {
        String here = opened(desk);
        Person colleague = longHere(Role.PSIRT);
        Person owner = person(Role.OWNER);
        assertThat(signedIn(colleague).get(here).status()).isEqualTo(404);
        watch.look();
        assertThat(workingOn(here))
                .as("as long as somebody can go on nothing changes")
                .containsExactly(psirt.id().toString());

        end(psirt);
        watch.look();
        watch.look();

        assertThat(workingOn(here)).containsExactly(colleague.id().toString());
        Browser next = signedIn(colleague);
        assertThat(next.get("/").text()).contains(here.substring("/psirt/".length()));
        assertThat(told(colleague)).containsExactly("taken-over");
        assertThat(next.get(here + "/timeline").text()).contains("担当者を加えた", "担当者を外した", psirt.name(), "アカウントが終わり");
        assertThat(signedIn(owner).get(here).status()).isEqualTo(404);
        assertThat(signedIn(owner).get("/").text()).doesNotContain(here.substring("/psirt/".length()));
        assertThat(jdbc.sql("SELECT count(*) FROM psirt_entry")
                        .query(Integer.class)
                        .single())
                .as("opened, assigned, taken over, removed: once each")
                .isEqualTo(4);
    }

    @Test
    void theCaseGoesNeitherToWhomAnOwnerJustMadeUpNorToTheOwnerWhoEndedTheOthers() {
        String here = opened(desk);
        Person owner = longHere(Role.OWNER, Role.PSIRT);
        Person boss = person(Role.OWNER);
        Person madeUp = person(Role.PSIRT);
        assertThat(signedIn(owner)
                        .post("/settings/people/" + psirt.id() + "/disable")
                        .status())
                .isEqualTo(302);
        watch.look();
        watch.look();
        assertThat(workingOn(here)).as("it waits").containsExactly(psirt.id().toString());
        assertThat(told(owner)).containsExactly("waits");
        assertThat(signedIn(madeUp).get(here).status()).isEqualTo(404);

        clock.advance(Duration.ofDays(7));
        watch.look();
        assertThat(workingOn(here))
                .as("the colleagues had a week to see who that is")
                .containsExactlyInAnyOrder(owner.id().toString(), madeUp.id().toString());

        assertThat(signedIn(boss)
                        .post("/settings/people/" + madeUp.id() + "/disable")
                        .status())
                .isEqualTo(302);
        jdbc.sql("UPDATE person SET roles = '{auditor}' WHERE 'owner' = ANY (roles) AND id <> ?")
                .param(boss.id())
                .update();
        watch.look();
        assertThat(told(boss).stream().filter("waits"::equals))
                .as("it waits once more, which is told once more")
                .hasSize(2);
    }

    @Test
    void whomAProviderTookTheRoleFromIsFollowedByNoOwner() {
        String here = opened(desk);
        Person owner = longHere(Role.OWNER, Role.PSIRT);
        Person colleague = longHere(Role.PSIRT);
        jdbc.sql("UPDATE person SET roles = '{auditor}' WHERE id = ?")
                .param(psirt.id())
                .update();
        audit.record(null, "person.roles-by-provider", psirt.email(), Map.of());
        watch.look();
        assertThat(workingOn(here))
                .contains(colleague.id().toString())
                .doesNotContain(owner.id().toString());
    }

    @Test
    void aCaseThatCannotBeLookedAtKeepsNoOtherOneFromIt() {
        String one = opened(desk);
        String other = opened(desk);
        Person colleague = longHere(Role.PSIRT);
        end(psirt);
        statements().fail("SELECT id FROM psirt_case", new IllegalStateException("made by the test"));
        assertThatThrownBy(watch::look).hasMessageContaining("made by the test");
        assertThat(workingOn(one).equals(List.of(colleague.id().toString()))
                        ^ workingOn(other).equals(List.of(colleague.id().toString())))
                .as("one of them goes on")
                .isTrue();
        watch.look();
        assertThat(workingOn(one))
                .isEqualTo(workingOn(other))
                .containsExactly(colleague.id().toString());
    }

    @Test
    void aCaseStaysWithThoseWhoAreLeftAndALostRoleCountsLikeLeaving() {
        String here = opened(desk);
        Person quality = person(Role.QUALITY);
        Person colleague = longHere(Role.PSIRT);
        enter(desk, here, "assigned", "person", quality.id().toString());
        end(psirt);
        watch.look();
        assertThat(workingOn(here)).doesNotContain(colleague.id().toString());
        jdbc.sql("UPDATE person SET roles = '{auditor}' WHERE id = ?")
                .param(quality.id())
                .update();
        watch.look();
        assertThat(workingOn(here))
                .containsExactlyInAnyOrder(
                        quality.id().toString(), colleague.id().toString());
    }

    @Test
    void whatAReporterWritesToAClosedCaseOfSomebodyWhoLeftReachesThoseOnDuty() {
        String here = opened(desk);
        enter(desk, here, "step", "about", "acknowledged");
        enter(desk, here, "step", "about", "verifying");
        enter(desk, here, "step", "about", "not-vulnerable", "text", "再現しません");
        enter(desk, here, "step", "about", "closed");
        Person colleague = longHere(Role.PSIRT);
        end(psirt);
        watch.look();
        assertThat(workingOn(here))
                .as("a closed case stays where it is")
                .doesNotContain(colleague.id().toString());
        cases.heard(store.byNumber(here.substring("/psirt/".length())).orElseThrow(), "まだ直っていません");
        assertThat(workingOn(here)).containsExactly(colleague.id().toString());
        assertThat(told(colleague)).containsExactlyInAnyOrder("taken-over", "heard");
    }

    @Test
    void whomToCallIsOneClickAwayWhileACaseIsOpen() {
        String here = opened(desk);
        assertThat(desk.get(here).html()).contains("href=\"/organisation/emergency\"");
        assertThat(desk.get(here + "/decide").html()).contains("href=\"/organisation/emergency\"");
        assertThat(desk.get("/organisation/emergency").status()).isEqualTo(200);
    }

    @Test
    void aTokenThatReadsProductsReadsNoCases() {
        String here = opened(desk);
        String number = here.substring("/psirt/".length());
        Api reader = api(psirt, Set.of(Act.VIEW));
        assertThat(reader.get("/api/v1/psirt/cases").status()).isEqualTo(403);
        Api own = api(psirt, Set.of(Act.SEE_CASES));
        assertThat(own.get("/api/v1/psirt/cases").text()).contains(number);
        Api other = api(person(Role.OWNER), Set.of(Act.SEE_CASES));
        assertThat(other.get("/api/v1/psirt/cases").text()).doesNotContain(number);
        assertThat(other.get("/api/v1/psirt/cases/" + number).code()).isEqualTo("psirt.case.unknown");
    }

    @Test
    void guessingNumbersIsSlowedDown() {
        Browser owner = signedIn(Role.OWNER);
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            answers.add(owner.get("/psirt/P-AAA" + (10 + i)).status());
        }
        assertThat(answers).startsWith(404, 404).endsWith(429, 429);
    }

    // Steps

    @Test
    void aCaseGoesFromTheReportToItsEndAndSaysAtEachStepWhatIsMissing() {
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
        String here = opened(desk, "ipa", "12345678");
        enter(desk, here, "described", "source", "jpcert");
        assertThat(refused(desk, here, "step", "about", "fixing")).contains("そこへ進めません");
        enter(desk, here, "step", "about", "acknowledged");
        enter(desk, here, "step", "about", "verifying");
        assertThat(refused(desk, here, "step", "about", "not-vulnerable")).contains("理由");
        assertThat(refused(desk, here, "step", "about", "fixing")).contains("影響を受ける製品");
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        enter(desk, here, "step", "about", "fixing");
        assertThat(refused(desk, here, "step", "about", "ready")).contains("対応策がまだ");
        enter(desk, here, "plan", "option", "investigating", "text", "調べています");
        assertThat(refused(desk, here, "step", "about", "ready")).contains("調査中");
        enter(desk, here, "plan", "option", "fix", "release", "2.4.2", "text", "2.4.2にアップデートしてください");
        enter(desk, here, "step", "about", "ready");
        assertThat(refused(desk, here, "step", "about", "published")).contains("合意されていません");
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        enter(
                desk,
                here,
                "coordinated",
                "start",
                today.toString(),
                "agreed",
                today.plusDays(45).toString());
        assertThat(refused(desk, here, "step", "about", "published"))
                .contains(today.plusDays(45).toString(), "より前");
        Cases.Known known =
                cases.visible(here.substring("/psirt/".length()), psirt).orElseThrow();
        assertThat(cases.mayPublish(known.id(), today.plusDays(44))).isFalse();
        assertThat(cases.mayPublish(known.id(), today.plusDays(45))).isTrue();
        assertThatThrownBy(() -> cases.published(known.id(), clock.instant())).isInstanceOf(Problem.class);
        String aware =
                clock.instant().atZone(Ui.ZONE).toLocalDateTime().toString().substring(0, 16);
        enter(desk, here, "regulated", "what", "exploited", "aware", aware);
        clock.advance(Duration.ofDays(45));
        assertThat(signedIn(psirt).get(here).text())
                .as("what is overdue stands where the step is made")
                .containsPattern("まだ済んでいないもの: [^。]*CRA 早期警告\\(24時間\\)、CRA 通知\\(72時間\\)。");
        enter(
                signedIn(psirt),
                here,
                "task",
                "text",
                "利用者に知らせる",
                "owner",
                psirt.id().toString());
        assertThat(refused(signedIn(psirt), here, "step", "about", "published"))
                .as("nobody can read anything about it")
                .contains("だれでも読めるものがまだ公開されていません");
        enter(signedIn(psirt), here, "step", "about", "published", "text", "https://maker.example/news/1 で公表した");
        assertThat(refused(signedIn(psirt), here, "step", "about", "closed")).contains("作業が1件");
        String task = signedIn(psirt).get(here).find("name=\"about\" value=\"([0-9a-f-]{36})\"");
        enter(signedIn(psirt), here, "done", "about", task);
        enter(signedIn(psirt), here, "step", "about", "closed");
        assertThat(signedIn(psirt).get(here).text()).contains("終了");
        assertThat(refused(signedIn(psirt), here, "told", "text", "x")).contains("終わっています");
        assertThat(acts()).contains("psirt.published");
    }

    @Test
    void whatHasComeToItsEndLeadsWithNoWorkOnItAndGoesBackInWordsOfItsOwn() {
        String here = opened(desk);
        enter(desk, here, "step", "about", "acknowledged");
        assertThat(desk.get(here).text()).contains("確認を始める").doesNotContain("確認に戻す");
        enter(desk, here, "step", "about", "verifying");
        enter(desk, here, "step", "about", "not-vulnerable", "text", "仕様どおりです");
        assertThat(desk.get(here).text())
                .contains("案件を終える", "確認に戻す")
                .doesNotContain("確認を始める")
                .doesNotContain("開き直す");
        enter(desk, here, "step", "about", "closed");
        String closed = desk.get(here).text();
        assertThat(closed).doesNotContain("次に進める").doesNotContain("確認を始める").doesNotContain("確認に戻す");
        assertThat(closed.indexOf("案件を開き直す"))
                .as("what came of it is read first")
                .isGreaterThan(closed.indexOf("固定のパスワードです"));
        enter(desk, here, "step", "about", "verifying");
        assertThat(desk.get(here).text()).contains("次に進める", "脆弱性ではなかった");
        enter(desk, here, "step", "about", "not-vulnerable", "text", "仕様どおりです");
        enter(desk, here, "step", "about", "closed");
        assertThat(desk.english().get(here).text())
                .contains("Open the case again")
                .doesNotContain("What comes next")
                .doesNotContain("Begin to verify");
    }

    @Test
    void whereNothingIsDoneAnExecutiveSigns() {
        String here = opened(desk);
        for (String to : List.of("acknowledged", "verifying")) {
            enter(desk, here, "step", "about", to);
        }
        enter(desk, here, "concerns", "standing", "affected", "places", "OLD-1 1.0");
        enter(desk, here, "step", "about", "fixing");
        enter(desk, here, "plan", "option", "none", "text", "影響が小さいため");
        assertThat(refused(desk, here, "step", "about", "ready")).contains("署名");
        assertThat(refused(desk, here, "accepted", "text", "よい", "until", "2027-12-31"))
                .contains("経営");
        Person executive = person(Role.EXECUTIVE);
        enter(desk, here, "assigned", "person", executive.id().toString());
        enter(signedIn(executive), here, "accepted", "text", "よい", "until", "2027-12-31");
        enter(desk, here, "step", "about", "ready");
        assertThat(desk.get(here + "/decide").text()).contains(executive.name() + " が", "よい");
    }

    @Test
    void whatIsWrongStaysInTheFormAndNothingIsRecorded() {
        String here = opened(desk);
        int before = count("psirt_entry");
        Page answer = desk.post(here + "/entries/rated", "vector", "CVSS:3.1/AV:N", "text", "理由です");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("CVSS 4.0 のベクトルではありません");
        assertThat(answer.html()).contains("CVSS:3.1/AV:N", "理由です");
        assertThat(count("psirt_entry")).isEqualTo(before);
        enter(
                desk, here, "rated", "AV", "N", "AC", "L", "AT", "N", "PR", "N", "UI", "N", "VC", "H", "VI", "H", "VA",
                "H", "SC", "N", "SI", "N", "SA", "N");
        assertThat(desk.get(here + "/decide").text())
                .contains("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H", "9.3 (CRITICAL)");
        assertThat(desk.get("/psirt").text()).as("which case burns").contains("緊急 9.3");
        String base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
        enter(desk, here, "rated", "vector", base + "/E:U");
        String score = desk.get(here + "/decide").find("CVSS 4.0: ([0-9.]+) \\(");
        assertThat(score).as("attacks that nobody has seen count").isNotEqualTo("9.3");
        assertThat(desk.get("/psirt").text())
                .as("the list says what the case says")
                .contains(" " + score);
    }

    @Test
    void aRatingIn31StandsBesideTheOneIn40WhenAPersonHasAnsweredWhatIsAskedOtherwise() {
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
        String here = opened(desk);
        String four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
        assertThat(refused(desk, here, "rated", "vector3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"))
                .contains("先に 4.0 で評価してください");
        enter(desk, here, "rated", "vector", four);
        assertThat(desk.get(here + "/decide").html())
                .containsPattern("name=\"v3-AV\"(?s).{0,400}<option value=\"N\" selected")
                .contains("CVSS 4.0での答え");
        enter(desk, here, "rated", "vector", four, "v3-AV", "N", "v3-PR", "N");
        assertThat(desk.get(here + "/decide").text())
                .as("nothing is derived that nobody said")
                .doesNotContain("CVSS 3.1: ");
        assertThat(refused(desk, here, "rated", "vector", four, "v3-AV", "N", "v3-PR", "N", "v3-S", "C"))
                .contains("CVSS 3.1 の質問に、答えていないものが5個");
        enter(
                desk, here, "rated", "vector", four, "v3-AV", "N", "v3-AC", "L", "v3-PR", "N", "v3-UI", "N", "v3-S",
                "U", "v3-C", "H", "v3-I", "H", "v3-A", "H");
        String three = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        assertThat(desk.get(here + "/decide").text())
                .contains(three, "CVSS 4.0: 9.3 (CRITICAL)", "CVSS 3.1: 9.8 (CRITICAL)");
        for (String text : List.of("jpcert-result", "cve-request", "cra-notification")) {
            assertThat(desk.get(here + "/texts/" + text + ".txt?in=en").text())
                    .as(text)
                    .contains(four + " 9.3 (CRITICAL)", three + " 9.8 (CRITICAL)");
        }
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        String edit = desk.post(here + "/advisories").location();
        assertThat(desk.get(edit).html()).contains("value=\"" + four, "value=\"" + three);
    }

    @Test
    void theListSaysWhatACaseConcernsAndWhetherItIsExploitedAndIsSearchedByIt() {
        String here = opened(desk, "product", "カメラ", "cve", "CVE-2026-12345");
        opened(desk, "product", "照明");
        assertThat(desk.get("/psirt").text())
                .contains("カメラ", "照明", "CVE-2026-12345")
                .doesNotContain("悪用あり");
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1\nMC-200 2.4.0");
        enter(desk, here, "regulated", "what", "exploited", "aware", "2026-01-01T10:00");
        assertThat(desk.get("/psirt").text()).contains("MC-200 2.4.1, MC-200 2.4.0", "悪用あり");
        for (String q : List.of("MC-200", "cve-2026-12345")) {
            assertThat(desk.get("/psirt?q=" + q).text())
                    .as(q)
                    .contains(here.substring("/psirt/".length()))
                    .doesNotContain("照明");
        }
        assertThat(desk.get("/psirt.csv").text()).contains("CVE-2026-12345", "悪用あり");
    }

    // Clocks

    @Test
    void thoseWhoWorkOnItAreToldBeforeAndAfterAndNobodyElse() {
        String here = opened(desk);
        Person owner = person(Role.OWNER);
        clock.advance(Duration.ofDays(6));
        watch.look();
        clock.advance(Duration.ofDays(3));
        watch.look();
        watch.look();
        assertThat(jdbc.sql("SELECT args->>1 FROM notice_event WHERE kind = 'case' ORDER BY at")
                        .query(String.class)
                        .list())
                .contains("soon", "overdue");
        assertThat(signedIn(psirt).get("/").text()).contains(here.substring("/psirt/".length()));
        assertThat(signedIn(owner).get("/").text()).doesNotContain(here.substring("/psirt/".length()));
    }

    // What is published

    @Test
    void anAdvisoryBegunFromACaseIsKnownToThoseWhoWorkOnItAndWaitsForIt() {
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
        String here = opened(desk);
        assertThat(desk.post(here + "/advisories").text()).contains("影響を受ける製品が、まだ決まっていません");
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        enter(desk, here, "regulated", "what", "exploited", "aware", "2026-01-01T10:00");
        String edit = desk.post(here + "/advisories").location();
        assertThat(desk.get(edit).html())
                .as("what is reported as exploited is so in the draft, as in the list")
                .containsPattern("name=\"exploited\"[^>]*value=\"known\"[^>]*checked");
        assertThat(edit).matches("/vulnerabilities/advisories/V-[A-Z0-9]{5}/edit");
        String advisory = edit.replace("/edit", "");
        assertThat(desk.get(advisory).text()).contains(SECRET);
        assertThat(desk.get(here).html()).contains(advisory);

        Browser other = signedIn(person(Role.PSIRT));
        assertThat(other.get(advisory).status()).isEqualTo(404);
        assertThat(other.get("/vulnerabilities/advisories").text()).doesNotContain(SECRET);
        assertThat(other.post(here + "/advisories").status()).isEqualTo(404);

        UUID id = jdbc.sql("SELECT id FROM psirt_case").query(UUID.class).single();
        assertThat(cases.mayPublish(id, LocalDate.of(2027, 1, 1)))
                .as("nothing is ready")
                .isFalse();
    }

    @Test
    void whatTheRegisterHasIsNamedAsItIsThereAndWhatItHasNotIsSaid() {
        Series camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210", "MC-220"), "2.4.1"),
                person(Role.QUALITY));
        products.addRelease(camera, "2.4.2", null, "", null, person(Role.QUALITY));
        String here = opened(desk);
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1 libcurl\nZZ-999 1.0");
        for (String page : List.of("/decide", "/texts")) {
            assertThat(desk.get(here + page).text())
                    .as(page)
                    .contains("製品の登録にないもの: ZZ-999 1.0")
                    .doesNotContain("製品の登録にないもの: MC-200");
        }
        assertThat(desk.get(here + "/texts/jpcert-result.txt?in=ja").text())
                .contains("- MC-200 2.4.1 libcurl(見守りカメラ、型番: MC-210, MC-220)", "- ZZ-999 1.0");
        for (String to : List.of("acknowledged", "verifying", "fixing")) {
            enter(desk, here, "step", "about", to);
        }
        enter(desk, here, "plan", "option", "fix", "release", "2.4.2", "text", "2.4.2にアップデートしてください");
        String advisory = desk.post(here + "/advisories").location().replace("/edit", "");
        assertThat(jdbc.sql("SELECT content::jsonb -> 'concerned' -> 0 ->> 'earlier' || ' '"
                                + " || (content::jsonb -> 'concerned' -> 0 -> 'affected' ->> 0) || ' '"
                                + " || (content::jsonb -> 'concerned' -> 0 ->> 'fixed') FROM advisory_draft")
                        .query(String.class)
                        .single())
                .as("the version that the case names, and no other: " + advisory)
                .isEqualTo("false " + products.releaseNamed(camera, "2.4.1").id() + " "
                        + products.releaseNamed(camera, "2.4.2").id());
    }

    @Test
    void whatIsChosenInTheRegisterGoesOnMeaningTheSameVersionAndModelsWhateverTheyAreCalledLater() {
        Person quality = person(Role.QUALITY);
        Series camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210", "MC-220"), "2.4.1"), quality);
        products.addRelease(camera, "2.4.0", null, "", null, quality);
        String here = opened(desk);
        Page choosing = desk.get(here + "/decide?product=MC-200");
        assertThat(choosing.text()).contains("MC-200のバージョン", "すべてのバージョン", "2.4.1", "2.4.0", "MC-220");
        enter(desk, here, "concerns", "standing", "affected", "version", "MC-200 2.4.1", "model", "MC-220");
        Page decide = desk.get(here + "/decide");
        assertThat(decide.text()).contains("MC-200 2.4.1 (MC-220)", "見守りカメラ 2.4.1(型番: MC-220)");
        assertThat(decide.html()).contains("href=\"/products/MC-200\"");

        Release affected = products.releaseNamed(camera, "2.4.1");
        products.editRelease(
                new Release(
                        affected.id(),
                        camera.id(),
                        "2.4.1-r2",
                        null,
                        affected.notes(),
                        affected.predecessor(),
                        affected.version()),
                quality);
        for (String text : List.of("jpcert-result", "cve-request", "cra-notification")) {
            assertThat(desk.get(here + "/texts/" + text + ".txt?in=ja").text())
                    .as(text)
                    .contains("- MC-200 2.4.1-r2 (MC-220)(見守りカメラ、型番: MC-220)");
        }
        desk.post(here + "/advisories");
        assertThat(jdbc.sql("SELECT (content::jsonb -> 'concerned' -> 0) - 'own' FROM advisory_draft")
                        .query(String.class)
                        .single())
                .as("this version and this model, not all")
                .contains(
                        "\"earlier\": false",
                        "\"affected\": [\"" + affected.id() + "\"]",
                        "\"models\": [\""
                                + products.models(camera.id()).stream()
                                        .filter(model -> model.number().equals("MC-220"))
                                        .findFirst()
                                        .orElseThrow()
                                        .id()
                                + "\"]");
    }

    @Test
    void aVersionThatIsNotRegisteredIsMarkedAndNeverTakenForAllOfThem() {
        products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
        String here = opened(desk);
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.9\n棚卸し中の試作機");
        assertThat(desk.get(here + "/decide").text())
                .contains("登録にないバージョン: MC-200 2.4.9", "このバージョンは登録にありません", "棚卸し中の試作機", "文章のまま残り");
        Page refused = desk.post(here + "/advisories");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("「MC-200 2.4.9」のバージョンは、製品の登録にありません");
        assertThat(count("advisory")).isZero();
        enter(desk, here, "concerns", "standing", "not-affected", "places", "MC-200 2.4.9");
        enter(desk, here, "concerns", "standing", "affected", "version", "MC-200");
        assertThat(desk.post(here + "/advisories").status())
                .as("all of them, as somebody said")
                .isEqualTo(302);
    }

    @Test
    void whoMayNotSeeAProductDoesNotReadItsNameAndModelsBehindACodeThatWasGuessed() {
        Person quality = person(Role.QUALITY);
        Series camera =
                products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-Q7"), "2.4.1"), quality);
        Series lock = products.create(new NewSeries("SL-10", "電子錠", "機器", "", List.of("SL-11"), "1.0"), quality);
        Person limited = person(Set.of(lock.id()), Role.PSIRT);
        Browser own = signedIn(limited);
        String here = opened(own);
        enter(own, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1\nMC-200 9.9\nSL-10 1.0");
        for (String page :
                List.of("/decide", "/texts", "/texts/jpcert-result.txt?in=ja", "/mails?text=jpcert-result")) {
            assertThat(own.get(here + page).text()).as(page).doesNotContain("見守りカメラ", "MC-Q7", "登録にないバージョン");
        }
        assertThat(own.get(here + "/decide").text())
                .contains("製品の登録にないもの: MC-200 2.4.1、MC-200 9.9", "電子錠 1.0(型番: SL-11)");
        assertThat(jdbc.sql("SELECT content FROM psirt_entry WHERE content LIKE '%links%'")
                        .query(String.class)
                        .single())
                .as("what a program reads of the entry")
                .contains(lock.id().toString())
                .doesNotContain(camera.id().toString());
        assertThat(desk.get(here + "/decide").text())
                .as("a colleague who sees it reads what it is")
                .contains("見守りカメラ 2.4.1(型番: MC-Q7)", "登録にないバージョン: MC-200 9.9");
    }

    @Test
    void whetherTheSupportOfAProductHasEndedIsToldToWhoSeesItOrWorksWithAColleagueWhoDoes() {
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-Q7"), "2.4.1"), quality);
        Series lock = products.create(new NewSeries("SL-10", "電子錠", "機器", "", List.of("SL-11"), "1.0"), quality);
        assertThat(api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE))
                        .post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "サポート", "statement": "x",
                 "facts": [{"key": "support.ends", "value": "2020-03-31"}]}""")
                        .status())
                .isEqualTo(201);
        Browser own = signedIn(person(Set.of(lock.id()), Role.PSIRT));
        String here = opened(own);
        enter(own, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        assertThat(own.get(here + "/decide").text())
                .as("a code that was guessed")
                .doesNotContain("サポートが終わった製品があります");

        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");

        for (Browser either : List.of(own, desk)) {
            assertThat(either.get(here + "/decide").text()).contains("サポートが終わった製品があります: MC-200");
        }
        assertThat(refused(own, here, "plan", "option", "fix", "release", "2.4.2", "text", "アップデートしてください"))
                .contains("サポートが終わった製品があります: MC-200");
        String other = opened(desk);
        enter(desk, other, "concerns", "standing", "affected", "places", "mc-200 9.9");
        assertThat(refused(desk, other, "plan", "option", "fix", "release", "2.4.2", "text", "アップデートしてください"))
                .as("however its code is written")
                .contains("サポートが終わった製品があります: MC-200");
    }

    @Test
    void whoDoesNotSeeAProductDoesNotUndoWhatAColleagueNamedOfIt() {
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-Q7"), "2.4.1"), quality);
        Series lock = products.create(new NewSeries("SL-10", "電子錠", "機器", "", List.of("SL-11"), "1.0"), quality);
        Browser own = signedIn(person(Set.of(lock.id()), Role.PSIRT));
        String here = opened(own);
        enter(desk, here, "concerns", "standing", "investigating", "places", "MC-200 2.4.1");

        enter(own, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");

        jdbc.sql("UPDATE release SET name = '2.4.2' WHERE name = '2.4.1'").update();
        assertThat(desk.get(here + "/decide").text())
                .as("it goes on meaning the same version")
                .contains("見守りカメラ 2.4.2(型番: MC-Q7)");
    }

    // Intake

    @Test
    void strangersReadHowToReportAndWhatHappensThen() {
        Page guide = signedOut().get("/public/report/guide");
        assertThat(guide.status()).isEqualTo(200);
        assertThat(guide.text()).contains("知らせてほしいこと", "7日以内に", "少なくとも30日ごとに");
        assertThat(guide.html()).contains("href=\"/public/report?lang=ja\"");
        assertThat(signedOut().get("/public/report/guide?lang=en").text()).contains("Within 7 days", "every 30 days");
    }

    @Test
    void aStrangerReportsAndReadsHowItStands() {
        Browser stranger = signedOut();
        assertThat(stranger.get("/public/report").status()).isEqualTo(200);
        Page thanks = stranger.upload(
                "/public/report",
                "file",
                "<b>poc</b>.html",
                "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
                "title",
                SECRET,
                "text",
                "<script>alert(1)</script> -----BEGIN PGP MESSAGE-----",
                "contact",
                "finder@example.org",
                "thanks",
                "yes");
        assertThat(thanks.status()).as(thanks.text()).isEqualTo(200);
        String number = thanks.find("(P-[0-9A-Z]{5})");
        String key = thanks.find("(/public/report/[A-Za-z0-9_-]{43})");
        String here = "/psirt/" + number;
        Page seen = desk.get(here);
        assertThat(seen.html()).doesNotContain("<script>alert").contains("&lt;script&gt;");
        assertThat(seen.text()).contains("OpenPGPで暗号化", "finder@example.org");
        String file = seen.find("href=\"(/psirt/[^\"]+/files/[^\"]+)\"");
        Page taken = desk.get(file);
        assertThat(taken.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(taken.header("Content-Disposition")).startsWith("attachment").doesNotContain("<");
        assertThat(taken.header("Cache-Control")).as("stays in no cache").contains("no-store");

        enter(desk, here, "step", "about", "acknowledged");
        enter(desk, here, "note", "text", "社内のメモ");
        enter(desk, here, "told", "text", "再現できました");
        Page status = signedOut().get(key);
        assertThat(status.text()).contains(number, "担当者が受け取りました", "再現できました").doesNotContain("社内のメモ", psirt.name());
        assertThat(status.header("Cache-Control")).contains("no-store");
        Browser again = signedOut();
        again.get(key);
        assertThat(again.post(key, "text", "ありがとうございます").status()).isEqualTo(302);
        assertThat(desk.get(here).text()).contains("ありがとうございます");
        assertThat(signedOut().get("/public/report/" + "A".repeat(43)).status()).isEqualTo(404);
    }

    @Test
    void whatComesTooOftenIsKeptApartCountedAndBecomesACaseByAPerson() {
        String key = "";
        for (int i = 0; i < Reports.OFTEN_MAX + 3; i++) {
            Reports.Became became = reports.take(
                    Map.of("title", "報告 " + i, "text", "t", "what", "vulnerability", "source", "stranger"),
                    "",
                    new Source("192.0.2.1"));
            if (became instanceof Reports.Became.OfQuarantine kept) {
                key = kept.key();
            }
        }
        assertThat(count("psirt_case")).isEqualTo(Reports.OFTEN_MAX);
        assertThat(store.waiting()).isEqualTo(3);
        assertThat(desk.get("/").text()).contains("隔離した届出3件");
        assertThat(signedOut().get("/public/report/" + key).text()).contains("確かめています");
        Page list = desk.get("/psirt/quarantine");
        assertThat(list.text()).contains("報告 7", "続けて届いた");
        String id = store.kept(0, 9).stream()
                .filter(k -> "報告 7".equals(k.values().get("title")))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
        Page made = desk.post("/psirt/quarantine/" + id + "/admit");
        assertThat(made.status()).isEqualTo(302);
        assertThat(desk.follow(made).text()).contains("報告 7");
        assertThat(signedOut().get("/public/report/" + key).text()).contains("受付番号");
        desk.post(
                "/psirt/quarantine/aside",
                "pick",
                store.kept(0, 9).getFirst().id().toString());
        assertThat(store.waiting()).isEqualTo(1);
        assertThat(acts()).contains("psirt.kept-admit", "psirt.kept-aside");
    }

    @Test
    void aTrappedFormIsKeptAndNotDropped() {
        Browser machine = signedOut();
        machine.get("/public/report");
        Page answer = machine.post("/public/report", "title", "spam", "text", "spam", "website", "http://spam.example");
        assertThat(answer.text()).contains("報告を受け付けました");
        assertThat(count("psirt_case")).isZero();
        assertThat(store.kept(0, 9))
                .singleElement()
                .satisfies(k -> assertThat(k.why()).isEqualTo("trap"));
    }

    @Test
    void aFloodDoesNotLoseARealReportSilently() {
        int kept = 0;
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                reports.take(Map.of("title", "flood " + i, "text", "x"), "", new Source("198.51.100.7"));
                kept++;
            } catch (Problem often) {
                assertThat(often.status()).isEqualTo(429);
                refused++;
            }
        }
        // The same again only counts.
        assertThat(kept).isEqualTo(Reports.OFTEN_MAX + Reports.KEPT_OF_ONE_MAX);
        assertThat(refused).isEqualTo(1_000 - kept);
        assertThat(reports.take(Map.of("title", "real", "text", "y"), "", new Source("203.0.113.9")))
                .isInstanceOf(Reports.Became.OfCase.class);
    }

    @Test
    void keysCannotBeGuessed() {
        List<Integer> answers = new ArrayList<>();
        Browser stranger = signedOut();
        for (int i = 0; i < 130; i++) {
            answers.add(
                    stranger.get("/public/report/" + "A".repeat(40) + (100 + i)).status());
        }
        assertThat(answers).startsWith(404, 404).endsWith(429, 429);
    }

    @Test
    void aMailInAFileBecomesACaseWhoseSenderIsUnproven() {
        Page made = desk.upload(
                "/psirt/mail",
                "file",
                "report.eml",
                "From: a@example.org\nSubject: =?UTF-8?B?6ISG5byx5oCn?=\n\ntext".getBytes(StandardCharsets.UTF_8),
                "source",
                "jpcert");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        assertThat(desk.follow(made).text()).contains("脆弱性", "a@example.org", "確かめられていません", "report.eml");
        assertThat(desk.upload("/psirt/mail", "file", "x.eml", new byte[] {1, 2})
                        .status())
                .isEqualTo(422);
    }

    // Drill

    @Test
    void aDrillIsMarkedEverywhereIsNeverPublishedAndEndsInLessonsThatAreTasks() {
        Page begun = desk.post("/psirt/drills", "scenario", "password");
        String here = begun.location().replaceFirst("\\?.*", "");
        assertThat(desk.get(here).text()).contains("これは訓練です");
        assertThat(desk.get("/psirt").text()).contains("【訓練】");
        assertThat(desk.get(here + "/texts").text()).contains("【訓練】");
        Cases.Known known =
                cases.visible(here.substring("/psirt/".length()), psirt).orElseThrow();
        for (String to : List.of("acknowledged", "verifying")) {
            enter(desk, here, "step", "about", to);
        }
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200");
        enter(desk, here, "step", "about", "fixing");
        enter(desk, here, "plan", "option", "workaround", "text", "設定を変える");
        enter(desk, here, "step", "about", "ready");
        assertThat(cases.mayPublish(known.id(), LocalDate.of(2040, 1, 1))).isFalse();
        assertThat(desk.post(here + "/entries/step", "about", "published").status())
                .as("nobody has rehearsed what would be published")
                .isEqualTo(409);
        Person second = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), second);
        enter(desk, here, "assigned", "person", second.id().toString());
        enter(desk, here, "drafted", "summary", "誰でも入れる", "action", "設定を変えてください");
        enter(signedIn(second), here, "agreed");
        enter(desk, here, "step", "about", "published");
        enter(desk, here, "lesson", "text", "連絡先の一覧がなかった");
        enter(desk, here, "step", "about", "closed");
        assertThat(desk.get(here + "/timeline").text()).contains("連絡先の一覧がなかった", "報告から");
        assertThat(desk.get("/").text()).contains("連絡先の一覧がなかった");
    }

    @Test
    void textsSayWhatIsRecordedAndLeaveGapsWhereNothingIs() {
        String here = opened(desk, "jvn", "JVN#12345678");
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        String texts = desk.get(here + "/texts?in=ja").text();
        assertThat(texts).contains("JVN#12345678", "該当製品あり", "MC-200 2.4.1", "【未記入】");
        assertThat(desk.get(here + "/texts/cve-request.txt?in=en").text()).contains("We request a CVE id", SECRET);
        assertThat(desk.get(here + "/texts/nothing.txt").status()).isEqualTo(404);
        assertThat(desk.get(here + "/texts/reporter-received.txt?in=en").text())
                .as("whoever reads English knows the company by its English name")
                .contains("Midorihama Koki")
                .doesNotContain("みどり浜");
        assertThat(desk.get(here + "/texts/reporter-received.txt?in=ja").text()).contains("みどり浜光機株式会社");
    }

    @Test
    void rulesAreThoseThatSomebodySaw() {
        assertThat(desk.post("/psirt/settings", "acknowledge", "3", "status", "14", "fix", "30", "seen", "0")
                        .status())
                .isEqualTo(302);
        assertThat(desk.post("/psirt/settings", "acknowledge", "5", "status", "14", "fix", "30", "seen", "0")
                        .text())
                .contains("ほかの人が先に変えました");
        assertThat(desk.post("/psirt/settings", "acknowledge", "0", "status", "x", "fix", "999", "seen", "1")
                        .status())
                .isEqualTo(422);
        assertThat(store.rules().acknowledgeDays()).isEqualTo(3);
    }

    @Test
    void anArgumentThatIsNoIdIsNotFound() {
        String here = opened(desk);
        assertThat(desk.get(here + "/files/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(desk.post(here + "/entries/opened", "title", "x").status()).isEqualTo(404);
        assertThat(desk.post(here + "/entries/done", "about", "x").status()).isEqualTo(404);
    }
}
