package dev.shisa.server.plan;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PlanPagesTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/plan";

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private static String[] form(String... changes) {
        List<String> form = new ArrayList<>(List.of(
                "begins",
                "2026-12-01",
                "emphasis",
                "feasible",
                "guide",
                "jcstar1",
                "stage",
                "design",
                "staff",
                "20",
                "budget",
                "300,000",
                "confirm",
                "1",
                "answer",
                "4",
                "recheck",
                "4",
                "fix",
                "40",
                "yen",
                "200000",
                "version",
                "0"));
        for (int i = 0; i < changes.length; i += 2) {
            form.set(form.indexOf(changes[i]) + 1, changes[i + 1]);
        }
        return form.toArray(String[]::new);
    }

    @Test
    void asksByWhatThePlanIsToBeMadeAndInventsNothing() {
        Page page = browser.get(PAGE);
        assertThat(page.text()).contains("未対応は16件です。どの順に進めますか", "計画を作る").doesNotContain("1か月以内");
        assertThat(signedIn(Role.AUDITOR).get(PAGE).text()).contains("計画はまだありません");
        assertThat(browser.get(PAGE + ".csv").status()).isEqualTo(409);
    }

    @Test
    void makesThePlanWithReasonsAndDatesAndAnewWhenAValueChanges() throws IOException {
        Page made = browser.follow(browser.post(PAGE, form()));
        assertThat(made.text())
                .contains("順番と日程を計算し直しました", "未対応は16件です。最後の完了予定は", "先にするガイドの要求事項(+20)", "方針により優先", "2026-12-01");
        String before = made.text().replaceFirst("(?s).*最後の完了予定は(\\d{4}-\\d\\d-\\d\\d).*", "$1");
        Page anew = browser.follow(browser.post(PAGE, form("staff", "40", "version", "1")));
        String after = anew.text().replaceFirst("(?s).*最後の完了予定は(\\d{4}-\\d\\d-\\d\\d).*", "$1");
        assertThat(after).isLessThan(before);
        assertThat(acts()).contains("plan.parameters");

        assertThat(browser.get(PAGE + ".csv").text()).contains("S1.1-01", "この順番の理由");
        try (XSSFWorkbook workbook = new XSSFWorkbook(
                new ByteArrayInputStream(browser.get(PAGE + ".xlsx").bytes()))) {
            assertThat(workbook.getSheetAt(0).getLastRowNum()).isEqualTo(16);
        }
        assertThat(signedIn(Role.QUALITY).english().get(PAGE).text())
                .contains("16 open requirements", "first by policy");
    }

    @Test
    void saysWhatTheLastChangeMovedAndWhy() {
        Page made = browser.follow(browser.post(PAGE, form()));
        assertThat(made.text()).doesNotContain("前の計画から変わったこと");
        Page faster = browser.follow(browser.post(PAGE, form("staff", "40", "version", "1")));
        assertThat(faster.text())
                .contains("前の計画から変わったこと", "週の作業時間: 20 → 40", "0件の順番が変わり、最後の完了予定は")
                .contains("日程だけが変わりました");
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        Page other = browser.follow(
                browser.post(PAGE, form("staff", "40", "guide", "sme-guide", "emphasis", "guide", "version", "2")));
        assertThat(other.text()).contains("方針として先にするもの: すぐにできるもの → ラベルなど、1つのガイド", "優先する理由の点数が変わった");
        assertThat(signedIn(Role.QUALITY).english().get(PAGE).text())
                .contains("What changed since the plan before", "Its reasons count more or less than before");
    }

    @Test
    void theLastDayOfAnAssignmentMovesItForwardAndSaysWhatCannotBeKept() {
        Page given = signedIn(Role.OWNER)
                .post(
                        "/products/MC-1/conformity/jcstar1/S1.1-12/assignment",
                        "assignee",
                        quality.id().toString(),
                        "due",
                        "2026-12-03");
        assertThat(given.status()).as(given.text()).isEqualTo(302);
        Page made = browser.follow(browser.post(PAGE, form()));
        assertThat(made.text())
                .contains("1. S1.1-12", "期限が 2026-12-03 で、後に回すと間に合わない(+200)")
                .doesNotContain("間に合いません");
        signedIn(Role.OWNER)
                .post(
                        "/products/MC-1/conformity/jcstar1/S1.1-11/assignment",
                        "assignee",
                        quality.id().toString(),
                        "due",
                        "2026-11-30");
        assertThat(browser.get(PAGE).text()).contains("期限に間に合わない項目が1件あります", "期限の 2026-11-30 に間に合いません", "1. S1.1-11");
    }

    private void assigned(String number, Person person, String due) {
        Page given = signedIn(Role.OWNER)
                .post(
                        "/products/MC-1/conformity/jcstar1/" + number + "/assignment",
                        "assignee",
                        person.id().toString(),
                        "due",
                        due);
        assertThat(given.status()).as(given.text()).isEqualTo(302);
    }

    @Test
    void theTimeLineHasEachThingWithItsPersonAndTheDaysOfThePlan() {
        assigned("S1.1-12", quality, "2026-12-31");
        Page made = browser.follow(browser.post(PAGE, form()));
        assertThat(made.text())
                .contains("時間の流れと担当", "16件を、だれがいつ行うかです", "今日(2026-11-20)")
                .containsPattern("S1\\.1-12 " + quality.name() + " 2026-12-\\d\\d – 2026-12-\\d\\d")
                .contains("S1.1-01 担当は未定")
                .doesNotContain("間に合わない作業");
        String dates = pageWith("S1.1-12")
                .find("(?s)<th scope=\"row\"><a[^>]*>\\d+\\. <span class=\"id\">S1\\.1-12</span>.*?"
                        + "(<span class=\"nowrap\">[\\d-]+</span> – <span class=\"nowrap\">[\\d-]+</span>)");
        String from = dates.replaceFirst("(?s)^[^\\d]*([\\d-]+).*", "$1");
        assertThat(made.html())
                .as("its table and that of the plan say the same")
                .containsPattern(
                        "(?s)data-label=\"担当\">" + quality.name() + "</td>\\s*<td[^>]*><span class=\"nowrap\">" + from);
        assertThat(made.html().split("<rect class=\"is-kept\"", -1)).hasSize(16 + 2);
        assertThat(signedIn(Role.QUALITY).english().get(PAGE).text()).contains("Time line and people", "nobody yet");
    }

    private static List<String> found(Page page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page.html())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The page of the plan that has this line, among all pages of all its parts. */
    private Page pageWith(String number) {
        for (int part = 1; part <= 5; part++) {
            for (int page = 1; page <= 2; page++) {
                Page one = browser.get(PAGE + "?part=" + part + "&page=" + page);
                if (one.html().matches("(?s).*<a[^>]*>\\d+\\. <span class=\"id\">" + number + "</span>.*")) {
                    return one;
                }
            }
        }
        throw new AssertionError(number + " is on no page of the plan");
    }

    @Test
    void onePartIsOpenAtATimeByItsAddressAndAllLinesAreOnSomePageOnce() {
        Page made = browser.follow(browser.post(PAGE, form()));
        List<String> parts = found(made, "href=\"" + PAGE + "\\?part=(\\d)#part\"");
        assertThat(parts).isNotEmpty();
        List<String> places = new ArrayList<>();
        for (String part : parts) {
            int page = 1;
            Page one;
            do {
                one = browser.get(PAGE + "?part=" + part + "&page=" + page);
                List<String> here = found(one, "<th scope=\"row\"><a[^>]*>(\\d+)\\. <span class=\"id\">");
                assertThat(here).hasSizeBetween(1, 10);
                places.addAll(here);
                page++;
            } while (one.html().contains("rel=\"next\""));
        }
        assertThat(places)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 16).mapToObj(String::valueOf).toList());
        assertThat(browser.get(PAGE + "?part=9&page=99").text()).contains("進める順番");
        assertThat(browser.get(PAGE + ".csv").text().split("S1\\.1-"))
                .as("the file is whole")
                .hasSize(16 + 1);
    }

    @Test
    void whatWouldMissItsDayIsMarkedInWordsAndShape() {
        assigned("S1.1-11", quality, "2026-11-30");
        browser.post("/products/MC-1/application/plan", "on", "2026-12-10", "evaluator", "self", "version", "0");
        Page made = browser.follow(browser.post(PAGE, form()));
        assertThat(made.text())
                .contains("期限の2026-11-30に間に合わない", "申請予定日の2026-12-10に間に合わない", "申請予定日(2026-12-10)", "間に合わない作業");
        String late = made.find("16件のうち(\\d+)件が、決められた日に間に合いません");
        assertThat(made.html().split("<rect class=\"is-late\"", -1))
                .as("as many bars, and the one of the key")
                .hasSize(Integer.parseInt(late) + 2);
    }

    @Test
    void whatTheBudgetNeverReachesHasNoBarAndSaysSo() {
        Page made = browser.follow(browser.post(PAGE, form("staff", "1", "answer", "2000")));
        assertThat(made.text()).contains("時間の流れと担当");
        assertThat(made.html()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void aLongPlanShowsWhatIsLateAndSaysHowMuchIsOnlyInTheTables() {
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        guides.chooseForOrganisation(Set.of("sme-guide"), quality);
        assigned("S1.1-16", quality, "2026-11-30");
        Page made = browser.follow(browser.post(PAGE, form("guide", "sme-guide", "emphasis", "guide")));
        assertThat(made.text()).containsPattern("ほかの\\d+件は、下の表にあります").contains("期限の2026-11-30に間に合わない");
    }

    @Test
    void whoIsLimitedToASeriesDoesNotReadWhoDoesWhatOfTheCompany() {
        guides.choose(camera, Set.of("psirt-guide"), quality);
        guides.chooseForOrganisation(Set.of("psirt-guide"), quality);
        String asked =
                guides.asked(products.organisation().id()).getFirst().id().number();
        Page given = signedIn(Role.OWNER)
                .post(
                        "/organisation/guides/psirt-guide/" + asked + "/assignment",
                        "assignee",
                        quality.id().toString(),
                        "due",
                        "2026-11-25");
        assertThat(given.status()).as(given.text()).isEqualTo(302);
        browser.post(PAGE, form("guide", "psirt-guide"));
        assertThat(browser.get(PAGE).text()).contains(asked + " " + quality.name());
        assertThat(signedIn(person(Set.of(camera.id()), Role.AUDITOR)).get(PAGE).text())
                .contains(asked + " 担当は未定")
                .doesNotContain(quality.name() + " 2026");
    }

    @Test
    void whatWasDecidedAgainstIsNotPlannedAndTheCompanysPartIs() {
        guides.choose(camera, Set.of("sme-guide"), quality);
        guides.chooseForOrganisation(Set.of("sme-guide"), quality);
        browser.post(PAGE, form("guide", "sme-guide"));
        assertThat(browser.get(PAGE).text()).contains("SME-T1B", "会社全体");
        browser.post("/products/MC-1/conformity/sme-guide/SME-T1B/not-adopted", "reason", "通信しない");
        assertThat(browser.get(PAGE).text()).doesNotContain("SME-T1B");
    }

    @Test
    void saysWhatIsWrongAndKeepsWhatWasTyped() {
        Page wrong = browser.post(PAGE, form("begins", "2026-13-01", "staff", "0", "budget", "x", "guide", "nothing"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("1から4,000までの整数", "対象にしているガイドを選んでください", "2020年から2100年");
        assertThat(wrong.html()).contains("value=\"2026-13-01\"");
        assertThat(count("plan_parameters")).isZero();
        assertThat(browser.post(PAGE, form("emphasis", "guide", "guide", "")).status())
                .isEqualTo(422);
    }

    @Test
    void aLaterChangeDoesNotSilentlyReplaceAnother() {
        browser.post(PAGE, form());
        Page late = browser.post(PAGE, form("staff", "40"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("別の人が、先に計画を変えました");
        assertThat(late.html()).containsPattern("name=\"staff\"[^>]*value=\"40\"");
    }

    @Test
    void onlyWhoPlansMayEnter() {
        assertThat(signedIn(Role.AUDITOR).post(PAGE, form()).status()).isEqualTo(403);
        assertThat(signedIn(Role.EXECUTIVE).post(PAGE, form()).status()).isEqualTo(302);
    }
}
