package dev.shisa.server.application;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the word above a column, or left of a cell, says about the cell's use. */
final class HeaderWords {

    /** Longer texts are sentences, not headers. */
    private static final int HEADER_MAX = 60;

    private static final Pattern DECORATION = Pattern.compile(
            "^[※*★☆■□●○◆◇▼▽・\\d.)(①-⑳-]+|[:;*※]+$|[(\\[]?(?:記入欄|記載欄|入力欄|必須|任意|required|optional)[)\\]]?|に[○〇✓レ]+(?:印)?.*$");

    private static final Pattern BRACKETS = Pattern.compile("[(\\[【「][^)\\]】」]*[)\\]】」]");

    /** Columns that the office or an outside assessor fills in. */
    private static final List<String> NOT_OURS =
            List.of("ipa", "機構", "審査", "事務局", "評価機関", "補正", "確認者", "確認結果", "officeuse", "reviewer", "assessor");

    private static final List<String> GUIDANCE = List.of(
            "例",
            "手順",
            "方法",
            "手法",
            "必要な",
            "想定",
            "ガイド",
            "条件",
            "example",
            "sample",
            "procedure",
            "method",
            "guidance",
            "howto",
            "expected");

    private static final List<String> REQUIREMENT_ENDS = List.of(
            "基準", "要求事項", "要件", "番号", "項目", "内容説明", "criterion", "criteria", "requirement", "requirements", "no", "id");

    private static final Set<String> MET = Set.of(
            "適合",
            "適合する",
            "適合している",
            "met",
            "pass",
            "yes",
            "conforms",
            "conformant",
            "compliant",
            "complies",
            "conforming");
    private static final Set<String> NOT_MET = Set.of(
            "不適合",
            "適合しない",
            "非適合",
            "適合していない",
            "notmet",
            "fail",
            "no",
            "doesnotconform",
            "notconformant",
            "non-conformant",
            "nonconformant",
            "notcompliant",
            "non-compliant",
            "noncompliant",
            "non-conforming");
    private static final Set<String> NOT_APPLICABLE =
            Set.of("非該当", "該当なし", "該当しない", "対象外", "適用外", "適用除外", "n/a", "na", "notapplicable");

    private static final Set<String> EXEMPT =
            Set.of("免除", "免除(psti)", "psti", "pstiによる免除", "exempt", "exempted", "excused");

    private static final List<String> EVIDENCE = List.of(
            "エビデンス",
            "証跡",
            "証拠",
            "証憑",
            "参照資料",
            "参考資料",
            "参照文書",
            "根拠資料",
            "根拠文書",
            "裏付",
            "文書名",
            "資料名",
            "添付",
            "提出資料",
            "参照先",
            "evidence",
            "reference",
            "attachment",
            "document",
            "proof");

    private static final List<String> REASON = List.of(
            "理由",
            "根拠",
            "対応内容",
            "実施内容",
            "実装内容",
            "評価内容",
            "対応状況",
            "具体的",
            "所見",
            "説明",
            "reason",
            "rationale",
            "justification",
            "explanation",
            "basis",
            "grounds");

    private static final List<String> WEAK_REASON =
            List.of("備考", "コメント", "補足", "remark", "comment", "note", "description", "details");

    private static final List<String> VERDICT = List.of(
            "評価結果",
            "判定",
            "結果",
            "自己評価",
            "適合性",
            "適合状況",
            "適合可否",
            "適合/不適合",
            "適合・不適合",
            "適否",
            "合否",
            "可否",
            "result",
            "verdict",
            "conformity",
            "conformance",
            "compliance",
            "assessment",
            "judgement",
            "judgment",
            "decision");

    private static final Pattern BETWEEN = Pattern.compile("[・/,、&+]|及び|および|又は|または|と|and|or");

    private HeaderWords() {}

    /**
     * What a header says.
     *
     * @param part the use, or null when the column is not for answers
     * @param weight how sure the words are; 0 when they say nothing at all
     */
    record Meaning(@Nullable AnswerPart part, double weight) {

        static final Meaning NOTHING = new Meaning(null, 0);

        /** The words say plainly that this is no answer column. */
        static final Meaning OTHER = new Meaning(null, 3);

        boolean answer() {
            return part != null;
        }
    }

    static Meaning of(String header) {
        String full = Spelling.squeeze(header).replace("〇", "○");
        if (full.isEmpty() || full.length() > HEADER_MAX) {
            return Meaning.NOTHING;
        }
        String words = DECORATION.matcher(full).replaceAll("");
        String bare = BRACKETS.matcher(words).replaceAll("");
        AnswerPart box = box(bare.isEmpty() ? words : bare);
        if (box != null) {
            return new Meaning(box, 2);
        }
        if (containsAny(full, NOT_OURS) || containsAny(bare, GUIDANCE)) {
            return Meaning.OTHER;
        }
        if (both(bare)) {
            return new Meaning(AnswerPart.REASON_AND_EVIDENCE, 3);
        }
        if (containsAny(bare, EVIDENCE)) {
            return new Meaning(AnswerPart.EVIDENCE, 3);
        }
        if (containsAny(bare, REASON)) {
            // 説明 may as well be the office's explanation of the criterion.
            return new Meaning(AnswerPart.REASON, bare.contains("説明") && !bare.contains("理由") ? 1.5 : 3);
        }
        if (REQUIREMENT_ENDS.stream().anyMatch(bare::endsWith)) {
            return Meaning.OTHER;
        }
        if (containsAny(words, VERDICT) || (words.contains("不適合") && words.contains("適合"))) {
            return new Meaning(AnswerPart.VERDICT, 3);
        }
        if (bare.equals("評価") || bare.equals("status") || bare.equals("回答") || bare.equals("answer")) {
            return new Meaning(AnswerPart.VERDICT, 1.5);
        }
        if (containsAny(bare, WEAK_REASON)) {
            return new Meaning(AnswerPart.REASON, 1);
        }
        return Meaning.NOTHING;
    }

    private static @Nullable AnswerPart box(String word) {
        String plain = word.replaceAll("[○×✓☑□レ]", "");
        if (MET.contains(plain)) {
            return AnswerPart.MET_BOX;
        }
        if (NOT_MET.contains(plain)) {
            return AnswerPart.NOT_MET_BOX;
        }
        if (EXEMPT.contains(plain)) {
            return AnswerPart.EXEMPT_BOX;
        }
        return NOT_APPLICABLE.contains(plain) ? AnswerPart.NOT_APPLICABLE_BOX : null;
    }

    /** 理由・エビデンス: a word for the reason and one for the evidence with a separator between them. */
    private static boolean both(String words) {
        String[] halves = BETWEEN.split(words, -1);
        boolean reason = false;
        boolean evidence = false;
        for (String half : halves) {
            if (containsAny(half, EVIDENCE)) {
                evidence = true;
            } else if (containsAny(half, REASON)) {
                reason = true;
            }
        }
        return reason && evidence;
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
