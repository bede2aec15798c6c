package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderWordsTest {

    @ParameterizedTest
    @CsvSource({
        "評価結果, VERDICT",
        "判定, VERDICT",
        "結果, VERDICT",
        "自己評価, VERDICT",
        "適合性, VERDICT",
        "'結果\n(適合/不適合/非該当)', VERDICT",
        "適合・不適合・非該当, VERDICT",
        "※適否（必須）, VERDICT",
        "Result, VERDICT",
        "Verdict, VERDICT",
        "Compliance status, VERDICT",
        "理由, REASON",
        "根拠, REASON",
        "判断理由, REASON",
        "評価結果の根拠, REASON",
        "説明, REASON",
        "備考, REASON",
        "Reason, REASON",
        "Rationale, REASON",
        "Justification, REASON",
        "エビデンス, EVIDENCE",
        "証跡, EVIDENCE",
        "証拠, EVIDENCE",
        "参照資料, EVIDENCE",
        "文書名, EVIDENCE",
        "添付, EVIDENCE",
        "根拠資料, EVIDENCE",
        "エビデンス(文書名・該当箇所), EVIDENCE",
        "Evidence, EVIDENCE",
        "Reference, EVIDENCE",
        "理由・エビデンス, REASON_AND_EVIDENCE",
        "根拠／証跡, REASON_AND_EVIDENCE",
        "Rationale and evidence, REASON_AND_EVIDENCE",
        "適合, MET_BOX",
        "不適合, NOT_MET_BOX",
        "非該当, NOT_APPLICABLE_BOX",
        "適合(○), MET_BOX",
        "N/A, NOT_APPLICABLE_BOX"
    })
    void knowsWhatAColumnIsFor(String header, AnswerPart part) {
        assertThat(HeaderWords.of(header).part()).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "適合基準",
                "★1適合基準番号",
                "要求事項",
                "評価手法",
                "評価手順",
                "必要なエビデンスの例",
                "想定される証跡",
                "IPA確認結果",
                "審査結果",
                "評価機関の判定",
                "判定基準",
                "Criterion",
                "Requirement",
                "Assessment method",
                "No.",
                "製品名"
            })
    void leavesColumnsOfOthersAlone(String header) {
        assertThat(HeaderWords.of(header).answer()).isFalse();
    }
}
