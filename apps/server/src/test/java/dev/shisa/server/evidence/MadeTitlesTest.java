package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Shisa calls an answer is a name, and is told in the language of whoever reads. */
class MadeTitlesTest extends ServerTest {

    @Autowired
    Catalogues catalogues;

    @Autowired
    FactWords words;

    @Autowired
    MadeTitles titles;

    @Test
    void everyAnswerHasANameThatIsNoQuestion() {
        for (FactDefinition definition : catalogues.current().vocabulary().facts()) {
            String name = words.name(definition, Locale.JAPANESE, "X");
            assertThat(name)
                    .as(definition.key().value())
                    .matches("(?:回答|登録内容): .+")
                    .doesNotContain("。", "?", "「「", "」」", "{")
                    .doesNotMatch(".*(?:ますか|ですか|ましたか|ください)(?:\\(X\\))?");
        }
    }

    @Test
    void whatIsAskedBecomesWhatIsAnswered() {
        assertThat(name("login.values")).isEqualTo("回答: 認証に何を使うか(SSH)");
        assertThat(name("service.open")).isEqualTo("回答: 検査で、SSHは開いていたか");
        assertThat(name("device.power")).isEqualTo("回答: 機器の電源");
        assertThat(name("support.ends")).isEqualTo("回答: サポート期限");
        assertThat(name("network.services")).isEqualTo("登録内容: 待ち受けているポート(TCP/UDP)");
    }

    private String name(String key) {
        FactDefinition definition = catalogues.current().vocabulary().facts().stream()
                .filter(f -> f.key().value().equals(key))
                .findFirst()
                .orElseThrow();
        return words.name(definition, Locale.JAPANESE, "SSH");
    }

    @Test
    void aNameIsToldInTheLanguageOfTheReaderWhoeverAnswered() {
        for (FactDefinition definition : catalogues.current().vocabulary().facts()) {
            String japanese = words.name(definition, Locale.JAPANESE, "Web UI");
            String english = words.name(definition, Locale.ENGLISH, "Web UI");
            assertThat(titles.told(
                            FactWords.fill(definition.question(), Locale.ENGLISH, "Web UI"), true, Locale.JAPANESE))
                    .as(definition.key().value())
                    .isEqualTo(japanese);
            assertThat(titles.told(
                            FactWords.fill(definition.question(), Locale.JAPANESE, "Web UI"), true, Locale.JAPANESE))
                    .isEqualTo(japanese);
            assertThat(titles.told(english, true, Locale.JAPANESE)).isEqualTo(japanese);
            assertThat(titles.told(japanese, true, Locale.JAPANESE)).isEqualTo(japanese);
            assertThat(titles.told(japanese, true, Locale.ENGLISH)).isEqualTo(english);
        }
    }

    @Test
    void whatIsMadeReadyAndAnsweredTogetherIsToldToo() {
        assertThat(titles.told("What is usual: Smart lock", true, Locale.JAPANESE))
                .isEqualTo("製品の構成(スマートロック)");
        assertThat(titles.told("よくある構成から: ネットワークカメラ", true, Locale.JAPANESE)).isEqualTo("製品の構成(ネットワークカメラ)");
        assertThat(titles.told("Register: Interfaces", true, Locale.JAPANESE)).isEqualTo("登録内容: インタフェース");
        assertThat(titles.told("Register: SSH", true, Locale.JAPANESE)).isEqualTo("登録内容: SSH");
        assertThat(titles.told("Is it in scope?", true, Locale.JAPANESE)).isEqualTo("対象の確認");
        assertThat(titles.told("Answers by link (Sato)", true, Locale.JAPANESE)).isEqualTo("リンクでの回答 (Sato)");
        assertThat(titles.told("Answers by questionnaire (Sato)", true, Locale.JAPANESE))
                .isEqualTo("質問票での回答 (Sato)");
        assertThat(titles.told("Device check 2.4 (2026-11-20, from a file)", true, Locale.JAPANESE))
                .isEqualTo("実機検査 2.4(2026-11-20、ファイルから)");
    }

    @Test
    void whatAPersonTypedStaysAsItIs() {
        assertThat(titles.told("Why do we ask this?", true, Locale.JAPANESE)).isEqualTo("Why do we ask this?");
        assertThat(titles.told("セキュリティ方針書", true, Locale.ENGLISH)).isEqualTo("セキュリティ方針書");
        assertThat(titles.told("Device check by TÜV (May 2026)", false, Locale.JAPANESE))
                .as("the title of a document")
                .isEqualTo("Device check by TÜV (May 2026)");
    }
}
