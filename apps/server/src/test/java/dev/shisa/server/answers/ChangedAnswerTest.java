package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever changes an answer is told, where that leads back to, what it is now and what it has turned. */
class ChangedAnswerTest extends ServerTest {

    private static final String BASE = "/products/MC-200";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @BeforeEach
    void aSeriesWithAnAnswer() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "MC-200", "カメラ", "", List.of("MC-200"), "1.0"), quality);
        answer(signedIn(quality), "documented", "優先度の規程 第2版", "");
    }

    @Test
    void whatTurnedIsNamedOnThePageOfTheCriterion() {
        Browser person = signedIn(quality);
        Page told = answer(person, "none", "", "jcstar1/S1.1-09");
        assertThat(told.text())
                .contains("答えを記録しました。", "は、文書になっていますか。」に「決めていない」と答えました。")
                .containsPattern("判定が変わりました: .{0,200}S1.1-09 不適合");
        assertThat(told.html()).contains("banner is-not-met");
        assertThat(person.get(BASE + "/conformity/S1.1-09").text())
                .as("only once")
                .doesNotContain("答えを記録しました。");
    }

    @Test
    void thatNothingTurnedIsSaidToo() {
        Browser person = signedIn(quality);
        assertThat(answer(person, "documented", "優先度の規程 第3版", "jcstar1/S1.1-09").text())
                .contains("「文書になっている」", "いまのところ、この答えで変わった判定はありません。");
        assertThat(answer(person, "documented", "優先度の規程 第4版", "").text())
                .as("on the board, when no criterion led to the question")
                .contains("「文書になっている」", "いまのところ、この答えで変わった判定はありません。");
    }

    @Test
    void anAddressTellsNobodyElseOfAnAnswerAndNobodyOfAStateThatIsNot() {
        Browser person = signedIn(quality);
        answer(person, "none", "", "jcstar1/S1.1-09");
        String made = BASE + "/conformity/S1.1-09?answered=priority.policy&of=MC-200&changed=S1.1-09_";
        assertThat(person.get(made + "met").text())
                .as("a state that is not the present one")
                .contains("答えを記録しました。")
                .doesNotContain("判定が変わりました");
        assertThat(person.get(made + "not-met").text()).contains("判定が変わりました");
        assertThat(signedIn(person(Role.QUALITY)).get(made + "not-met").text())
                .as("somebody who did not answer")
                .doesNotContain("答えを記録しました。");
        clock.advance(Duration.ofMinutes(11));
        assertThat(person.get(made + "not-met").text()).as("later").doesNotContain("答えを記録しました。");
    }

    @Test
    void anAddressThatSomebodyWroteTellsNothingOfWhatOthersMayNotSee() {
        products.create(new NewSeries("NV-1", "NV-1", "カメラ", "", List.of("NV-1"), "1.0"), quality);
        UUID other = products.byCode("NV-1").orElseThrow().id();
        Browser limited = signedIn(person(Set.of(other), Role.QUALITY));
        assertThat(limited.get("/products/NV-1/conformity?answered=priority.policy&of=MC-200")
                        .text())
                .doesNotContain("答えを記録しました。");
        Page nothing = limited.get("/products/NV-1/conformity?answered=no%20slot&of=NV-1&changed=x,S9_met,_");
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.text()).doesNotContain("答えを記録しました。");
    }

    private static Page answer(Browser person, String value, String detail, String requirement) {
        return person.follow(person.post(
                BASE + "/questions",
                "key",
                "priority.policy",
                "answer-value",
                value,
                "answer-detail",
                detail,
                "requirement",
                requirement));
    }
}
