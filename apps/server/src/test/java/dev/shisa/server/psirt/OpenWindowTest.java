package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The public pages say that reports can be sent in, and say so when they cannot any more (S-007). */
class OpenWindowTest extends ServerTest {

    @Autowired
    private OpenWindow window;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @BeforeEach
    void aCompany() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        owner = signedIn(person(Role.OWNER));
        products.create(new NewSeries("MC-200", "カメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        guides.chooseForOrganisation(Set.of("psirt-guide"), person(Role.OWNER));
    }

    /** What holds: value and strength of each fact that was neither replaced nor taken back. */
    private List<String> holding() {
        return jdbc.sql("""
                        SELECT replace(f.value, E'\\n', ' ') || ' ' || f.strength FROM fact f
                        WHERE f.key = 'windows.open'
                            AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)
                            AND NOT EXISTS (SELECT FROM fact_supersedes s
                                WHERE s.superseded = f.id
                                    AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = s.fact_id))
                        ORDER BY 1""").query((row, n) -> String.valueOf(row.getString(1))).list();
    }

    private VerdictState verdict() {
        return verdicts.states(products.organisation().id())
                .getOrDefault(new RequirementId("psirt-guide", "PSIRT-X6"), VerdictState.UNKNOWN);
    }

    private void look() {
        clock.advance(Duration.ofSeconds(1));
        window.look();
        clock.advance(Duration.ofSeconds(1));
    }

    private void switchOff(int version) {
        Page off = owner.post("/settings/portal", "version", "" + version);
        assertThat(off.status()).as(off.text()).isEqualTo(302);
    }

    private void answer(String values) {
        answer("windows.open", values);
    }

    private void answer(String key, String value) {
        clock.advance(Duration.ofSeconds(1));
        Api.Answer answered = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE))
                .post("/api/v1/series/MC-200/answers", """
                        {"title": "登録", "answers": [{"key": "%s", "value": %s}]}""".formatted(key, value));
        assertThat(answered.status()).as(answered.text()).isLessThan(300);
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void whereNobodyAnsweredThePublicPagesSpeakForAYear() {
        look();
        assertThat(holding()).as("no record, no fact").isEmpty();
        TestPortal.switchOn(owner);
        look();
        look();
        assertThat(holding()).containsExactly("reporters documented");
        assertThat(count("evidence")).as("nothing is said twice").isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM evidence WHERE submitted_by IS NULL AND valid_until IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        clock.advance(Duration.ofDays(340));
        look();
        assertThat(count("evidence")).as("said again before it ends").isEqualTo(2);
        assertThat(holding()).containsExactly("reporters documented");
        owner = signedIn(person(Role.OWNER));
        switchOff(1);
        look();
        assertThat(holding()).containsExactly("none documented");
    }

    @Test
    void whatIsShownNoMoreIsTakenOutOfAnAnswerAndNothingElseBecomesStronger() {
        TestPortal.switchOn(owner);
        answer("disclosure.published", "\"none\"");
        answer("[\"users\", \"reporters\"]");
        look();
        assertThat(holding())
                .as("an answer that says it, too, stands alone")
                .containsExactly("reporters users declared");
        assertThat(verdict()).isEqualTo(VerdictState.EXPECTED);

        switchOff(1);
        look();
        assertThat(holding()).containsExactly("users declared");
        assertThat(verdict()).as("S-007: the tile turns red").isEqualTo(VerdictState.NOT_MET);

        // Another window than ours: whoever answers anew is right.
        answer("[\"reporters\", \"users\"]");
        look();
        assertThat(holding()).containsExactly("reporters users declared");
        assertThat(verdict()).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void whatWasSaidIsTakenBackWhenThePagesAreThereAgain() {
        TestPortal.switchOn(owner);
        answer("[\"users\", \"reporters\", \"contractors\"]");
        switchOff(1);
        look();
        assertThat(holding()).containsExactly("contractors users declared");
        Page on = owner.post("/settings/portal", "on", "yes", "version", "2");
        assertThat(on.status()).as(on.text()).isEqualTo(302);
        look();
        assertThat(holding()).containsExactly("contractors reporters users declared");
    }

    @Test
    void anAnswerThatSaysMoreTakesThePlaceOfWhatIsShown() {
        TestPortal.switchOn(owner);
        look();
        assertThat(holding()).containsExactly("reporters documented");
        answer("[\"users\", \"reporters\", \"contractors\"]");
        assertThat(holding()).containsExactly("contractors reporters users declared");
    }

    @Test
    void pagesThatWereNeverThereContradictNobody() {
        answer("[\"users\", \"reporters\"]");
        look();
        assertThat(holding()).containsExactly("reporters users declared");
        assertThat(count("evidence")).isEqualTo(1);
    }
}
