package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.UiFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

class FactFormTest extends ServerTest {

    private static final LocalDate TODAY = LocalDate.of(2029, 3, 31);
    private static final Map<String, String> ITEMS = Map.of("x-1", "管理画面", "x-2", "SSH");

    @Autowired
    Catalogues catalogues;

    @Autowired
    FactWords words;

    @Autowired
    UiFactory uis;

    @Test
    void everyFactOfTheVocabularyCanBeFilledInAndComesBackAsTheSameValue() {
        for (FactDefinition definition : catalogues.current().vocabulary().facts()) {
            for (Value value : values(definition)) {
                FactForm form = form(definition).filled(value, "くわしい説明");
                FactForm back = form(definition).read(sent(form));
                assertThat(back.answer())
                        .as("%s %s", definition.key(), value)
                        .isEqualTo(new FactForm.Answer.Given(value, "くわしい説明"));
                assertThat(catalogues.current().vocabulary().check(back.slot(), value))
                        .isEmpty();
                assertThat(words.value(definition, value, Locale.JAPANESE, ITEMS))
                        .isNotBlank();
                assertThat(words.value(definition, value, Locale.ENGLISH, ITEMS))
                        .isNotBlank();
            }
        }
    }

    @Test
    void nothingEnteredIsBlankAndWordsAloneAreAMistake() {
        FactForm form = form(definition("login.password.length"));
        assertThat(form.read(Map.of("f.value", List.of(" "))).answer()).isInstanceOf(FactForm.Answer.Blank.class);
        assertThat(form.read(Map.of("f.unknown", List.of("1"))).answer()).isInstanceOf(FactForm.Answer.Unknown.class);
        assertThat(form(definition("login.password.default"))
                        .read(Map.of("f.value", List.of("?")))
                        .answer())
                .isInstanceOf(FactForm.Answer.Unknown.class);
        assertThat(form.read(Map.of("f.detail", List.of("なぜなら"))).answer()).isInstanceOf(FactForm.Answer.Wrong.class);
    }

    @Test
    void aDashIsNotTheReasonThatAnAnswerNeeds() {
        FactForm form = form(definition("login.password.made"));
        for (String nothing : List.of("", "-", "なし")) {
            FactForm sent = form.read(Map.of("f.value", List.of("keyed"), "f.detail", List.of(nothing)));
            assertThat(sent.answer()).as(nothing).isInstanceOf(FactForm.Answer.Wrong.class);
            assertThat(Objects.requireNonNull(sent.detailMistake()).key()).isEqualTo("fact.mistake.detail");
        }
        assertThat(form.read(Map.of("f.value", List.of("keyed"), "f.detail", List.of("HMAC。鍵は製造装置だけにある")))
                        .answer())
                .isInstanceOf(FactForm.Answer.Given.class);
    }

    @Test
    void aDashIsNoNumberOfACertificate() {
        FactForm form = form(definition("certification.number"));
        for (String nothing : List.of("-", "なし", "N/A")) {
            FactForm sent = form.read(Map.of("f.value", List.of(nothing)));
            assertThat(sent.answer()).as(nothing).isInstanceOf(FactForm.Answer.Wrong.class);
            assertThat(key(sent)).isEqualTo("fact.mistake.text");
        }
        assertThat(form.read(Map.of("f.value", List.of("123"))).answer()).isInstanceOf(FactForm.Answer.Given.class);
    }

    @Test
    void aChoiceCanBeTakenBackUntilAnAnswerStands() {
        FactForm form = form(definition("login.password.default"));
        assertThat(form.canBeLeftOpen()).isTrue();
        FactForm left = form.read(Map.of("f.value", List.of("")));
        assertThat(left.answer()).isInstanceOf(FactForm.Answer.Blank.class);
        assertThat(left.canBeLeftOpen()).isTrue();
        FactForm standing = form.filled(Value.word("unique"), "");
        assertThat(standing.canBeLeftOpen()).isFalse();
        assertThat(standing.read(Map.of("f.value", List.of("shared"))).canBeLeftOpen())
                .isFalse();
    }

    @Test
    void aReferenceOffersWhatItCanNameAndWhatStandsAlready() {
        FactForm form = form(definition("service.login")).offering(Set.of("x-1"));
        assertThat(values(form)).containsExactly("x-1");
        assertThat(values(form.filled(Value.word("x-2"), ""))).containsExactlyInAnyOrder("x-1", "x-2");
        FactForm sent = form.read(Map.of("f.value", List.of("x-2")));
        assertThat(sent.answer()).as("what is offered is no rule").isInstanceOf(FactForm.Answer.Given.class);
        assertThat(form.lacksItems()).isFalse();
        assertThat(form.offering(Set.of()).lacksItems()).isTrue();
    }

    private List<String> values(FactForm form) {
        return form.choices(uis.of(new MockHttpServletRequest(), null)).stream()
                .map(Parts.Choice::value)
                .toList();
    }

    @Test
    void whatWasDoneWasNotDoneTomorrow() {
        for (FactDefinition definition : catalogues.current().vocabulary().facts()) {
            if (definition.type() != FactType.DAY) {
                continue;
            }
            FactForm sent = form(definition).read(Map.of("f.value", List.of("2029/4/1")));
            assertThat(key(sent))
                    .as("%s", definition.key())
                    .isEqualTo(definition.past() ? "fact.mistake.day-ahead" : "");
            assertThat(sent.first()).isEqualTo("2029/4/1");
        }
        assertThat(definition("scan.date").past()).isTrue();
    }

