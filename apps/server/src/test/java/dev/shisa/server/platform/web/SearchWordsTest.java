package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SearchWordsTest {

    @Test
    void takesNoNoticeOfWidthCaseOrTheKindOfKana() {
        assertThat(SearchWords.fold("ＭＣ－２００")).isEqualTo("mc-200");
        assertThat(SearchWords.fold("ﾊﾟｽﾜｰﾄﾞ"))
                .isEqualTo(SearchWords.fold("パスワード"))
                .isEqualTo("ぱすわーど");
        assertThat(SearchWords.fold("1〜2 −3")).isEqualTo("1~2 -3");
        assertThat(SearchWords.fold("㌔")).isEqualTo("きろ");
    }

    @Test
    void splitsWhatWasTypedAtSpacesOfAnyWidth() {
        assertThat(SearchWords.of(" 更新　ＵＳＢ 更新 ").words()).containsExactly("更新", "usb");
        assertThat(SearchWords.of("\u00a0").isEmpty()).isTrue();
        assertThat(SearchWords.of("1 2 3 4 5 6 7 8 9 10").words()).hasSize(8);
    }

    @Test
    void whatContainsThePhraseComesAloneOtherwiseWhatContainsAllWords() {
        List<String> texts = List.of("USBの保守用の口", "保守用のUSB", "USB");
        assertThat(SearchWords.of("保守用のusb").among(texts, Function.identity())).containsExactly("保守用のUSB");
        assertThat(SearchWords.of("usb 保守用").among(texts, Function.identity())).containsExactly("USBの保守用の口", "保守用のUSB");
        assertThat(SearchWords.of("  ").among(texts, Function.identity())).isEmpty();
    }

    @Test
    void marksTheCharactersAsTheyWereWritten() {
        assertThat(shown(SearchWords.of("ぱすわーど").marked("ＩＤとﾊﾟｽﾜｰﾄﾞの表"))).isEqualTo("ＩＤと[ﾊﾟｽﾜｰﾄﾞ]の表");
        assertThat(shown(SearchWords.of("き").marked("㌔とｷ"))).isEqualTo("[㌔]と[ｷ]");
        assertThat(shown(SearchWords.of("<b").marked("a<b>c"))).isEqualTo("a[<b]>c");
        assertThat(shown(SearchWords.of("x").marked(""))).isEmpty();
        assertThat(shown(SearchWords.of("𠮷").marked("𠮷野家"))).isEqualTo("[𠮷]野家");
    }

    @Test
    void showsThePartAroundTheFirstWordAndNeverHalfACharacter() {
        String text = "𠮷".repeat(100) + "鍵の保管" + "𠮷".repeat(200);
        String shown = shown(SearchWords.of("鍵").around(text));
        assertThat(shown).startsWith("…𠮷").contains("[鍵]の保管").endsWith("𠮷…");
        assertThat(shown.codePointCount(0, shown.length())).isEqualTo(120 + 2 + 2);
        assertThat(SearchWords.of("錠").around(text)).isEmpty();
    }

    private static String shown(List<SearchWords.Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece.marked() ? "[" + piece.text() + "]" : piece.text())
                .collect(Collectors.joining());
    }
}
