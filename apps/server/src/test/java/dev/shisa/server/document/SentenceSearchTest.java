package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.document.SentenceSearch.Expects;
import dev.shisa.server.document.SentenceSearch.Found;
import dev.shisa.server.document.SentenceSearch.Question;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.DocumentText.Piece;
import dev.shisa.server.platform.office.DocumentText.Unit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sentences of a text, and which of them share the terms of a question. */
class SentenceSearchTest {

    private static List<Passage> passages(String... pages) {
        List<Piece> pieces = new java.util.ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            pieces.add(new Piece(Unit.PAGE, i + 1, pages[i]));
        }
        return Passage.of(new DocumentText(pieces));
    }

    @Test
    void linesThatOnlyTheEdgeOfThePageBrokeAreOneSentence() {
        assertThat(passages("""
                        2. アップデート
                        本体のファームウェアは、ネットワーク経由でアップデー
                        トできます。新しいファームウェアは、署名を確かめます。
                        ・自動で行う場合は、夜に行います。
                        The update is checked before it is installed and nothing else
                        is done. It is signed."""))
                .extracting(Passage::text)
                .containsExactly(
                        "2. アップデート",
                        "本体のファームウェアは、ネットワーク経由でアップデートできます。",
                        "新しいファームウェアは、署名を確かめます。",
                        "・自動で行う場合は、夜に行います。",
                        "The update is checked before it is installed and nothing else is done.",
                        "It is signed.");
    }

    @Test
    void aSentenceOfEndlessLengthIsCut() {
        assertThat(passages("あ".repeat(3 * Passage.CHARS_MAX)))
                .hasSize(3)
                .allMatch(p -> p.text().length() == Passage.CHARS_MAX);
    }

    private static final List<Passage> MANUAL = passages(
            "この説明書は、カメラの設置を説明します。壁に取り付けて、電源を入れてください。",
            "インストールの前に、ファームウェアのデジタル署名を確かめます。製品のサポートは、2031年3月31日に終わります。",
            "操作の方法は、次のとおりです。画面の色は、設定で変えられます。");

    @Test
    void whatSharesTheTermsOfAQuestionIsFoundWithItsPage() {
        Map<String, List<Found>> found = SentenceSearch.of(
                MANUAL,
                List.of(
                        new Question(
                                "integrity",
                                List.of("インストールの前に、ソフトウェアの完全性を確かめますか。", "Is the software checked before installation?"),
                                List.of("デジタル署名", "暗号学的ハッシュ"),
                                Expects.WORDS),
                        new Question("ends", List.of("サポート期限はいつですか。"), List.of(), Expects.DAY),
                        new Question("card", List.of("SDカードの情報は誰が消せますか。"), List.of(), Expects.WORDS)));
        assertThat(found.keySet()).containsExactly("integrity", "ends");
        Passage signature = passage(found, "integrity");
        assertThat(signature.text()).contains("デジタル署名");
        assertThat(signature.number()).isEqualTo(2);
        assertThat(passage(found, "ends").text()).contains("2031年3月31日");
    }

    private static Passage passage(Map<String, List<Found>> found, String question) {
        return MANUAL.get(Objects.requireNonNull(found.get(question)).getFirst().at());
    }

    @Test
    void oneWordInCommonIsChance() {
        assertThat(SentenceSearch.of(
                        MANUAL, List.of(new Question("colour", List.of("画面でログを見られますか。"), List.of(), Expects.WORDS))))
                .isEmpty();
    }

    @Test
    void aTermOfMostQuestionsFindsNothing() {
        List<Question> questions = new java.util.ArrayList<>();
        for (int i = 0; i < 12; i++) {
            questions.add(
                    new Question("q" + i, List.of("サポート画面の" + (char) ('一' + i) + "はいつ決めますか。"), List.of(), Expects.DAY));
        }
        assertThat(SentenceSearch.of(MANUAL, questions)).isEmpty();
    }
}
