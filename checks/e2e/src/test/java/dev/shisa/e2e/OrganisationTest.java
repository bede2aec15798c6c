package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The six roles are held and confirmed; then whoever holds one leaves, and board, Home and call list react. */
@Tag("browser")
@Order(6)
@OnStage
class OrganisationTest {

    private static final String ROLE = "/organisation/guides/sme-guide/SME-R4";
    private static final List<String> ROLES = List.of("collect", "implement", "verify", "respond", "users", "publish");

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whoeverHoldsARoleLeavesAndTheBoardReacts(Words words, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(words);
        Visitor owner = story.owner().browser();
        owner.opens("/organisation/guides")
                .chooses(words.say("organisation.guides.choose"), words.guide("sme-guide"))
                .presses(words.say("guides.save"));

        registersAPerson(owner, words, "鈴木 一郎", "090-0000-0001");
        registersAPerson(owner, words, "佐藤 花子", "");
        for (String role : ROLES) {
            owner.opens("/organisation/register/role/new?role=" + role)
                    .chooses(words.say("organisation.field.by"), words.say("organisation.word.role.by.person"));
            owner.page()
                    .selectOption("#holder", new SelectOption().setLabel(role.equals("respond") ? "鈴木 一郎" : "佐藤 花子"));
            owner.presses(words.say("organisation.save.new"));
        }
        assertThat(owner.heading()).isEqualTo(words.say("organisation.roles.title.all", ROLES.size()));
        new Maker(story.reviewer().browser()).confirms(List.of(words.say("organisation.statement.roles.assigned")));
        owner.opens(ROLE);
        assertThat(owner.sees(words.say("web.verdict.met"))).isTrue();

        owner.opens("/organisation/register/party/new?party=management")
                .chooses(
                        words.say("organisation.field.party.emergency"),
                        words.say("organisation.word.party.emergency.must"));
        owner.page().selectOption("#person", new SelectOption().setLabel("鈴木 一郎"));
        owner.presses(words.say("organisation.save.new"));
        owner.opens("/organisation").follows(words.say("organisation.emergency.open"));
        assertThat(owner.sees("090-0000-0001"))
                .as("whom to call, one press away")
                .isTrue();

        owner.opens("/organisation/people").follows("鈴木 一郎").presses(words.say("organisation.leave.do"));
        assertThat(owner.sees(words.say("organisation.left.open", 2))).isTrue();

        owner.opens(ROLE);
        assertThat(owner.page().locator("main .chip").first().innerText()).isNotEqualTo(words.say("web.verdict.met"));
        owner.opens("/organisation/roles");
        assertThat(owner.heading()).isEqualTo(words.say("organisation.roles.title", ROLES.size(), 1));
        owner.opens("/organisation/emergency");
        assertThat(owner.sees("090-0000-0001")).isFalse();
        assertThat(owner.sees(words.say("organisation.emergency.missing"))).isTrue();
        assertThat(owner.complaints()).isEmpty();
    }

    private static void registersAPerson(Visitor owner, Words words, String name, String emergency) {
        owner.opens("/organisation/register/person/new").types(words.say("organisation.field.name"), name);
        if (!emergency.isEmpty()) {
            owner.types(words.say("organisation.field.emergency"), emergency);
        }
        owner.presses(words.say("organisation.save.new"));
    }
}
