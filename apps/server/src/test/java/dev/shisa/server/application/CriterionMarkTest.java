package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionMarkTest {

    private static final Set<String> KNOWN = new TreeSet<>(
            IntStream.rangeClosed(1, 16).mapToObj("S1.1-%02d"::formatted).toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S1.1-01",
                "S1.1－01",
                "S1.1‐01",
                "S1.1−01",
                "S1.1–01",
                "S1.1ー01",
                "Ｓ１．１－０１",
                "s1.1-01",
                "S1.1-\n01",
                "S1.1-\r\n01",
                " S 1.1 - 01 ",
                "【S1.1-01】 認証",
                "(S1.1-01)",
                "★1 適合基準 S1.1-01",
                "適合基準番号:S1.1-01",
                "No. S1.1-01",
                "S1.1-1",
                "S1.1-01 台数",
                "Criterion S1.1-01",
                "■ S1.1-01 認証"
            })
    void readsEverySpellingOfANumber(String text) {
        assertThat(CriterionMark.find(text, KNOWN)).contains(new CriterionMark("S1.1-01", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S1.1-17",
                "S1.1-00",
                "S1.1-012",
                "S2.1-01",
                "S11-01",
                "S1.1",
                "",
                "01",
                "くわしくは S1.1-01 を参照してください",
                "本基準は S1.1-02 と同じ方法で評価する"
            })
    void leavesAloneWhatIsNoNumberOrOnlyARefersToOne(String text) {
        assertThat(CriterionMark.find(text, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S1.1-13①A, 1A",
        "S1.1-13 ①-A, 1A",
        "S1.1-13(1)(A), 1A",
        "S1.1-13 ②, 2",
        "'S1.1-13\n②', 2",
        "S1.1-13 A, A",
        "S1.1-13 ①及び②, ''",
        "S1.1-13 Access, ''",
        "S1.1-13 不要な機能, ''"
    })
    void readsTheSubItemBehindTheNumber(String text, String sub) {
        assertThat(CriterionMark.find(text, KNOWN)).contains(new CriterionMark("S1.1-13", sub));
    }

    @Test
    void readsTheTwoHalvesOfANumberInTwoCells() {
        assertThat(CriterionMark.isPrefix("S1.1-")).isTrue();
        assertThat(CriterionMark.isPrefix("Ｓ１．１")).isTrue();
        assertThat(CriterionMark.isPrefix("S1.1-01")).isFalse();
        assertThat(CriterionMark.rest("01", KNOWN)).contains(new CriterionMark("S1.1-01", ""));
        assertThat(CriterionMark.rest("－９", KNOWN)).contains(new CriterionMark("S1.1-09", ""));
        assertThat(CriterionMark.rest("17", KNOWN)).isEmpty();
    }

    @Test
    void takesABareNumberOnlyInAColumnThatAPersonNamed() {
        assertThat(CriterionMark.find("7", KNOWN)).isEmpty();
        assertThat(CriterionMark.bare("7", KNOWN)).contains(new CriterionMark("S1.1-07", ""));
        assertThat(CriterionMark.bare("No.07", KNOWN)).contains(new CriterionMark("S1.1-07", ""));
        assertThat(CriterionMark.bare("7台", KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"①-A, 1A", "1.A, 1A", "(1)(a), 1A", "①, 1", "②B, 2B", "'', ''"})
    void comparesSubItemsInOneSpelling(String text, String sub) {
        assertThat(CriterionMark.subItem(text)).isEqualTo(sub);
    }

    @Test
    void saysASubItemAsPeopleDo() {
        assertThat(new CriterionMark("S1.1-13", "1A")).hasToString("S1.1-13 ①A");
        assertThat(new CriterionMark("S1.1-13", "")).hasToString("S1.1-13");
    }
}
