package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Cases that are split and merged: nobody learns of anything by it who is not meant to, and no reporter is forgotten. */
class SplitMergeTest extends ServerTest {

    @Autowired
    private CaseStore store;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @BeforeEach
    void aTeam() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        desk = signedIn(psirt);
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
    }

    private String opened(String title, String... more) {
        List<String> fields = new ArrayList<>(List.of("title", title, "what", "vulnerability", "text", "本文"));
        fields.addAll(List.of(more));
        if (!fields.contains("source")) {
            fields.addAll(List.of("source", "stranger"));
        }
        Page answer = desk.post("/psirt/new", fields.toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return answer.location().replaceFirst("\\?.*", "");
    }

    private void enter(String here, String kind, String... fields) {
        Page answer = desk.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private Case one(String here) {
        return store.byNumber(number(here)).orElseThrow();
    }

    private static String number(String here) {
        return here.substring("/psirt/".length());
    }

    private String picked(String here, EntryKind kind) {
        return one(here).last(kind).orElseThrow().id().toString();
    }

    // Splitting

    @Test
    void partOfACaseGoesOnByItselfWithTheSamePeopleAndBothTimelinesTellIt() {
        Person quality = person(Role.QUALITY);
        Person stranger = person(Role.PSIRT);
        String here = opened("2つの脆弱性", "contact", "finder@example.org", "reporter", "山田");
        enter(here, "assigned", "person", quality.id().toString());
        enter(here, "unassigned", "person", stranger.id().toString());
        enter(here, "heard", "text", "もう1つは更新の署名です");
        enter(here, "note", "text", "署名は別の原因");
        enter(here, "concerns", "standing", "affected", "places", "MC-200 2.4.1");
        desk.upload(here + "/files", "file", "poc.bin", "poc".getBytes(StandardCharsets.UTF_8), "text", "署名の証拠");
        enter(here, "step", "about", "acknowledged");

        assertThat(desk.post(here + "/split", "title", "署名の検証漏れ").text()).contains("移すものを1つ以上");
        Page made = desk.post(
                here + "/split",
                "title",
                "署名の検証漏れ",
                "pick",
                picked(here, EntryKind.NOTE),
                "pick",
                picked(here, EntryKind.HEARD),
                "pick",
                picked(here, EntryKind.FILE),
                "pick",
                picked(here, EntryKind.CONCERNS),
                "reporter",
                "yes",
                "text",
                "原因が別");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        String there = made.location().replaceFirst("\\?.*", "");
        Case split = one(there);
        assertThat(split.assigned().keySet())
                .isEqualTo(one(here).assigned().keySet())
                .contains(quality.id());
        assertThat(split.isFor(stranger.id())).isFalse();
        assertThat(split.about("contact")).isEqualTo("finder@example.org");
        assertThat(split.received()).isEqualTo(one(here).received());
        assertThat(split.state()).isEqualTo(CaseState.ACKNOWLEDGED);
        assertThat(split.concerned("affected")).containsExactly("MC-200 2.4.1");
        assertThat(one(here).concerned("affected")).isEmpty();
        assertThat(one(here).of(EntryKind.HEARD))
                .as("the reporter's words stay")
                .hasSize(1);
        assertThat(desk.get(there).text()).contains("poc.bin", "もう1つは更新の署名です");
        String file = desk.get(there).find("href=\"(" + there + "/files/[^\"]+)\"");
        assertThat(desk.get(file).html()).isEqualTo("poc");
        assertThat(desk.get(there + "/timeline").text()).contains("案件を分けた", number(here), "原因が別");
        assertThat(desk.get(here + "/timeline").text()).contains("案件を分けた", number(there), "取り消し");
        assertThat(signedIn(stranger).get(there).status()).isEqualTo(404);
    }

    @Test
    void whatWasAgreedAboutPublicationHoldsForWhatWasSplitOff() {
        String here = opened("調整中", "source", "jpcert");
        LocalDate day = LocalDate.of(2027, 3, 1);
        enter(here, "coordinated", "start", "2026-11-20", "agreed", day.toString());
        enter(here, "note", "text", "別の話");
        String there = desk.post(here + "/split", "title", "別の話", "pick", picked(here, EntryKind.NOTE))
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(one(there).mayPublish(day.minusDays(1))).isFalse();
        assertThat(one(there).mayPublish(day)).isTrue();
        // Where nobody has agreed yet, nothing can be published.
        String open = opened("合意前", "source", "jpcert");
        enter(open, "note", "text", "別の話");
        String split = desk.post(open + "/split", "title", "別の話", "pick", picked(open, EntryKind.NOTE))
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(one(split).mayPublish(LocalDate.of(2040, 1, 1))).isFalse();
    }

    @Test
    void withoutTheReporterNobodyOutsideWaitsForAnAnswer() {
        String here = opened("t", "contact", "finder@example.org");
        enter(here, "note", "text", "社内で見つけたこと");
        String there = desk.post(here + "/split", "title", "社内で見つけた", "pick", picked(here, EntryKind.NOTE))
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(one(there).about("contact")).isEmpty();
        assertThat(one(there).clocks(store.rules())).isEmpty();
    }

    // Merging

    @Test
    void aDuplicateEndsItsContentsGoOnAndItsReporterStillReadsHowItStands() {
        String into = opened("先の報告");
        Page thanks = signedOut()
                .post("/public/report", "title", "同じ報告", "text", "同じものを見つけた", "contact", "second@example.org");
        String here = "/psirt/" + thanks.find("(P-[0-9A-Z]{5})");
        String key = thanks.find("(/public/report/[A-Za-z0-9_-]{43})");
        enter(here, "concerns", "standing", "affected", "places", "GW-50 1.0");
        assertThat(desk.get(here + "/merge").text()).contains("先の報告").doesNotContain("新しく知ります");
        Page merged = desk.post(here + "/merge", "into", number(into), "text", "同じ原因");
        assertThat(merged.status()).as(merged.text()).isEqualTo(302);
        assertThat(one(here).state()).isEqualTo(CaseState.CLOSED);
        assertThat(one(into).of(EntryKind.NOTE))
                .singleElement()
                .satisfies(n -> assertThat(n.get("text")).contains("同じ報告", "同じものを見つけた"));
        assertThat(one(into).concerned("affected")).containsExactly("GW-50 1.0");
        assertThat(one(into).of(EntryKind.PARTY)).singleElement().satisfies(p -> {
            assertThat(p.get("role")).isEqualTo("finder");
            assertThat(p.get("contact")).isEqualTo("second@example.org");
        });
        assertThat(desk.get(here).text()).contains("この案件は " + number(into) + " にまとめました");
        assertThat(desk.get(into + "/timeline").text()).contains("案件をまとめた", number(here), "同じ原因");

        Page status = signedOut().get(key);
        assertThat(status.text()).contains("まとめて対応しています").doesNotContain("先の報告", number(into));
        enter(into, "step", "about", "acknowledged");
        enter(into, "step", "about", "verifying");
        enter(into, "told", "text", "先の報告者だけへの言葉");
        Page later = signedOut().get(key);
        assertThat(later.text()).contains("確認しています").doesNotContain("先の報告者だけへの言葉");
        Browser reporter = signedOut();
        reporter.get(key);
        assertThat(reporter.post(key, "text", "まだ直っていません").status()).isEqualTo(302);
        assertThat(one(into).of(EntryKind.ANSWERED))
                .singleElement()
                .satisfies(e -> assertThat(e.get("text")).isEqualTo("まだ直っていません"));
        assertThat(one(into).of(EntryKind.HEARD))
                .as("not as words of its own reporter")
                .isEmpty();
        assertThat(signedOut().get(key).text()).contains("まだ直っていません");
    }

    @Test
    void theWordsOfOneReporterAreNeverShownToTheOther() {
        Page first = signedOut().post("/public/report", "title", "先", "text", "先の本文");
        String firstKey = first.find("(/public/report/[A-Za-z0-9_-]{43})");
        String into = "/psirt/" + first.find("(P-[0-9A-Z]{5})");
        Page second = signedOut()
                .upload(
                        "/public/report",
                        "file",
                        "second.bin",
                        "poc".getBytes(StandardCharsets.UTF_8),
                        "title",
                        "QQの題",
                        "text",
                        "QQ本文",
                        "reporter",
                        "QQの人");
        String secondKey = second.find("(/public/report/[A-Za-z0-9_-]{43})");
        String here = "/psirt/" + second.find("(P-[0-9A-Z]{5})");
        assertThat(desk.post(here + "/merge", "into", number(into)).status()).isEqualTo(302);
        Browser reporter = signedOut();
        reporter.get(secondKey);
        reporter.post(secondKey, "text", "QQの続き");
        assertThat(signedOut().get(firstKey).text()).doesNotContain("QQの題", "QQ本文", "QQの続き", "QQの人", "second.bin");
        assertThat(signedOut().get(secondKey).text()).doesNotContain("先の本文");
        assertThat(desk.get(into).text()).contains("second.bin");
    }

    @Test
    void onlyWhoWorksOnBothMergesAndWhoeverLearnsOfItIsAgreedToFirst() {
        Person quality = person(Role.QUALITY);
        String into = opened("先");
        enter(into, "assigned", "person", quality.id().toString());
        String here = opened("ZZの報告");
        assertThat(desk.get(here + "/merge").text()).contains("次の人が、この案件を新しく知ります: " + quality.name());
        assertThat(desk.post(here + "/merge", "into", number(into)).text()).contains("次の人が新しく知ります");
        Api api = api(psirt, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        assertThat(api.post(
                                "/api/v1/psirt/cases/" + number(here) + "/merge",
                                "{\"into\": \"%s\"}".formatted(number(into)))
                        .code())
                .isEqualTo("psirt.merge.widens");
        assertThat(one(here).state()).isEqualTo(CaseState.RECEIVED);
        // Somebody who works on one of the two learns nothing of the other.
        Person other = person(Role.PSIRT);
        enter(into, "assigned", "person", other.id().toString());
        Browser others = signedIn(other);
        assertThat(others.get(into + "/merge").text()).doesNotContain("ZZの報告");
        assertThat(others.post(into + "/merge", "into", number(here)).status()).isEqualTo(404);
        assertThat(others.post(here + "/merge", "into", number(into)).status()).isEqualTo(404);
        assertThat(desk.post(here + "/merge", "into", number(into), "agreed", "yes")
                        .status())
                .isEqualTo(302);
        assertThat(signedIn(quality).get(into).status()).isEqualTo(200);
        assertThat(signedIn(quality).get(here).status())
                .as("the case itself stays theirs")
                .isEqualTo(404);
    }

    @Test
    void whatIsOverOrOpenOrADrillIsNotMergedAndTheLaterDayHolds() {
        String into = opened("先");
        String here = opened("後");
        assertThat(desk.post(here + "/merge", "into", number(here)).status()).isEqualTo(409);
        enter(here, "task", "text", "調べる", "owner", psirt.id().toString());
        assertThat(desk.post(here + "/merge", "into", number(into)).text()).contains("作業が1件");
        String drill = desk.post("/psirt/drills", "scenario", "leak").location().replaceFirst("\\?.*", "");
        assertThat(desk.post(drill + "/merge", "into", number(into)).status()).isEqualTo(409);

        String late = opened("遅い日", "source", "jpcert");
        enter(late, "coordinated", "start", "2026-11-01", "agreed", "2027-05-01");
        enter(into, "coordinated", "start", "2026-11-10", "agreed", "2027-03-01");
        assertThat(desk.post(late + "/merge", "into", number(into)).status()).isEqualTo(302);
        assertThat(one(into).mayPublish(LocalDate.of(2027, 4, 30))).isFalse();
        assertThat(one(into).startDay()).contains(LocalDate.of(2026, 11, 1));
        String unagreed = opened("合意前", "source", "jpcert");
        assertThat(desk.post(unagreed + "/merge", "into", number(into)).text()).contains("まだ調整機関と合意していません");
        String again = opened("また");
        assertThat(desk.post(again + "/merge", "into", number(late)).status())
                .as("into one that is over")
                .isEqualTo(409);
    }
}
