package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictWordTest {

    @ParameterizedTest
    @CsvSource({
        "適合, MET",
        "適合する, MET",
        "○適合, MET",
        "○, MET",
        "Pass, MET",
        "Compliant, MET",
        "Yes, MET",
        "不適合, NOT_MET",
        "適合しない, NOT_MET",
        "×, NOT_MET",
        "Fail, NOT_MET",
        "Non-compliant, NOT_MET",
        "Not met, NOT_MET",
        "非該当, NOT_APPLICABLE",
        "該当なし, NOT_APPLICABLE",
        "対象外, NOT_APPLICABLE",
        "N/A, NOT_APPLICABLE",
        "Not applicable, NOT_APPLICABLE",
        "みなし適合, DEEMED",
        "免除(PSTI), EXEMPT",
        "一部適合, OPEN",
        "条件付き適合, OPEN",
        "適合見込み, OPEN",
        "確認中, OPEN",
        "S1.1-01, OPEN"
    })
    void understandsTheWordsOfAList(String word, VerdictWord says) {
        assertThat(VerdictWord.says(word)).isEqualTo(says);
    }

    @Test
    void choosesTheWordThatAListAllows() {
        List<String> list = List.of("該当なし", "適合しない", "適合する");
        assertThat(VerdictWord.MET.of(list)).contains("適合する");
        assertThat(VerdictWord.NOT_MET.of(list)).contains("適合しない");
        assertThat(VerdictWord.NOT_APPLICABLE.of(list)).contains("該当なし");
        assertThat(VerdictWord.DEEMED.of(list)).contains("適合する");
        assertThat(VerdictWord.DEEMED.of(List.of("適合", "みなし適合"))).contains("みなし適合");
        assertThat(VerdictWord.NOT_APPLICABLE.of(List.of("適合", "不適合"))).isEmpty();
        assertThat(VerdictWord.OPEN.of(list)).isEmpty();
    }

    @Test
    void ticksOneBoxOfSeveralInACell() {
        assertThat(VerdictWord.NOT_APPLICABLE.tick("□適合　□不適合　□非該当")).contains("□適合　□不適合　☑非該当");
        assertThat(VerdictWord.MET.tick("□ 適合\n□ 不適合")).contains("☑ 適合\n□ 不適合");
        assertThat(VerdictWord.NOT_APPLICABLE.tick("□適合 □不適合")).isEmpty();
        assertThat(VerdictWord.MET.tick("適合")).isEmpty();
    }

    @Test
    void tellsAnEmptyCellOfTheFormFromAnAnswer() {
        assertThat(VerdictWord.placeholder("□適合　□不適合　□非該当")).isTrue();
        assertThat(VerdictWord.placeholder("選択してください")).isTrue();
        assertThat(VerdictWord.placeholder(" 　")).isTrue();
        assertThat(VerdictWord.placeholder("☑適合　□不適合　□非該当")).isFalse();
        assertThat(VerdictWord.placeholder("○")).isFalse();
    }

    @Test
    void aQuestionAskedTheOtherWayRoundIsAnsweredSoOnlyByWordsThatAnswerIt() {
        assertThat(VerdictWord.MET.of(List.of("はい", "いいえ"), true)).contains("いいえ");
        assertThat(VerdictWord.NOT_MET.of(List.of("Yes", "No", "N/A"), true)).contains("Yes");
        assertThat(VerdictWord.NOT_APPLICABLE.of(List.of("Yes", "No", "N/A"), true))
                .contains("N/A");
        assertThat(VerdictWord.DEEMED.of(List.of("○", "×"), true)).contains("×");
        assertThat(VerdictWord.MET.of(List.of("適合", "不適合"), true)).contains("適合");
        assertThat(VerdictWord.MET.of(List.of("はい", "いいえ"), false)).contains("はい");
        assertThat(VerdictWord.MET.tick("□はい　□いいえ", true)).contains("□はい　☑いいえ");
        assertThat(VerdictWord.MET.tick("□適合　□不適合", true)).contains("☑適合　□不適合");
        assertThat(VerdictWord.OPEN.of(List.of("はい", "いいえ"), true)).isEmpty();
    }

    @Test
    void aHeaderSaysWhatToAnswerWhereItNamesBoth() {
        assertThat(VerdictWord.wordsOf("回答（はい／いいえ／該当なし）")).containsExactly("はい", "いいえ", "該当なし");
        assertThat(VerdictWord.wordsOf("Answer (Yes / No)")).containsExactly("Yes", "No");
        assertThat(VerdictWord.wordsOf("判定 ○・×")).containsExactly("○", "×");
        assertThat(VerdictWord.wordsOf("回答")).isEmpty();
        assertThat(VerdictWord.wordsOf("No.")).isEmpty();
        assertThat(VerdictWord.wordsOf("適合")).isEmpty();
    }

    /** What is excused was not assessed: 免除 where there is a word for it, never 適合 instead. */
    @Test
    void neverTakesTheWordForMetWhereSomethingIsExcused() {
        assertThat(VerdictWord.EXEMPT.of(List.of("適合", "不適合", "非該当"))).isEmpty();
        assertThat(VerdictWord.EXEMPT.of(List.of("適合", "不適合", "免除(PSTI)"))).contains("免除(PSTI)");
        assertThat(VerdictWord.EXEMPT.of(List.of("はい", "いいえ"), true)).isEmpty();
        assertThat(VerdictWord.EXEMPT.tick("□適合　□不適合　□非該当")).isEmpty();
        assertThat(VerdictWord.EXEMPT.tick("□適合　□不適合　□免除")).contains("□適合　□不適合　☑免除");
        assertThat(VerdictWord.EXEMPT.plain(false)).isEqualTo("免除");
    }
}
