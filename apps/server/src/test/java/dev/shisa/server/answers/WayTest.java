package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A series has seven stages, and its bar only grows. */
class WayTest extends ServerTest {

    private static final AtomicInteger SERIES = new AtomicInteger();

    @Autowired
    private Products products;

    @Autowired
    private Answers answers;

    @Autowired
    private Ways ways;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("W-" + SERIES.incrementAndGet(), "W-10", "錠", "", List.of("W-10"), "1.0"), quality);
    }

    @Test
    void aNewSeriesIsAtItsScopeAndSaysWhatEachStageUnlocks() {
        Page page = signedIn(quality).get("/products/" + series.code());
        assertThat(page.text()).contains("いまは 1 / 7「対象を確かめる」です", "制度の対象なら、質問が始まります", "確認された基準は、適合になります", "1問30秒として");
        assertThat(page.text()).containsPattern("約\\d+問のうち0問に答えました");
    }

    @Test
    void theStageGoesOnWhenTheScopeIsAnswered() {
        Browser person = signedIn(quality);
        answer(person, "scope.network", "direct");
        answer(person, "scope.computer", "no");
        assertThat(person.get("/products/" + series.code()).text()).contains("いまは 2 / 7「製品を書く」です");
        assertThat(person.get(base()).text()).contains("2 / 7 製品を書く");
    }

    @Test
    void whatWasAnsweredGrowsAndAListThatIsFilledWasCountedBefore() {
        Browser person = signedIn(quality);
        int about = about(person);
        assertThat(about).isGreaterThan(45);
        person.post(base(), "key", "login.mechanisms", "item", "", "flow", "1", "add", "管理画面\nSSH");
        assertThat(answered(person)).isEqualTo(1);
        assertThat(about(person)).isBetween(about - 10, about + 10);
        assertThat(person.get(base()).text()).doesNotContain("答えていない質問");
    }

    @Test
    void theTimeThatIsLeftFollowsFromOnesOwnPaceOnceTenAnswersTellIt() {
        Browser person = signedIn(quality);
        assertThat(person.get("/products/" + series.code()).text()).contains("1問30秒として");
        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofSeconds(90));
            answer(person, "model.shown", "body");
        }
        assertThat(person.get("/products/" + series.code()).text()).contains("これまでのあなたの速さから");
    }

    @Test
    void whatHasToBeAnsweredAgainIsStillToCome() {
        Browser person = signedIn(quality);
        answer(person, "model.shown", "body");
        Map<Slot, FactEntry> present = answers.present(series);
        Set<RequirementId> followed = answers.states(series).keySet();
        Slot slot = Slot.parse("model.shown").orElseThrow();
        NextQuestion again = new NextQuestion(
                NextQuestion.Kind.RENEW,
                new Subject(Subject.Kind.PRODUCT, series.id()),
                slot,
                null,
                null,
                Set.of(),
                followed);
        assertThat(ways.likely(series, List.of(), present, followed).answers()).isZero();
        assertThat(ways.likely(series, List.of(again), present, followed).answers())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/settings/people/new, 5",
        "/confirm?series=W-10, 5",
        "/products/W-10/evidence?confirmation=waiting, 5",
        "/products/W-10/evidence/new?fact=priority.policy, 4",
        "/products/W-10/application, 6",
        "/products/W-10/evidence/contradictions, 3",
        "/products/W-10/questions, 3",
        "'', 4"
    })
    void theStageIsThatOfTheStepThatTheReaderIsTold(String next, int stage) {
        List<Boolean> evidenceAndConfirmation = List.of(false, false, false, true, true);
        assertThat(Ways.now(evidenceAndConfirmation, next) + 1).isEqualTo(stage);
        assertThat(Ways.now(List.of(true, true, true, true, true), "/products/W-10/questions"))
                .isZero();
    }

    @Test
    void theRegisterCountsFieldsWhichAreNotTheQuestionsOfTheWay() {
        Page register = signedIn(quality).get("/products/" + series.code() + "/register");
        assertThat(register.text())
                .containsPattern("\\d+個の記入欄のうち、0個が埋まっています。")
                .contains("製品のページで数える「質問」は、判定にまだ要るものだけ")
                .doesNotContain("確認事項のうち");
    }

    private int answered(Browser person) {
        return Integer.parseInt(person.get(base()).find("<progress max=\"\\d+\" value=\"(\\d+)\""));
    }

    private int about(Browser person) {
        return Integer.parseInt(person.get(base()).find("<progress max=\"(\\d+)\""));
    }

    private void answer(Browser person, String key, String value) {
        Page page = person.post(
                base(), "key", key, "item", "", "flow", "1", "answer-value", value, "answer-detail", "製品の仕様による");
        assertThat(page.status()).as(page.text()).isEqualTo(302);
    }

    private String base() {
        return "/products/" + series.code() + "/questions";
    }
}
