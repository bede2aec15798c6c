package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a quality manager types becomes blocks; nothing that can be typed is wrong. */
class MarksTest {

    @Test
    void readsTheFewMarksThatThereAre() {
        assertThat(Marks.parse("""
                        始めの段落。
                        その続き。

                        ## 見出し
                        - 一つ
                        ・二つ
                        ! 注意
                        | 優先度 | 目標 |
                        | --- | --- |
                        | 高 |"""))
                .containsExactly(
                        new Block.Paragraph("始めの段落。\nその続き。"),
                        new Block.Heading("見出し"),
                        new Block.Bullets(List.of("一つ", "二つ")),
                        new Block.Notice("注意"),
                        new Block.Table(List.of("優先度", "目標"), List.of(List.of("高", ""))));
    }

    @Test
    void gapsAreFoundInBothLanguagesAndStruckOneByOne() {
        String text = "報告から【未記入: 日数】以内に、【未記入：方法】で返事します。";
        assertThat(Marks.gaps(text)).containsExactly("日数", "方法");
        assertThat(Marks.strike(text, "日数")).isEqualTo("報告から以内に、【未記入：方法】で返事します。");
        assertThat(Marks.strike("一\n期限は【未記入: 日】です。\n二", "日")).isEqualTo("一\n二");
        assertThat(Marks.gaps("We reply within [To fill in: days].")).containsExactly("days");
        assertThat(Marks.spans("a" + Marks.gap("x", "ja") + "b"))
                .containsExactly(new Marks.Span("a", false), new Marks.Span("x", true), new Marks.Span("b", false));
    }

    @Test
    void aLabelCannotEndItsOwnMark() {
        String label = "【a】[b]\nc】".repeat(100);
        assertThat(Marks.gaps(Marks.gap(label, "ja"))).hasSize(1);
        assertThat(Marks.gaps(Marks.gap(label, "en"))).hasSize(1);
    }

    @Test
    void anyTextIsTaken() {
        Random random = new Random(180);
        String signs = "|-#! ・【】[]未記入:\n\r\t<>&\"'a漢";
        for (int n = 0; n < 2_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String typed = text.toString();
            for (Block block : Marks.parse(typed)) {
                if (block instanceof Block.Table(List<String> header, List<List<String>> rows)) {
                    assertThat(rows).as(typed).allMatch(row -> row.size() == header.size());
                }
            }
            StringBuilder again = new StringBuilder();
            Marks.spans(typed).forEach(span -> again.append(span.text()));
            assertThat(again.length()).as(typed).isLessThanOrEqualTo(typed.length());
        }
    }

    @Test
    void aGapThatWasOnlyDeletedIsNoticed() {
        List<Section> before = List.of(new Section("contact", "連絡先", "宛先: 【未記入: 連絡先】"));
        assertThat(Documents.emptied(before, List.of(new Section("contact", "連絡先", "宛先:"))))
                .containsExactly("contact");
        assertThat(Documents.emptied(before, List.of(new Section("contact", "連絡先", "宛先: psirt@midorihama.example"))))
                .isEmpty();
        assertThat(Documents.emptied(before, before)).isEmpty();
    }

    @Test
    void whatDiffersIsShownLineByLine() {
        assertThat(Comparison.lines(List.of("a", "b", "c"), List.of("a", "x", "c")))
                .extracting(DocumentView.Line::sign)
                .containsExactly("same", "removed", "added", "same");
    }
}
