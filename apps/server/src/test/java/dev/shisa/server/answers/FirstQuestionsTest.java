package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What decides how much else is asked stands on one page, and comes first. */
class FirstQuestionsTest extends ServerTest {

    private static final String PAGE = "/products/MC-200/questions/first";

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aNewSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200-W"), "2.4.1"), quality);
    }

    @Test
    void scopeCertificationAndStatementsStandOnOnePage() {
        Page page = signedIn(quality).get(PAGE);
        assertThat(page.text())
                .contains("まず、対象かどうかを確かめます。", "IP通信でデータを送受信しますか。", "汎用の機器ですか。", "PSTI")
                .doesNotContain("パスワード");
        assertThat(page.html()).contains("certification.mark::seen").doesNotContain("certification.number::seen");
    }

    @Test
    void whatIsShownAgainStandsAsItStood() {
        Browser browser = signedIn(quality);
        List<String> shown = asked(browser.get(PAGE));
        List<String> sent = new ArrayList<>();
        shown.forEach(key -> sent.addAll(List.of(key + "::seen", "")));
        sent.addAll(List.of("scope.network::value", "direct"));
        Page again = browser.post(PAGE, sent.toArray(String[]::new));
        assertThat(again.status()).isEqualTo(422);
        assertThat(asked(again)).isEqualTo(shown).hasSizeGreaterThan(2);
        assertThat(again.text())
                .as("for every answer the words are needed, which the mark beside them says")
                .doesNotContain("「直接つながる」");
    }

    private static List<String> asked(Page page) {
        return Pattern.compile("name=\"([^\"]+)::seen\"")
                .matcher(page.html())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void whatAnAnswerFailsIsNotShownAsASuccess() {
        Browser browser = signedIn(quality);
        save(browser, "next", "questions");
        Page answered = browser.follow(browser.post(
                "/products/MC-200/questions", "key", "priority.policy", "flow", "1", "answer-value", "none"));
        assertThat(answered.html()).contains("banner is-not-met").doesNotContain("banner is-met");
    }

    @Test
    void oneSaveAndOneAnswerMakeTheFirstExpectedVerdict() {
        Browser browser = signedIn(quality);
        Page saved = save(browser, "next", "questions");
        assertThat(saved.location()).isEqualTo("/products/MC-200/questions");
        assertThat(value("scope.network")).isEqualTo(Value.word("direct"));
        assertThat(value("certification.mark")).isEqualTo(Value.word("none"));

        Page first = browser.follow(saved);
        assertThat(first.html()).contains("name=\"key\" value=\"priority.policy\"");
        browser.post(
                "/products/MC-200/questions",
                "key",
                "priority.policy",
                "flow",
                "1",
                "answer-value",
                "documented",
                "answer-detail",
                "QA-012");
        assertThat(verdicts.states(camera.id()))
                .containsEntry(RequirementId.parse("jcstar1/S1.1-09").orElseThrow(), VerdictState.EXPECTED);
    }

    @Test
    void goesOnWithWhatIsUsualAndKeepsOpenWhatWasLeftOut() {
        Browser browser = signedIn(quality);
        Page saved = browser.post(PAGE, "psti.statement::seen", "", "psti.statement::value", "none");
        assertThat(saved.location()).isEqualTo("/products/MC-200/ready-made");
        assertThat(value("psti.statement")).isEqualTo(Value.word("none"));
        assertThat(value("scope.network")).isNull();
        assertThat(browser.get(PAGE).html())
                .contains("scope.network::seen", "certification.mark::seen")
                .doesNotContain("psti.statement::seen");
        assertThat(browser.get("/products/MC-200/questions").html()).contains("name=\"key\" value=\"scope.network\"");
    }

    @Test
    void leadsOnWhereNothingOfItIsOpen() {
        Browser browser = signedIn(quality);
        save(browser);
        assertThat(browser.get(PAGE).location()).isEqualTo("/products/MC-200/ready-made");
    }

    @Test
    void whatIsNotCompleteComesBackAsItWasTyped() {
        Browser browser = signedIn(quality);
        Page back = browser.post(
                PAGE,
                "scope.network::seen",
                "",
                "scope.network::value",
                "direct",
                "psti.statement::seen",
                "",
                "psti.statement::value",
                "none");
        assertThat(back.status()).isEqualTo(422);
        assertThat(back.html())
                .containsPattern("name=\"scope.network::value\" value=\"direct\"[^>]* checked")
                .containsPattern("name=\"psti.statement::value\" value=\"none\"[^>]* checked");
        assertThat(count("fact")).isZero();
    }

    @Test
    void aTurnForTheWorseIsNotToldAsASuccess() {
        Browser browser = signedIn(quality);
        record("disclosure.published", Value.word("website"), "https://midorihama.example/psirt");
        record("disclosure.parts", Value.words(new TreeSet<>(Set.of("contact", "procedure", "status"))), "");
        assertThat(browser.get(turned("S1.1-05_expected")).html())
                .contains("banner is-met")
                .contains("判定が変わりました:");

        record("windows.open", Value.words(new TreeSet<>(Set.of("none"))), "");
        record("priority.policy", Value.word("none"), "");
        assertThat(browser.get(turned("S1.1-05_recheck")).html()).contains("banner is-recheck");
        assertThat(browser.get(turned("S1.1-05_recheck", "S1.1-09_not-met")).html())
                .contains("banner is-not-met");
        assertThat(browser.get(turned("S1.1-05_expected", "S1.1-09_met")).html())
                .as("states that are not so")
                .doesNotContain("判定が変わりました:");
    }

    private static String turned(String... states) {
        return "/products/MC-200/questions?changed=" + String.join("&changed=", states);
    }

    private void record(String key, Value value, String detail) {
        answers.record(
                camera,
                "答え",
                List.of(new Answers.Given(new Slot(new FactKey(key), ""), value, detail)),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
    }

    @Test
    void whatAColleagueAnsweredMeanwhileIsToldAndNotOverwritten() {
        Browser browser = signedIn(quality);
        record("psti.statement", Value.word("model"), "");
        Page back = save(browser);
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.text()).contains("PSTI");
        assertThat(value("psti.statement")).isEqualTo(Value.word("model"));
        assertThat(value("scope.network")).isNull();
    }

    @Test
    void theSameSentTwiceIsOneAnswer() {
        Browser browser = signedIn(quality);
        String once = "01a1f68d-a380-70bb-86af-06249cb6f806";
        save(browser, "once", once);
        int recorded = count("evidence");
        save(browser, "once", once);
        assertThat(count("evidence")).isEqualTo(recorded);
    }

    @Test
    void whatIsOutOfScopeIsSaidAtOnce() {
        Browser browser = signedIn(quality);
        Page saved = browser.post(
                PAGE,
                "scope.computer::seen",
                "",
                "scope.computer::value",
                "yes",
                "psti.statement::seen",
                "",
                "next",
                "questions");
        assertThat(saved.location()).isEqualTo("/products/MC-200/conformity");
        assertThat(browser.follow(saved).text()).contains("対象外");
    }

    @Test
    void whatWasTypedIsKeptAlsoWhenOthersAnsweredMeanwhileThatItIsOutOfScope() {
        Browser browser = signedIn(quality);
        browser.post(PAGE, "scope.computer::seen", "", "scope.computer::value", "yes");
        browser.post(PAGE, "psti.statement::seen", "", "psti.statement::value", "model");
        assertThat(value("psti.statement")).isEqualTo(Value.word("model"));
    }

    @Test
    void whoMayNotAnswerDoesNotComeIn() {
        assertThat(signedIn(person(Role.AUDITOR)).get(PAGE).status()).isEqualTo(403);
    }

    private static Page save(Browser browser, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "scope.network::seen", "",
                "scope.network::value", "direct",
                "scope.network::detail", "Wi-Fiで直接つながる",
                "scope.computer::seen", "",
                "scope.computer::value", "no",
                "psti.statement::seen", "",
                "psti.statement::value", "none",
                "certification.mark::seen", "",
                "certification.mark::value", "none"));
        fields.addAll(List.of(more));
        return browser.post(PAGE, fields.toArray(new String[0]));
    }

    private @Nullable Value value(String key) {
        FactEntry entry = answers.present(camera).get(new Slot(new FactKey(key), ""));
        return entry == null ? null : entry.fact().value();
    }
}
