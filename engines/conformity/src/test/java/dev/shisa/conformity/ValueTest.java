package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueTest {

    @Test
    void aCanonicalTextGivesTheSameValueAgain() {
        List.of(
                        Value.flag(true),
                        Value.flag(false),
                        Value.whole(Long.MIN_VALUE),
                        Value.whole(0),
                        Value.word(""),
                        Value.word("一行目\n二行目"),
                        Value.day(LocalDate.of(2026, 2, 28)),
                        Value.words(),
                        Value.words("b", "a", "ポート 80"))
                .forEach(value ->
                        assertThat(Value.parse(value.type(), value.canonical())).contains(value));
        assertThat(Value.words("b", "a").canonical()).isEqualTo("a\nb");
    }

    @Test
    void anotherTextGivesNothing() {
        assertThat(Value.parse(Value.Type.FLAG, "True")).isEmpty();
        assertThat(Value.parse(Value.Type.FLAG, "yes")).isEmpty();
        assertThat(Value.parse(Value.Type.WHOLE, "+5")).isEmpty();
        assertThat(Value.parse(Value.Type.WHOLE, "05")).isEmpty();
        assertThat(Value.parse(Value.Type.WHOLE, "9223372036854775808")).isEmpty();
        assertThat(Value.parse(Value.Type.DAY, "2026-02-29")).isEmpty();
        assertThat(Value.parse(Value.Type.DAY, "+12026-02-28")).isEmpty();
        assertThat(Value.parse(Value.Type.WORDS, "b\na")).isEmpty();
        assertThat(Value.parse(Value.Type.WORDS, "a\na")).isEmpty();
        assertThat(Value.parse(Value.Type.WORDS, "a\n")).isEmpty();
        assertThat(Value.parse(Value.Type.WORD, "a\u0000")).isEmpty();
        assertThat(Value.parse(Value.Type.WORD, "\ud800")).isEmpty();
    }

    @Test
    void valuesAreBounded() {
        assertThatThrownBy(() -> Value.word("x".repeat(Value.TEXT_CHARS_MAX + 1)))
                .hasMessageContaining("at most 10000");
        List<String> many = IntStream.rangeClosed(0, Value.MEMBERS_MAX)
                .mapToObj(Integer::toString)
                .toList();
        assertThatThrownBy(() -> Value.words(many)).hasMessage("1001 members, at most 1000");
    }

    @Test
    void keysSlotsAndRequirementIdsHaveAGrammar() {
        assertThat(Slot.parse("login.password-length[web/2]")).contains(Slot.of("login.password-length", "web/2"));
        assertThat(Slot.parse("assets")).contains(Slot.of("assets"));
        assertThat(List.of("", "a.", ".a", "A", "a..b", "a[", "a[]", "a[b", "a[-]", "a]b", "a[b]c"))
                .allMatch(text -> Slot.parse(text).isEmpty());
        assertThat(FactKey.isKey("a".repeat(100))).isTrue();
        assertThat(FactKey.isKey("a".repeat(101))).isFalse();
        assertThatThrownBy(() -> new Slot(new FactKey("a"), "x y")).hasMessageContaining("is not an item code");
        assertThat(RequirementId.parse("jcstar1/S1.1-02")).contains(new RequirementId("jcstar1", "S1.1-02"));
        assertThat(RequirementId.parse("jcstar1")).isEmpty();
    }
}
