package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The next step is always one that its reader can take: values where they are needed, confirmation by who may give it. */
class NextStepTest extends ServerTest {

    private static final AtomicInteger SERIES = new AtomicInteger();

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private Catalogues catalogues;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("N-" + SERIES.incrementAndGet(), "N-10", "錠", "", List.of("N-10"), "1.0"), quality);
    }

    @Test
    void theValueThatAnAnswerIsHeldAgainstIsAskedRightAfterIt() {
        Browser person = signedIn(quality);
        Page answered = answerIntegrity(person);
        Page next = person.get(answered.location());
        assertThat(next.location()).startsWith("/parameters/package.integrity.accepted?back=");
        Page value = person.get(next.location());
        assertThat(value.text())
                .contains("「認められる完全性確認の仕組み」を決めます", "★1(レベル1)評価ガイド", "S1.1-08", "デジタル署名、別に安全に得たハッシュ値との比較");
        assertThat(value.html())
                .contains("href=\"https://www.ipa.go.jp/security/jc-star/tekigou-kizyun-guide/label1/index.html\"");

        String back = value.find("name=\"back\" value=\"(/products/[^\"]+)\"").replace("&amp;", "&");
        Page saved = person.post(
                "/parameters/package.integrity.accepted",
                "back",
                back,
                "take-package.integrity.accepted",
                "1",
                "version-package.integrity.accepted",
                "0");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(saved.location()).startsWith("/products/" + series.code() + "/questions");
        assertThat(person.get(saved.location()).status()).isEqualTo(200);
        assertThat(catalogues.parameters().values())
                .containsEntry("package.integrity.accepted", Value.words("digest", "signature"));
        assertThat(acts()).contains("parameter.set");
    }

    @Test
    void aProposalCountsForNothingUntilAPersonHasConfirmedIt() {
        signedIn(quality).get("/parameters/package.integrity.accepted");
        signedIn(quality).get("/parameters");
        assertThat(catalogues.parameters().values()).isEmpty();
        Page wrong = signedIn(quality)
                .post("/parameters/login.tries.max", "value-login.tries.max", "多め", "version-login.tries.max", "0");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).contains("value=\"多め\"");
        assertThat(catalogues.parameters().values()).isEmpty();
    }

    @Test
    void aValueThatIsPutOffIsNotAskedAgainInTheSameRound() {
        Browser person = signedIn(quality);
        Page value = person.get(person.get(answerIntegrity(person).location()).location());
        String later =
                value.find("href=\"(/products/[^\"]+skip=value:[^\"]+)\"").replace("&amp;", "&");
        assertThat(person.get(later).status()).isEqualTo(200);
    }

    @Test
    void whoMayNotSetValuesIsNotAskedForThem() {
        Browser developer = signedIn(Role.PSIRT);
        Page answered = answerIntegrity(developer);
        Page next = developer.get(answered.location());
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.html()).doesNotContain("href=\"/parameters/");
        assertThat(developer.get("/parameters/package.integrity.accepted").status())
                .isEqualTo(403);
    }

    @Test
    void aQuestionSaysWithWhichValuesItsAnswerIsCompared() {
        packageOverTheNetwork();
        assertThat(signedIn(quality)
                        .get(base() + "/questions/one?key=package.integrity&item=package-1")
                        .html())
                .contains("href=\"/parameters/package.integrity.accepted?back=");
    }

    @Test
    void oneLeadsBackOnlyToWhereQuestionsAreAsked() {
        Page saved = signedIn(quality)
                .post(
                        "/parameters/login.tries.max",
                        "back",
                        "https://evil.example/",
                        "value-login.tries.max",
                        "5",
                        "version-login.tries.max",
                        "0");
        assertThat(saved.location()).startsWith("/parameters?saved=1&guide=jcstar1");
        assertThat(signedIn(quality)
                        .get("/parameters/login.tries.max?back=//evil.example/questions")
                        .html())
                .containsPattern("name=\"back\" value=\"\"");
    }

    @Test
    void boardAndPageCountTheSameValues() {
        Browser person = signedIn(quality);
        person.post("/parameters", "value-login.tries.max", "5", "version-login.tries.max", "0");
        int all = catalogues
                .current()
                .framework("jcstar1")
                .orElseThrow()
                .parameters()
                .size();
        String board = person.get(base() + "/conformity").text();
        String page = person.get("/parameters?guide=jcstar1").text();
        assertThat(board).contains(all + "個のうち1個");
        assertThat(page).contains(all + "個の値のうち、1個が決まっています");
    }

    @Test
    void eachValueIsSavedByItselfThoughAnotherIsWrong() {
        Page page = signedIn(quality)
                .post(
                        "/parameters",
                        "value-login.tries.max",
                        "たくさん",
                        "version-login.tries.max",
                        "0",
                        "value-scan.days",
                        "90",
                        "version-scan.days",
                        "0");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("value=\"たくさん\"");
        assertThat(catalogues.parameters().values()).containsOnlyKeys("scan.days");
    }

    @Test
    void whatCanSpareOtherQuestionsIsAskedBeforeThem() {
        List<String> asked = verdicts.next(series.id(), "").stream()
                .filter(NextQuestion::isAnswered)
                .flatMap(question -> Optional.ofNullable(question.slot()).stream())
                .map(slot -> slot.key().value())
                .toList();
        assertThat(asked.subList(0, 2)).allSatisfy(key -> assertThat(key).startsWith("scope."));
        List<String> then = asked.subList(2, 10);
        assertThat(then).contains("psti.statement", "certification.mark");
        assertThat(then.stream()
                        .filter(key -> !key.startsWith("certification.") && !key.startsWith("psti."))
                        .collect(Collectors.toList()))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whoIsAloneIsToldToInviteSomebodyWhoConfirms() {
        answered("priority.policy", "documented", "優先度の規程");
        Page page = signedIn(quality).get(base() + "/conformity/S1.1-09");
        assertThat(page.text()).contains("確認できる役割の人がまだいないので、責任者に招待を頼んでください");
        assertThat(page.html()).doesNotContain("href=\"/confirm");
    }

    @Test
    void whoAnsweredIsToldWhoConfirmsAndWhoConfirmsIsSentThere() {
        Person other = person(Role.QUALITY);
        answered("priority.policy", "documented", "優先度の規程");
        Page mine = signedIn(quality).get(base() + "/conformity/S1.1-09");
        assertThat(mine.text()).contains(other.name() + " さんの確認を待っています");
        assertThat(mine.html()).contains(base() + "/evidence?confirmation=waiting");
        Page theirs = signedIn(other).get(base() + "/conformity/S1.1-09");
        assertThat(theirs.html()).contains("href=\"/confirm?series=" + series.code());
    }

    private void answered(String key, String value, String detail) {
        Page page = signedIn(quality)
                .upload(
                        base() + "/questions",
                        "file",
                        "policy.txt",
                        "優先度の規程".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "key",
                        key,
                        "item",
                        "",
                        "place",
                        "1章",
                        "answer-value",
                        value,
                        "answer-detail",
                        detail);
        assertThat(page.status()).as(page.text()).isEqualTo(302);
        assertThat(answers.present(series)).containsKey(Slot.of(key));
    }

    private Page answerIntegrity(Browser person) {
        packageOverTheNetwork();
        Page answered = person.post(
                base() + "/questions",
                "key",
                "package.integrity",
                "item",
                "package-1",
                "flow",
                "1",
                "answer-value",
                "signature",
                "answer-detail",
                "署名を起動前に確かめます。");
        assertThat(answered.status()).as(answered.text()).isEqualTo(302);
        return answered;
    }

    private void packageOverTheNetwork() {
        Browser person = signedIn(quality);
        person.post(base() + "/questions", "key", "update.packages", "item", "", "add", "ファームウェア");
        person.post(base() + "/questions", "key", "package.routes", "item", "package-1", "answer-value", "network");
    }

    private String base() {
        return "/products/" + series.code();
    }
}
