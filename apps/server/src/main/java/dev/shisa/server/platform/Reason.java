package dev.shisa.server.platform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Whether words say why. A field that must not be empty is filled with a dash, a single letter or "none" by whoever is in a
 * hurry; where a verdict rests on the words, that is as if nothing had been written. Whether a sentence is a good reason, a
 * person judges who confirms it.
 */
public final class Reason {

    /** Fewer letters are no word; a word of Chinese characters or kana is shorter. */
    private static final int LETTERS_MIN = 3;

    private static final int LETTERS_MIN_JAPANESE = 2;

    private static final int FIRST_KANA = 0x3041;

    /** Typed for a dash. */
    private static final int LONG_VOWEL = 'ー';

    /** What stands for an empty field, without spaces and signs. */
    private static final Set<String> NOTHING = Set.of(
            "なし",
            "無し",
            "ない",
            "無い",
            "特になし",
            "特に無し",
            "とくになし",
            "該当なし",
            "該当無し",
            "該当せず",
            "非該当",
            "対象外",
            "同上",
            "同じ",
            "上記",
            "上記の通り",
            "上記のとおり",
            "以上",
            "その他",
            "不要",
            "必要ない",
            "必要なし",
            "いらない",
            "未定",
            "不明",
            "未記入",
            "あとで",
            "後で",
            "問題なし",
            "問題ない",
            "済み",
            "済",
            "対応済み",
            "実施済み",
            "ダミー",
            "サンプル",
            "none",
            "nothing",
            "nil",
            "na",
            "null",
            "notapplicable",
            "notneeded",
            "unneeded",
            "unnecessary",
            "same",
            "sameasabove",
            "seeabove",
            "asabove",
            "ditto",
            "unknown",
            "tbd",
            "todo",
            "later",
            "dummy",
            "sample",
            "asdf",
            "yes",
            "okay");

    /** May be a name, but is no reason. */
    private static final Set<String> NO_REASON = Set.of(
            "理由なし",
            "はい両方とも正しい",
            "はい両方とも正しいです",
            "両方とも正しい",
            "両方とも正しいです",
            "両方正しい",
            "両方正しいです",
            "どちらも正しい",
            "どちらも正しいです",
            "どちらも間違っていない",
            "どちらも間違っていません",
            "総合的に判断した",
            "総合的に判断しました",
            "総合的に判断した結果どちらも正しいです",
            "総合的に判断した結果両方とも正しいです",
            "担当者に聞いて確認済みです",
            "担当者に確認済みです",
            "どちらも間違っていません担当者に聞いて確認済みです",
            "確認済みです",
            "よい",
            "良い",
            "よいです",
            "仕様による",
            "仕様によります",
            "正しい",
            "正しいです",
            "問題ありません",
            "特に問題ありません",
            "問題はありません",
            "間違いない",
            "間違いありません",
            "仕様です",
            "仕様どおり",
            "仕様どおりです",
            "仕様どおりに動いている",
            "仕様どおりに動いています",
            "確認済み",
            "確認しました",
            "bothareso",
            "botharecorrect",
            "bothareright",
            "noproblem",
            "asspecified",
            "confirmed",
            "特に理由なし",
            "特に理由はない",
            "特に理由はありません",
            "省略",
            "ありません",
            "存在しない",
            "検討中",
            "後日",
            "空欄",
            "秘密",
            "適当",
            "テスト",
            "test",
            "abc",
            "xxxyyy",
            "dummytext",
            "noreason",
            "omitted",
            "secret",
            "confidential");

    private Reason() {}

    /**
     * Whether nothing is said at all: only signs, or a word for "nothing". What is a name or a number and no reason is held
     * against this only.
     */
    public static boolean isPlaceholder(String text) {
        String words = words(text);
        return words.codePoints().allMatch(c -> c == LONG_VOWEL) || NOTHING.contains(words.replaceFirst("です$", ""));
    }

    /**
     * Whether it is more than a placeholder; without looking at spaces, signs, width and case. A letter with a number is a
     * place, such as "p. 3".
     */
    public static boolean says(String text) {
        String words = words(text);
        long letters = words.codePoints().filter(Character::isLetter).count();
        boolean numbered = words.codePoints().anyMatch(Character::isDigit);
        boolean latin = words.codePoints().allMatch(c -> c < FIRST_KANA);
        return letters >= (numbered ? 1 : latin ? LETTERS_MIN : LETTERS_MIN_JAPANESE)
                && words.codePoints().distinct().count() > 1
                && !NOTHING.contains(words.replaceFirst("です$", ""))
                && !NO_REASON.contains(words);
    }

    private static String words(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
