package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What nearly went wrong is entered, decided and followed to the end; without a decision it ages into a task (S-061). */
class FeedbackTest extends ServerTest {

    private static final String HERE = "/vulnerabilities/feedback";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aMakerWithACamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.0"), quality);
    }

    private Page enter(String... more) {
        List<String> fields = new java.util.ArrayList<>(List.of(
                "kind",
                "near-miss",
                "source",
                "field",
                "series",
                camera.id().toString(),
                "happened",
                "2026-11-18",
                "title",
                "設置中にブレーカーが落ちた",
                "text",
                "通電したまま配線した"));
        for (int i = 0; i < more.length; i += 2) {
            int at = fields.indexOf(more[i]);
            fields.set(at + 1, more[i + 1]);
        }
        return browser.post(HERE, fields.toArray(String[]::new));
    }

    private String entered() {
        Page made = enter();
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location().replaceFirst("\\?.*", "");
    }

    @Test
    void fromWhatWasNoticedToWhatItCameTo() {
        String at = entered();
        assertThat(browser.get(at).text()).contains("設置中にブレーカーが落ちた", "まだ何も決まっていません。");
        Page planned = browser.post(
                at + "/steps",
                "act",
                "plan",
                "text",
                "手順書に注意を足す",
                "owner",
                quality.id().toString(),
                "due",
                "2026-12-01");
        assertThat(planned.status()).as(planned.text()).isEqualTo(302);
        assertThat(browser.get("/").text()).contains("「設置中にブレーカーが落ちた」の対応を終える");
        assertThat(browser.post(
                                at + "/steps",
                                "act",
                                "done",
                                "text",
                                "第2版に入れた",
                                "outcome",
                                "document",
                                "reference",
                                "D-12")
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(at).text()).contains("終わった", "文書やマニュアルの変更、D-12", "もう一度見る");
        assertThat(browser.get("/").text()).doesNotContain("ブレーカー");
        assertThat(acts()).endsWith("feedback.add", "feedback.plan", "feedback.done");
        assertThat(browser.get(HERE + ".csv").text()).contains("設置中にブレーカーが落ちた", "終わった");
        assertThat(browser.english().get(HERE).text()).contains("Feedback in hand: 0.", "Near miss");
    }

    @Test
    void whatNobodyDecidesAgesIntoATask() {
        entered();
        assertThat(browser.get("/").text()).doesNotContain("ブレーカー");
        clock.advance(Duration.ofDays(15));
        browser = signedIn(quality);
        assertThat(browser.get("/").text()).contains("「設置中にブレーカーが落ちた」をどうするか決める");
        assertThat(browser.get(HERE + "?state=late").text()).contains("1件が、期限を過ぎています", "設置中にブレーカーが落ちた");
    }

    @Test
    void mistakesAreNamedAndNothingTypedIsLost() {
        Page refused = enter("title", " ", "happened", "2099-01-01");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("何があったかを、200文字までの1行で", "今日までの日付を");
        assertThat(refused.html()).contains("通電したまま配線した");
        assertThat(count("psirt_feedback")).isZero();
        String at = entered();
        Page step = browser.post(at + "/steps", "act", "plan", "text", "", "owner", "", "due", "2020-01-01");
        assertThat(step.status()).isEqualTo(422);
        assertThat(step.text()).contains("何をするかを書いてください。", "今日以降の期限", "担当を選んで");
        assertThat(browser.post(at + "/steps", "act", "reopen", "text", "x").status())
                .as("what is not closed is not opened again")
                .isEqualTo(422);
    }

    @Test
    void markupInWhatWasToldIsText() {
        enter("title", "<script>alert(1)</script>", "text", "<img src=x onerror=alert(1)>");
        Page list = browser.get(HERE);
        assertThat(list.html()).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert(1)");
    }

    @Test
    void whoIsLimitedToOtherSeriesLearnsNothing() {
        String at = entered();
        Series lock = products.create(new NewSeries("SL-10", "錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get(HERE).text()).doesNotContain("ブレーカー");
        assertThat(limited.get(at).status()).isEqualTo(404);
        assertThat(signedIn(Role.AUDITOR).post(HERE, "title", "x").status()).isEqualTo(403);
    }

    @Test
    void programsDoTheSame() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer made = api.post("/api/v1/feedback", """
                {"kind": "trouble", "source": "support", "series": "MC-200", "happened": "2026-11-19",
                 "title": "再起動を繰り返す"}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = "/api/v1/feedback/" + made.at("/code");
        assertThat(api.get(at).at("/state")).isEqualTo("open");
        Api.Answer closed = api.post(at + "/steps", """
                {"act": "nothing", "text": "電源の不良だった"}""");
        assertThat(closed.status()).as(closed.text()).isEqualTo(200);
        assertThat(closed.at("/state")).isEqualTo("closed");
        assertThat(api.get("/api/v1/feedback").text()).contains("再起動を繰り返す");
        assertThat(api.post(at + "/steps", "{\"act\": \"done\", \"text\": \"x\"}")
                        .status())
                .isEqualTo(422);
    }
}