    @Test
    void whatHoldsUntilADayDoesNotHoldOnceThatDayHasCome() {
        for (FactDefinition definition : catalogues.current().vocabulary().facts()) {
            if (definition.type() != FactType.DAY) {
                continue;
            }
            FactForm sent = form(definition).read(Map.of("f.value", List.of("2029/3/31")));
            assertThat(key(sent))
                    .as("%s", definition.key())
                    .isEqualTo(definition.ahead() ? "fact.mistake.day-over" : "");
        }
        assertThat(definition("weakness.publication").ahead()).isTrue();
    }

    @Test
    void numbersTypedOnAJapaneseKeyboardAreNumbers() {
        FactForm form = form(definition("login.password.length"));
        assertThat(form.read(Map.of("f.value", List.of("1,２３４"))).answer())
                .isEqualTo(new FactForm.Answer.Given(Value.whole(1234), ""));
        FactForm wrong = form.read(Map.of("f.value", List.of("-5")));
        assertThat(key(wrong)).isEqualTo("fact.mistake.at-least");
        assertThat(wrong.first()).isEqualTo("-5");
        assertThat(key(form.read(Map.of("f.value", List.of("99999999999999999999")))))
                .isEqualTo("fact.mistake.whole");
    }

    @Test
    void anAnswerOutsideTheListIsRefusedAndKept() {
        FactForm form = form(definition("login.password.default")).read(Map.of("f.value", List.of("purple")));
        assertThat(form.answer()).isInstanceOf(FactForm.Answer.Wrong.class);
        assertThat(key(form)).isEqualTo("fact.mistake.choice");
        FactForm list =
                form(definition("login.mechanisms")).read(Map.of("f.value", List.of("x-1"), "f.none", List.of("1")));
        assertThat(key(list)).isEqualTo("fact.mistake.none-and-some");
    }

    @Test
    void noneOfTheseGoesWithNothingElse() {
        FactDefinition values = definition("login.values");
        List<String> all = values.choices().stream().map(c -> c.value()).toList();
        assertThat(form(values).read(Map.of("f.value", all)).answer()).isInstanceOf(FactForm.Answer.Wrong.class);
        FactForm shown = form(definition("model.shown")).read(Map.of("f.value", List.of("body", "none")));
        FactForm.Mistake mistake = Objects.requireNonNull(shown.mistake());
        assertThat(mistake.key()).isEqualTo("fact.mistake.alone");
        assertThat(mistake.args())
                .as("in its own words, which stand on the page")
                .containsExactly(shown.definition().choice("none").orElseThrow().label());
        assertThat(form(values).offersNone()).as("one of its choices says it").isFalse();
    }

    @Test
    void twoChoicesThatExcludeEachOtherAreRefusedByName() {
        FactDefinition scanned = definition("network.scanned");
        FactForm form = form(scanned).read(Map.of("f.value", List.of("tcp", "no-ipv6", "ipv6")));
        FactForm.Mistake mistake = Objects.requireNonNull(form.mistake());
        assertThat(mistake.key()).isEqualTo("fact.mistake.apart");
        assertThat(mistake.args())
                .containsExactly(
                        scanned.choice("ipv6").orElseThrow().label(),
                        scanned.choice("no-ipv6").orElseThrow().label());
        assertThat(form(scanned)
                        .read(Map.of("f.value", List.of("ipv4", "ipv6")))
                        .answer())
                .isInstanceOf(FactForm.Answer.Given.class);
    }

    @Test
    void whatAnEarlierShisaTookComesAlongWithAnImport() {
        NewFact both = NewFact.of(
                new Subject(Subject.Kind.RELEASE, new UUID(0, 1)),
                Slot.of("network.scanned"),
                Value.words("ipv6", "no-ipv6"),
                "nmap");
        assertThatThrownBy(() -> FactChecks.check(catalogues.current(), both, TODAY))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("fact.not-together"));
        FactChecks.checkBrought(catalogues.current(), both);
    }

    private static String key(FactForm form) {
        FactForm.Mistake mistake = form.mistake();
        return mistake == null ? "" : mistake.key();
    }

    private FactDefinition definition(String key) {
        return catalogues.current().fact(new dev.shisa.conformity.FactKey(key)).orElseThrow();
    }

    private static FactForm form(FactDefinition definition) {
        String item = definition.of() == null ? "" : "x-1";
        return FactForm.of(definition, new Slot(definition.key(), item), "管理画面", "f.", ITEMS, null, TODAY);
    }

    private static Map<String, List<String>> sent(FactForm form) {
        Map<String, List<String>> sent = new HashMap<>();
        sent.put("f.value", new ArrayList<>(form.ticked()));
        sent.put("f.detail", List.of(form.detail()));
        if (form.isNone()) {
            sent.put("f.none", List.of("1"));
        }
        return sent;
    }

    private static List<Value> values(FactDefinition definition) {
        Long min = definition.min();
        Long max = definition.max();
        return switch (definition.type()) {
            case FLAG -> List.of(Value.flag(true), Value.flag(false));
            case WHOLE -> List.of(Value.whole(min == null ? 3 : min), Value.whole(max == null ? 9 : max));
            case WORD ->
                definition.choices().stream().map(c -> Value.word(c.value())).toList();
            case WORDS ->
                definition.choices().stream().map(c -> Value.words(c.value())).toList();
            case DAY -> List.of(Value.day(definition.ahead() ? TODAY.plusDays(1) : TODAY));
            case TEXT -> List.of(Value.word("ひとこと\n二行目"));
            case SET -> List.of(Value.words(), Value.words("x-1", "x-2"));
            case REF -> List.of(Value.word("x-2"));
        };
    }
}
