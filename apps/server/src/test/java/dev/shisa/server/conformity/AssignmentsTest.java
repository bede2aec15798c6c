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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who settles an open requirement, and until when. */
class AssignmentsTest extends ServerTest {

    private static final RequirementId PASSWORD = new RequirementId("jcstar1", "S1.1-02");
    private static final String PAGE = "/products/MC-200/conformity/jcstar1/S1.1-02/assignment";

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Assignments assignments;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person psirt = quality;
    private Series camera = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    private Browser browser = signedOut();

    @BeforeEach
    void aCameraAndTwoPeople() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        psirt = person(Role.PSIRT);
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200A"), "1.0"), quality);
        browser = signedIn(quality);
    }

    @Test
    void aRequirementIsGivenToSomebodyUntilADay() {
        Page answer = assign("2026-11-25", "管理画面を先に");

        assertThat(answer.location()).isEqualTo("/products/MC-200/conformity/S1.1-02#assignment");
        assertThat(browser.get("/products/MC-200/conformity/S1.1-02").text())
                .contains(psirt.name(), "2026-11-25", "管理画面を先に", quality.name() + "さん");
        assertThat(acts()).contains("requirement.assign");
        assertThat(kinds()).contains("assignment/1");
    }

    @Test
    void itStandsOnTheTaskListsOfBothAndIsMineForOne() {
        assign("2026-11-25", "管理画面を先に");
        assertThat(signedIn(psirt).get("/tasks?mine=1").text()).contains("を満たす", "管理画面を先に", "カメラ S1.1-02");
        assertThat(browser.get("/").text()).contains("を満たす");
        assertThat(browser.get("/tasks?mine=1").text()).doesNotContain("を満たす");
        assertThat(signedIn(Role.OPERATOR).get("/").text())
                .as("nobody else is bothered")
                .doesNotContain("を満たす");
    }

    @Test
    void whatIsOverdueStandsFirst() {
        assign("2026-11-21", "先");
        browser.post(
                "/products/MC-200/conformity/jcstar1/S1.1-16/assignment",
                "assignee",
                psirt.id().toString(),
                "due",
                "2026-12-24",
                "note",
                "後");
        clock.advance(Duration.ofDays(5));

        String tasks = signedIn(psirt).get("/tasks?mine=1").text();

        assertThat(tasks.indexOf("カメラ S1.1-02")).isPositive().isLessThan(tasks.indexOf("カメラ S1.1-16"));
        assertThat(signedIn(psirt).get("/products/MC-200/conformity/S1.1-02").text())
                .contains("期限を過ぎています");
    }

    @Test
    void isDoneWhenTheVerdictIsAndOpenAgainWhenThatEnds() {
        assign("2026-11-25", "");
        assertThat(open(psirt)).hasSize(1);

        state("met");
        assertThat(open(psirt)).isEmpty();
        assertThat(assignments.of(camera.id())).hasSize(1);

        state("recheck");
        assertThat(open(psirt)).hasSize(1);
    }

    @Test
    void anArchivedSeriesAsksForNothing() {
        assign("2026-11-25", "");
        products.archive(camera, true, quality);
        assertThat(open(psirt)).isEmpty();
        assertThat(assign("2026-11-26", "").status()).isEqualTo(409);
    }

    @Test
    void anotherAssignmentTakesTheFirstOnesPlaceAndTheSameChangesNothing() {
        assign("2026-11-25", "");
        assign("2026-11-25", "");
        assertThat(kinds().stream().filter("assignment/1"::equals)).hasSize(1);

        assign("2026-11-30", "");

        assertThat(assignments.of(camera.id()))
                .singleElement()
                .satisfies(one -> assertThat(one.due().toString()).isEqualTo("2026-11-30"));
        assertThat(kinds()).contains("assignment-ended/1");
        browser.post(PAGE + "/end");
        assertThat(assignments.of(camera.id())).isEmpty();
        assertThat(acts()).contains("requirement.unassign");
    }

    @Test
    void whatCannotBeTakenIsSaidAndKept() {
        assertThat(assign("2026-11-19", "これは残る").text()).contains("「2026-11-19」は過ぎた日", "これは残る");
        assertThat(assign("あした", "").text()).contains("「あした」は日付として読めません");
        assertThat(assign("", "").text()).contains("期限の日を入れてください");
        Person auditor = person(Role.AUDITOR);
        Page other = browser.post(PAGE, "assignee", auditor.id().toString(), "due", "2026-11-25");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text()).contains("担当を一覧から選んでください");
        Page unknown = browser.post(
                "/products/MC-200/conformity/jcstar1/S9.9-99/assignment",
                "assignee",
                psirt.id().toString(),
                "due",
                "2026-11-25");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(count("assignment")).isZero();
    }

    @Test
    void nobodyWhoDoesNotSeeTheSeriesIsOfferedOrToldOfIt() {
        Series lock = products.create(new NewSeries("XL-900", "錠", "機器", "", List.of(), "1.0"), quality);
        Person limited = person(Set.of(lock.id()), Role.QUALITY);
        assertThat(assignments.candidates(Judged.of(camera)))
                .extracting(Person::id)
                .doesNotContain(limited.id());
        assign("2026-11-25", "");
        assertThat(open(limited)).isEmpty();
        assertThat(signedIn(limited)
                        .post(PAGE, "assignee", psirt.id().toString(), "due", "2026-11-25")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void othersAreToldOnceWhenTheDayHasCome() {
        assign("2026-11-25", "");
        assignments.tellDue();
        assertThat(kinds()).doesNotContain("task-due/1");

        clock.advance(Duration.ofDays(5));
        assignments.tellDue();
        assignments.tellDue();

        assertThat(kinds().stream().filter("task-due/1"::equals)).hasSize(1);
        String body = jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'task-due/1'")
                .query(String.class)
                .single();
        assertThat(body)
                .contains(camera.id().toString(), "jcstar1/S1.1-02", psirt.id().toString(), "2026-11-25")
                .doesNotContain(psirt.name());
    }

    @Test
    void nobodyIsToldOfWhatIsDone() {
        assign("2026-11-25", "");
        state("met");
        clock.advance(Duration.ofDays(6));
        assignments.tellDue();
        assertThat(kinds()).doesNotContain("task-due/1");
    }

    @Test
    void programsDoTheSame() {
        Api program = api(quality, Set.of(Act.VIEW, Act.ASSIGN));
        String path = "/api/v1/series/MC-200/verdicts/jcstar1/S1.1-02/assignment";
        Api.Answer made = program.put(path, """
                {"assignee": "%s", "due": "2026-11-25", "note": "管理画面"}""".formatted(psirt.id()));
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
        assertThat(program.get("/api/v1/series/MC-200/assignments").at("/items/0/requirement"))
                .isEqualTo("jcstar1/S1.1-02");
        assertThat(program.put(path, """
                        {"assignee": "%s", "due": "2026-11-25"}""".formatted(person(Role.AUDITOR).id())).code())
                .isEqualTo("assignment.person");
        assertThat(program.put(path, """
                        {"assignee": "%s", "due": "2020-01-01"}""".formatted(psirt.id())).code()).isEqualTo("assignment.due");
        assertThat(program.delete(path).status()).isEqualTo(200);
        assertThat(assignments.of(camera.id())).isEmpty();
    }

    @Test
    void theBoardAndTheBarsSayWhoHasWhat() {
        assertThat(browser.get("/products/MC-200/conformity").text()).doesNotContain("担当と期限");
        assign("2026-11-25", "");
        clock.advance(Duration.ofDays(6));
        browser = signedIn(quality);

        Page board = browser.get("/products/MC-200/conformity");

        assertThat(board.text()).contains("担当と期限", psirt.name(), "2026-11-25", "期限を過ぎています", "未定");
        assertThat(browser.get("/products/MC-200/conformity.csv").text()).contains(psirt.name(), "2026-11-25");
        guides.choose(camera, Set.of("jcstar1", "iotgl"), quality);
        assertThat(browser.get("/products/MC-200/conformity").text()).contains("担当あり 1件", "期限切れ 1件");
        state("met");
        assertThat(browser.get("/products/MC-200/conformity").text())
                .as("what is settled is nobody's any more")
                .doesNotContain("担当あり");
    }

    @Test
    void whatIsAskedOfTheOrganisationIsGivenToSomebodyToo() {
        guides.chooseForOrganisation(Set.of("psirt-guide"), quality);
        RequirementId asked =
                guides.asked(products.organisation().id()).getFirst().id();
        String page = "/organisation/guides/psirt-guide/" + asked.number();

        Page given = browser.post(page + "/assignment", "assignee", psirt.id().toString(), "due", "2026-11-25");

        assertThat(given.location()).isEqualTo(page + "#assignment");
        assertThat(browser.get(page).text()).contains(psirt.name(), "2026-11-25");
        assertThat(browser.get("/organisation/guides/psirt-guide").text()).contains(psirt.name());
        assertThat(signedIn(psirt).get("/tasks?mine=1").html()).contains(page);
        assertThat(open(psirt)).hasSize(1);
        Person limited = person(Set.of(camera.id()), Role.QUALITY);
        assertThat(open(limited)).as("who is limited to some series").isEmpty();
        assertThat(signedIn(limited)
                        .post(page + "/assignment", "assignee", psirt.id().toString(), "due", "2026-11-25")
                        .status())
                .isEqualTo(403);
        assertThat(browser.post(page + "/assignment", "assignee", limited.id().toString(), "due", "2026-11-25")
                        .status())
                .as("who cannot answer for all")
                .isEqualTo(422);

        Api program = api(quality, Set.of(Act.VIEW, Act.ASSIGN));
        assertThat(program.get("/api/v1/organisation/assignments").at("/items/0/requirement"))
                .isEqualTo(asked.toString());
        String path = "/api/v1/organisation/verdicts/psirt-guide/" + asked.number() + "/assignment";
        assertThat(program.put(path, """
                        {"assignee": "%s", "due": "2026-12-01"}""".formatted(psirt.id())).status()).isEqualTo(200);
        assertThat(program.delete(path).status()).isEqualTo(200);
        assertThat(open(psirt)).isEmpty();
    }

    @Test
    void aConfirmationIsGivenToWhoMayConfirm() {
        Person executive = person(Role.EXECUTIVE);
        browser.post(PAGE, "assignee", executive.id().toString(), "due", "2026-11-25");
        assertThat(signedIn(executive).get("/tasks?mine=1").text()).contains("の根拠を確認する", "カメラ S1.1-02");
    }

    @Test
    void theListShowsEverybodysToWhoMayAssignAndOthersTheirOwn() {
        Person operator = person(Role.OPERATOR);
        assign("2026-11-21", "先に");
        browser.post(
                "/products/MC-200/conformity/jcstar1/S1.1-16/assignment",
                "assignee",
                operator.id().toString(),
                "due",
                "2026-12-24");
        clock.advance(Duration.ofDays(5));
        browser = signedIn(quality);

        assertThat(browser.get("/assignments").text())
                .contains("2件あります", "1件は期限を過ぎています", "S1.1-02", "S1.1-16", psirt.name(), operator.name());
        assertThat(browser.get("/assignments?who=" + operator.id()).text())
                .contains("S1.1-16")
                .doesNotContain("S1.1-02");
        assertThat(browser.get("/assignments?late=1").text())
                .contains("S1.1-02")
                .doesNotContain("S1.1-16");
        assertThat(browser.get("/assignments?who=me").text()).contains("条件に合う担当はありません");
        assertThat(browser.get("/assignments.csv?late=1").text())
                .contains("S1.1-02")
                .doesNotContain("S1.1-16");
        assertThat(signedIn(operator).get("/assignments?who=" + psirt.id()).text())
                .as("their own only, whatever the address says")
                .contains("S1.1-16")
                .doesNotContain("S1.1-02");
    }

    private List<Assignments.Open> open(Person person) {
        return assignments.open(Assignments.Wanted.of(person), 0, 100);
    }

    private Page assign(String due, String note) {
        return browser.post(PAGE, "assignee", psirt.id().toString(), "due", due, "note", note);
    }

    /** As if its facts had decided so. */
    private void state(String state) {
        jdbc.sql("UPDATE verdict SET state = :state WHERE series_id = :series AND requirement = :number")
                .param("state", state)
                .param("series", camera.id())
                .param("number", PASSWORD.number())
                .update();
    }

    private List<String> kinds() {
        return jdbc.sql("SELECT kind FROM ledger_outbox ORDER BY id")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }
}
