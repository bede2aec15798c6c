package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Happenings;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A drill goes on by itself, each thing at its time and for its role, to its rehearsed end, and nothing of it leaves the case. */
class DrillTest extends ServerTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private CaseWatch watch;

    @Autowired
    private SigningKeys keys;

    private Person owner = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person quality = owner;
    private Person executive = owner;

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @SuppressWarnings("NullAway.Init")
    private Happenings house;

    @BeforeEach
    void aTeam() {
        emptyDatabase();
        owner = person(Role.OWNER, Role.QUALITY, Role.PSIRT);
        quality = person(Role.QUALITY);
        executive = person(Role.EXECUTIVE);
        house = new Happenings(context, owner, signedIn(owner), signedIn(executive), signedOut());
        desk = signedIn(owner);
    }

    private String begin(String scenario, Person... more) {
        Page begun = desk.post("/psirt/drills", "scenario", scenario);
        assertThat(begun.status()).as(begun.text()).isEqualTo(302);
        String here = begun.location().replaceFirst("\\?.*", "");
        for (Person one : more) {
            enter(desk, here, "assigned", "person", one.id().toString());
        }
        return here;
    }

    private static void enter(Browser who, String here, String kind, String... fields) {
        Page answer = who.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private void after(Duration time) {
        clock.advance(time);
        watch.look();
        desk = signedIn(owner);
    }

    private void close(String here) {
        enter(desk, here, "step", "about", "acknowledged");
        enter(desk, here, "step", "about", "verifying");
        enter(desk, here, "step", "about", "not-vulnerable", "text", "再現しない");
        enter(desk, here, "step", "about", "closed");
    }

    private String task(String here, String words) {
        Matcher found = Pattern.compile(
                        Pattern.quote(words) + ".*?name=\"about\" value=\"([0-9a-f-]{36})\"", Pattern.DOTALL)
                .matcher(desk.get(here).html());
        assertThat(found.find()).as(words).isTrue();
        return found.group(1);
    }

    // In time

    @Test
    void whatComesInADrillComesAtItsTimeOnceAndToWhoHasTheRole() {
        String here = begin("password", executive);
        after(Duration.ofHours(4).minusMinutes(1));
        assertThat(desk.get(here).text()).contains("まだ何も届いていません").doesNotContain("別の研究者");

        after(Duration.ofMinutes(1));
        watch.look();
        assertThat(desk.get(here).text()).containsOnlyOnce("同じ製品の管理者パスワードを、私も見つけました");
        assertThat(desk.get("/").text()).contains("別の研究者に答える");
        assertThat(signedIn(executive).get("/").text()).doesNotContain("別の研究者に答える");

        after(Duration.ofHours(20));
        assertThat(signedIn(executive).get("/").text())
                .as("the press is for executives")
                .contains("新聞社の記者に答える");
        assertThat(desk.get("/").text()).doesNotContain("新聞社の記者に答える");
        assertThat(desk.get(here + "/timeline").text()).contains("訓練の連絡が届いた", "新聞社の記者");
        assertThat(signedIn(quality).get(here).status())
                .as("who does not take part knows nothing of it")
                .isEqualTo(404);
    }

    @Test
    void whatWasDueWhileTheServerStoodComesInItsOrderAndAClosedDrillIsLeftAlone() {
        String here = begin("leak");
        String over = begin("leak");
        close(over);
        after(Duration.ofDays(2));
        String text = desk.get(here).text();
        assertThat(text.indexOf("1,000回以上転送")).isPositive().isLessThan(text.indexOf("テレビ局の記者"));
        assertThat(text.indexOf("テレビ局の記者")).isLessThan(text.indexOf("個人情報の監督官庁"));
        assertThat(desk.get("/").text())
                .as("nobody has the role, so all are asked")
                .contains("テレビ局の記者に答える");
        assertThat(desk.get(over).text()).contains("まだ何も届いていません");
    }

    @Test
    void aReportComesFromWhereTheScenarioSays() {
        Api api = api(owner, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        Map<String, String> sources = Map.of("password", "stranger", "update", "supplier", "leak", "customer");
        sources.forEach((scenario, source) -> {
            Api.Answer begun = api.post("/api/v1/psirt/drills", "{\"scenario\": \"" + scenario + "\"}");
            assertThat(begun.status()).as(begun.text()).isEqualTo(201);
            assertThat(begun.at("/about/source")).isEqualTo(source);
            assertThat(begun.at("/about/drill")).isEqualTo("true");
        });
    }

    // The result

    @Test
    void theResultCountsWhatWasAnsweredInTimeAndStandsBesideEarlierDrills() {
        String first = begin("leak", quality);
        after(Duration.ofMinutes(30));
        enter(desk, first, "done", "about", task(first, "SNSを見ている社内の担当者に答える"));
        after(Duration.ofHours(3));
        after(Duration.ofHours(5));
        enter(desk, first, "done", "about", task(first, "テレビ局の記者に答える"));
        assertThat(desk.get(first).text()).contains("間に合った(田中", "遅れた(田中", "1 / 2", "続いています");
        enter(desk, first, "lesson", "text", "広報の連絡先がなかった");
        close(first);

        clock.advance(Duration.ofDays(90));
        desk = signedIn(owner);
        String second = begin("leak");
        after(Duration.ofMinutes(30));
        enter(desk, second, "done", "about", task(second, "SNSを見ている社内の担当者に答える"));
        String text = desk.get(second).text();
        assertThat(text).contains("1 / 1", "1 / 2", "この訓練");
        assertThat(text.indexOf("1 / 1")).as("the present one first").isLessThan(text.indexOf("1 / 2"));

        enter(desk, second, "assigned", "person", executive.id().toString());
        assertThat(signedIn(executive).get(second).text())
                .as("an earlier one is only for who took part in it")
                .contains("1 / 1")
                .doesNotContain("1 / 2");
    }

    // To its end

    private String drafted() {
        String here = begin("password", quality);
        enter(desk, here, "step", "about", "acknowledged");
        enter(desk, here, "step", "about", "verifying");
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        enter(desk, here, "step", "about", "fixing");
        enter(desk, here, "plan", "option", "workaround", "text", "設定を変える");
        enter(desk, here, "step", "about", "ready");
        enter(desk, here, "drafted", "summary", "同じ網の誰でも入れます。", "action", "初期設定を変えてください。");
        return here;
    }

    @Test
    void aDrillIsPublishedInRehearsalOnlyAfterASecondPersonAgreedToWhatStands() {
        String here = drafted();
        assertThat(desk.post(here + "/entries/step", "about", "published").status())
                .isEqualTo(409);
        assertThat(desk.post(here + "/entries/agreed").status())
                .as("who wrote it")
                .isEqualTo(403);
        enter(signedIn(quality), here, "agreed");
        enter(desk, here, "plan", "option", "stop", "text", "使うのをやめてもらう");
        assertThat(desk.post(here + "/entries/step", "about", "published").status())
                .as("the measure is another one since")
                .isEqualTo(409);
        enter(signedIn(quality), here, "agreed");
        enter(desk, here, "step", "about", "published");
        assertThat(desk.get(here).text()).contains("公開する練習を終えました", "drill-p-");

        String real = "/psirt/" + house.report("本物の案件");
        assertThat(desk.post(real + "/entries/drafted", "summary", "x", "action", "y")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whatCannotBeWrittenYetIsToldOnThePageOfTheDrillAndTakesItAwayFromNobody() {
        String here = drafted();
        enter(desk, here, "concerns", "standing", "affected", "places", "MC-200 9.9.9");
        for (Browser one : List.of(desk, signedIn(quality))) {
            Page page = one.get(here);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("「MC-200 9.9.9」のバージョンは、製品の登録にありません");
        }
        assertThat(signedIn(quality).post(here + "/entries/agreed").status()).isEqualTo(409);

        enter(desk, here, "concerns", "standing", "not-affected", "places", "MC-200 9.9.9\nMC-200 2.4.1");
        enter(desk, here, "concerns", "standing", "affected", "places", "ZZ-999");
        assertThat(desk.get(here).status()).isEqualTo(200);
        assertThat(desk.get(here).text()).contains("影響を受ける製品が、まだ決まっていません");
    }

    /** Everything that anybody can read: all pages, feeds and files to which links lead from the beginnings. */
    private Map<String, String> everythingPublic() {
        TestPortal.look(context);
        Browser stranger = signedOut();
        ArrayDeque<String> waiting = new ArrayDeque<>(List.of(
                "/public/ja/",
                "/public/en/",
                "/public/ja/feed.atom",
                "/public/en/feed.rss",
                "/public/device/mc-200.json",
                "/.well-known/security.txt",
                "/.well-known/csaf/provider-metadata.json",
                "/.well-known/csaf/white/index.txt",
                "/.well-known/csaf/white/changes.csv",
                "/.well-known/csaf/v2.1/white/index.txt",
                "/.well-known/csaf/service.json"));
        Map<String, String> read = new TreeMap<>();
        Pattern links = Pattern.compile(
                "(?:href=\"|" + Pattern.quote(TestPortal.ORIGIN) + ")(/(?:public|\\.well-known)/[^\"#?<\\s]*)");
        while (!waiting.isEmpty()) {
            String at = waiting.remove();
            // Forms for reports and notices differ with each visit.
            if (read.containsKey(at) || at.startsWith("/public/report") || at.startsWith("/public/notices")) {
                continue;
            }
            Page page = stranger.get(at);
            String body = new String(page.bytes(), StandardCharsets.ISO_8859_1);
            read.put(at, page.status() + " " + body);
            Matcher link = links.matcher(body);
            while (link.find()) {
                waiting.add(link.group(1));
            }
        }
        return read;
    }

    @Test
    void nothingOfARehearsedPublicationIsPublicNumberedOrSent() {
        house.issue("WHITE");
        Map<String, String> before = everythingPublic();
        assertThat(before)
                .hasSizeGreaterThan(20)
                .anySatisfy((at, body) -> assertThat(body).contains("MHK-SA-2026-001"));
        assertThat(everythingPublic())
                .as("what is public does not change by itself")
                .isEqualTo(before);
        List<String> tables = List.of(
                "advisory",
                "advisory_draft",
                "advisory_issued",
                "advisory_edition",
                "advisory_step",
                "advisory_key",
                "audience_notice",
                "audience_delivery",
                "psirt_mail",
                "psirt_sending");
        Map<String, Integer> counts = new TreeMap<>();
        tables.forEach(table -> counts.put(table, count(table)));

        String here = drafted();
        enter(signedIn(quality), here, "agreed");
        enter(desk, here, "step", "about", "published");
        enter(desk, here, "lesson", "text", "二人目がいなかった");
        enter(desk, here, "step", "about", "closed");

        assertThat(everythingPublic()).isEqualTo(before);
        tables.forEach(table -> assertThat(count(table)).as(table).isEqualTo(counts.get(table)));
        assertThat(signedIn(Role.OWNER).get("/vulnerabilities/advisories").text())
                .doesNotContain("訓練", "DRILL");
        assertThat(signedIn(Role.OWNER).get("/audit").text()).doesNotContain(here.substring("/psirt/".length()));
        assertThat(house.issue("WHITE")).isNotNull();
        assertThat(signedIn(Role.OWNER).get("/vulnerabilities/advisories").text())
                .contains("MHK-SA-2026-002");
    }

    @Test
    void theDocumentsOfARehearsalSayWhatTheyAreAndBearNoSignatureOfTheMaker() {
        house.issue("WHITE");
        String here = drafted();
        enter(signedIn(quality), here, "agreed");
        enter(desk, here, "step", "about", "published");
        String html = desk.get(here).html();
        Matcher files = Pattern.compile("href=\"(" + here + "/files/[0-9a-f-]{36})\">(drill-p-[^<]+)<")
                .matcher(html);
        Map<String, String> documents = new TreeMap<>();
        while (files.find()) {
            documents.put(
                    files.group(2).replaceFirst("drill-p-[a-z0-9]+-", ""),
                    new String(desk.get(files.group(1)).bytes(), StandardCharsets.UTF_8));
        }
        assertThat(documents)
                .containsOnlyKeys(
                        "csaf-2.0.json", "csaf-2.0.json.asc", "csaf-2.1.json", "csaf-2.1.json.asc", "key.asc");
        for (String version : List.of("2.0", "2.1")) {
            assertThat(documents.get("csaf-" + version + ".json"))
                    .contains("【訓練】", "DRILL-P-", "\"RED\"", "MC-200", "初期設定を変えてください。");
        }
        String maker = keys.present().orElseThrow().armored();
        assertThat(documents.get("key.asc")).contains("PUBLIC KEY").isNotEqualTo(maker);
        assertThat(signedIn(executive).get(here).status())
                .as("who does not take part")
                .isEqualTo(404);
    }
}
