package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** That all notices of JPCERT/CC were handled by the procedure was said of those until then. */
class HandledNoticesTest extends ServerTest {

    private static final Slot HANDLED = Slot.of(HandledNotices.KEY, "");

    @Autowired
    private Products products;

    @Autowired
    private Answers answers;

    @Autowired
    private EvidenceLog evidence;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCompanyThatWasNeverToldOfOne() {
        emptyDatabase();
        psirt = person(Role.PSIRT, Role.QUALITY);
        desk = signedIn(psirt);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), psirt);
        say("never");
        assertThat(hasToBeSaidAgain()).isFalse();
    }

    private void say(String word) {
        clock.advance(Duration.ofMinutes(1));
        answers.record(
                camera,
                "申告",
                List.of(new Answers.Given(HANDLED, Value.word(word), "窓口の受信の記録で確かめた")),
                null,
                new Answers.Answerer(psirt, psirt.name(), "page"),
                "");
    }

    private boolean hasToBeSaidAgain() {
        List<FactEntry> standing = evidence.history(products.organisation(), HANDLED).stream()
                .filter(FactEntry::isStanding)
                .toList();
        assertThat(standing).as("what was said is not lost").isNotEmpty();
        return standing.stream().allMatch(f -> f.isExpired(clock.instant()));
    }

    private void enter(String here, String kind, String... fields) {
        Page answer = desk.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private String told(String source) {
        String here = desk.post(
                        "/psirt/new", "title", "秘密の題", "what", "vulnerability", "source", source, "text", "報告の本文")
                .location()
                .replaceFirst("\\?.*", "");
        enter(here, "step", "about", "acknowledged");
        enter(here, "step", "about", "verifying");
        enter(here, "step", "about", "not-vulnerable", "text", "再現しない");
        return here;
    }

    @Test
    void itHasToBeSaidAgainOnceOneMoreIsHandledToItsEnd() {
        String here = told("jpcert");
        assertThat(hasToBeSaidAgain())
                .as("who does not work on it may not know of it")
                .isFalse();
        enter(here, "step", "about", "closed");
        assertThat(hasToBeSaidAgain()).isTrue();
        assertThat(desk.get("/evidence").text())
                .contains("JPCERT/CCの知らせの扱いを、もう一度確かめます")
                .doesNotContain("秘密の題", here.substring("/psirt/".length()));

        say("followed");
        assertThat(hasToBeSaidAgain()).isFalse();
        assertThat(Objects.requireNonNull(answers.present(camera).get(HANDLED))
                        .fact()
                        .value())
                .isEqualTo(Value.word("followed"));
    }

    @Test
    void aCaseOfWhichNobodyElseToldSaysNothing() {
        enter(told("stranger"), "step", "about", "closed");
        assertThat(hasToBeSaidAgain()).isFalse();
    }
}
