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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The board draws how its verdicts came to be, with the figures that it shows itself. */
class CoursePagesTest extends ServerTest {

    private static final String BOARD = "/products/MC-1/conformity";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

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

    @AfterEach
    void theClockGoesBack() {
        clock.reset();
    }

    /** Sessions do not last that long. */
    private void passes(Duration time) {
        clock.advance(time);
        browser = signedIn(quality);
    }

    private void aPolicyIsDocumented() {
        Subject company = products.subject(camera, Subject.Kind.ORGANISATION);
        EvidenceKind kind = EvidenceKind.DOCUMENT;
        Recorded recorded = evidence.record(
                new NewEvidence(
                        kind,
                        kind.strength(Map.of()),
                        "方針",
                        "規程の第2版",
                        "3ページ",
                        camera.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(new NewFact(
                        company, Slot.of("priority.policy"), Value.word("documented"), "規程の第2版", Set.of())));
        evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), person(Role.QUALITY), "");
    }

    private void applicationOn(String day) {
        Page saved = browser.post("/products/MC-1/application/plan", "on", day, "evaluator", "self", "version", "0");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
    }

    @Test
    void onItsFirstDayTheRecordSaysThatItBegins() {
        Page page = browser.get(BOARD);
        assertThat(page.text()).contains("判定の推移", "記録は今日からです。0件が決まり、残りは16件です", "2026-11-20 16 16");
        assertThat(page.html())
                .contains("<rect class=\"is-unknown\" x=\"0\" y=\"0.00\" width=\"10\" height=\"100.00\"");
        assertThat(page.text()).doesNotContain("申請予定日までの残り");
    }

    @Test
    void pictureAndTableHaveTheFiguresOfTheBoard() {
        passes(Duration.ofDays(4));
        aPolicyIsDocumented();
        passes(Duration.ofDays(6));
        Page page = browser.get(BOARD);
        assertThat(page.text())
                .contains("16件のうち1件が決まりました。残りは15件")
                .contains("2026-11-20に0件だった決まった基準が、いまは1件です。残りは15件です")
                .contains("2026-11-30 1 15 15", "2026-11-24 1 15 15", "2026-11-20 0 16 16")
                .doesNotContain("2026-11-25 1 15");
        assertThat(page.html())
                .contains("<rect class=\"is-unknown\" x=\"0\" y=\"0.00\" width=\"40\" height=\"100.00\"")
                .contains("<rect class=\"is-met\" x=\"40\" y=\"93.75\" width=\"70\" height=\"6.25\"");
    }

    @Test
    void aDayIsThatOfTheReader() {
        passes(Duration.ofHours(14));
        aPolicyIsDocumented();
        assertThat(browser.get(BOARD).text())
                .as("00:24 in Japan, still the day before in UTC")
                .contains("2026-11-21 1 15 15");
    }

    @Test
    void withADayOfApplicationItSaysWhetherThePaceIsEnough() {
        applicationOn("2027-03-31");
        assertThat(browser.get(BOARD).text())
                .contains("申請予定日は2027-03-31、あと131日です。残りは16件です", "まだ言えません。記録は0日分で、7日分から計算します");

        passes(Duration.ofDays(10));
        assertThat(browser.get(BOARD).text()).contains("いつ終わるかは言えません。この10日で");

        aPolicyIsDocumented();
        Page page = browser.get(BOARD);
        assertThat(page.text()).contains("この10日で、残りが1件減りました。このペースなら、2027-04-29に終わります", "予定日より29日遅れます", "申請予定日までの残り");
        assertThat(page.html()).contains("<polyline class=\"is-plan\"", "<polyline class=\"is-pace\"");
        assertThat(signedIn(Role.QUALITY).english().get(BOARD).text())
                .contains("At this pace all is done on 2027-04-29", "29 days after the planned day");
    }

    @Test
    void aDayThatHasPassedIsSaidToHavePassed() {
        applicationOn("2026-11-25");
        passes(Duration.ofDays(10));
        Page page = browser.get(BOARD);
        assertThat(page.text()).contains("申請予定日の2026-11-25を過ぎました。残りは16件です");
        assertThat(page.html()).doesNotContain("<polyline class=\"is-plan\"");
    }

    @Test
    void whatIsHiddenHasNoCourse() {
        Person other = person(Set.of(new UUID(0, 1)), Role.QUALITY);
        assertThat(signedIn(other).get(BOARD).status()).isEqualTo(404);
    }
}
