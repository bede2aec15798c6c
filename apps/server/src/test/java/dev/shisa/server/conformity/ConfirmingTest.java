package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who confirms is told before what comes of it, and afterwards what came of it. */
class ConfirmingTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person sato = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), sato);
    }

    @Test
    void eachSaysWhatItDecidesBeforeAndTheBannerSaysWhatTurned() {
        Recorded policy = policy();
        Browser browser = signedIn(Role.QUALITY);
        Page waiting = browser.get("/confirm");
        assertThat(waiting.text()).contains("S1.1-09 が適合になります");
        assertThat(waiting.html()).contains("href=\"/products/MC-200/conformity/S1.1-09\"");
        assertThat(count("fact_confirmation")).as("nothing is done by looking").isZero();
        Page done = browser.follow(browser.post("/confirm", sent(waiting, List.of(policy.code()), "")));
        assertThat(done.text()).contains("1件を確認しました。", "S1.1-09 が適合になりました").doesNotContain("この絞り込みに名前を付ける");
        assertThat(done.html()).contains("href=\"/products/MC-200/conformity/S1.1-09\"");
        assertThat(signedIn(sato).get("/products/MC-200/conformity/S1.1-09").text())
                .contains("適合です");
    }

    @Test
    void onItsOwnPageItSaysSoToo() {
        Recorded policy = policy();
        Browser browser = signedIn(Role.QUALITY);
        Page page = browser.get("/evidence/" + policy.code());
        assertThat(page.text()).contains("これを確認すると、次のようになります。", "S1.1-09 が適合になります");
        assertThat(signedIn(sato).get("/evidence/" + policy.code()).text())
                .as("nobody confirms the own")
                .doesNotContain("適合になります");
        Page done = browser.follow(browser.post(
                "/evidence/" + policy.code() + "/confirm",
                "fact",
                policy.facts().getFirst().toString()));
        assertThat(done.text()).contains("確認しました。", "S1.1-09 が適合になりました");
    }

    @Test
    void whatIsTickedIsReckonedTogetherBeforeAnythingIsDone() {
        Recorded policy = policy();
        document("取扱説明書", "guide.support", Subject.Kind.RELEASE, Value.words(new java.util.TreeSet<>(Set.of("date"))));
        Browser browser = signedIn(Role.QUALITY);
        Page look = browser.post("/confirm", sent(browser.get("/confirm"), List.of(policy.code()), "look"));
        assertThat(look.status()).isEqualTo(200);
        assertThat(look.text()).contains("選んだ1件を確認すると");
        assertThat(look.html()).contains("value=\"" + policy.code() + "\" checked");
        assertThat(look.html().split(" checked", -1)).as("the choice is kept").hasSize(2);
        assertThat(count("fact_confirmation")).isZero();
    }

    @Test
    void thirtyPiecesAreConfirmedWithFiveClicks() {
        for (int i = 0; i < 29; i++) {
            document(
                    "文書" + i,
                    "guide.support",
                    Subject.Kind.RELEASE,
                    Value.words(new java.util.TreeSet<>(Set.of("date"))));
        }
        policy();
        Browser browser = signedIn(Role.QUALITY);
        String all = browser.get("/confirm").find("href=\"(/confirm\\?pick=all)\"");
        Page picked = browser.get(all);
        assertThat(picked.text()).contains("選んだ18件を確認すると");
        assertThat(picked.text()).as("ticked is no filter").doesNotContain("この絞り込みに名前を付ける");
        assertThat(browser.follow(browser.post("/confirm", sent(picked, ticked(picked), "")))
                        .text())
                .contains("18件を確認しました。", "12件");
        Page rest = browser.get(all);
        assertThat(rest.text()).contains("選んだ12件を確認すると", "S1.1-09 が適合になります");
        assertThat(browser.follow(browser.post("/confirm", sent(rest, ticked(rest), "")))
                        .text())
                .contains("12件を確認しました。", "待つエビデンスはありません");
    }

    @Test
    void thoseOfOneProductOrOneKindAreTickedTogether() {
        policy();
        document("取扱説明書", "guide.support", Subject.Kind.RELEASE, Value.words(new java.util.TreeSet<>(Set.of("date"))));
        Browser browser = signedIn(Role.QUALITY);
        Page all = browser.get("/confirm");
        assertThat(all.text()).contains("MC-200シリーズ 1件");
        Page product = browser.get(all.find("href=\"(/confirm\\?pick=series[^\"]*)\""));
        assertThat(ticked(product)).hasSize(1);
        assertThat(ticked(browser.get(all.find("href=\"(/confirm\\?pick=kind[^\"]*)\""))))
                .hasSize(2);
        assertThat(ticked(browser.get("/confirm?pick=nothing"))).isEmpty();
    }

    @Test
    void theSecondOfTwoIsToldWhoWasFirst() {
        Recorded policy = policy();
        Person first = person(Role.QUALITY);
        Browser late = signedIn(Role.QUALITY);
        Page seen = late.get("/confirm");
        Browser early = signedIn(first);
        early.post("/confirm", sent(early.get("/confirm"), List.of(policy.code()), ""));
        Page told = late.follow(late.post("/confirm", sent(seen, List.of(policy.code()), "")));
        assertThat(told.text())
                .contains("新しく確認したものはありません。", first.name() + " さんが先に確認していました。")
                .doesNotContain("1件を確認しました");
        assertThat(count("fact_confirmation")).isEqualTo(1);
        assertThat(late.follow(late.post(
                                "/evidence/" + policy.code() + "/confirm",
                                "fact",
                                policy.facts().getFirst().toString()))
                        .text())
                .contains("先にほかの人が確認していました。");
    }

    @Test
    void ofProductsThatOneDoesNotSeeNothingIsTold() {
        Recorded policy = policy();
        Person limited = person(Set.of(ids.next()), Role.QUALITY);
        assertThat(signedIn(limited)
                        .get("/confirm?done=1&turned=MC-200~jcstar1/S1.1-09,~x/y,nonsense&before=" + policy.code())
                        .text())
                .doesNotContain("S1.1-09", "MC-200");
    }

    private Recorded policy() {
        return document("脆弱性対応規程", "priority.policy", Subject.Kind.ORGANISATION, Value.word("documented"));
    }

    private Recorded document(String title, String key, Subject.Kind of, Value value) {
        Subject subject = products.subject(series, of);
        Slot slot = Slot.of(key);
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        EvidenceKind.DOCUMENT.strength(Map.of()),
                        title,
                        "第2版を読んだ",
                        "3ページ",
                        of == Subject.Kind.ORGANISATION ? null : series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        sato,
                        sato.name(),
                        "page",
                        null),
                List.of(new NewFact(subject, slot, value, "第2版", Set.of())));
    }

    private static List<String> ticked(Page page) {
        return found(page, "name=\"evidence\" value=\"([^\"]+)\" checked");
    }

    private static List<String> found(Page page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page.html())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The form as a browser sends it, with these ticked. */
    private static String[] sent(Page page, List<String> codes, String act) {
        List<String> fields = new ArrayList<>();
        found(page, "name=\"fact\" value=\"([0-9a-f-]{36})\"").forEach(fact -> fields.addAll(List.of("fact", fact)));
        codes.forEach(code -> fields.addAll(List.of("evidence", code)));
        fields.addAll(List.of("act", act));
        return fields.toArray(String[]::new);
    }
}
