package dev.shisa.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "　",
                "-",
                "—",
                "ー",
                "ーーーー",
                "x",
                "xxxxx",
                "なし",
                "特になし。",
                "「該当なし」",
                "対象外です。",
                "同上",
                "N/A",
                "n.a.",
                "None.",
                "Not applicable",
                "ＮＯＮＥ",
                "123",
                "2026-11-24",
                "…",
                "OK",
                "理由なし",
                "特に理由はない。",
                "(空欄)",
                "検討中",
                "テスト",
                "dummy text",
                "はい、両方とも正しいです。",
                "問題ありません",
                "仕様どおりに動いている。",
                "Both are so.",
                "xxx yyy",
                "あ。",
                "\u200b\u200b\u200b"
            })
    void aPlaceholderIsNoReason(String text) {
        assertThat(Reason.says(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "ー", "…", "なし", "該当なし。", "N/A", "dummy"})
    void aPlaceholderNamesNothing(String text) {
        assertThat(Reason.isPlaceholder(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "2.4.1", "X", "A19-0001001", "林", "なし地", "3ページ"})
    void aNumberOrAShortNameIsNone(String text) {
        assertThat(Reason.isPlaceholder(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "冊子",
                "電池式",
                "CRC32",
                "2章",
                "p. 3",
                "出荷後は使わない",
                "該当なし。SDカードなどの媒体は使わない",
                "No SD card",
                "None of its functions needs a network",
                "2026年3月に廃止"
            })
    void aShortReasonIsOne(String text) {
        assertThat(Reason.says(text)).isTrue();
    }
}
