package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.web.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @Autowired
    Messages messages;

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
            assertThat(told(FactWords.fill(definition.question(), Locale.ENGLISH, "Web UI"), Locale.JAPANESE))
                    .as(definition.key().value())
                    .isEqualTo(japanese);
            assertThat(told(FactWords.fill(definition.question(), Locale.JAPANESE, "Web UI"), Locale.JAPANESE))
                    .isEqualTo(japanese);
            assertThat(told(english, Locale.JAPANESE)).isEqualTo(japanese);
            assertThat(told(japanese, Locale.JAPANESE)).isEqualTo(japanese);
            assertThat(told(japanese, Locale.ENGLISH)).isEqualTo(english);
        }
    }

    private String told(String title, Locale locale) {
        return titles.of(title, "declaration", "").in(locale);
    }

    /** What is told there and back is as it was, so no words change their places. */
    @Test
    void everySentenceIsToldInBothLanguages() {
        Map<String, String> papers = new HashMap<>(MadeTitles.PAPERS);
        papers.put("organisation.statement.training.record", "training-record.txt");
        papers.put("organisation.statement.policy.status", "policy-status.txt");
        MadeTitles.KEYS.forEach(key -> papers.put(key, ""));
        papers.forEach((key, files) -> {
            String file = files.replace(".+", "X").replace("\\", "");
            String kind = files.isEmpty() ? "test" : "document";
            String japanese = messages.get(Locale.JAPANESE, key, "A1", "B2");
            String english = messages.get(Locale.ENGLISH, key, "A1", "B2");
            assertThat(titles.of(japanese, kind, file).in(Locale.ENGLISH))
                    .as(key)
                    .isEqualTo(english)
                    .isNotEqualTo(japanese);
            assertThat(titles.of(english, kind, file).in(Locale.JAPANESE)).isEqualTo(japanese);
        });
        assertThat(titles.of("取引先「錠」の確認: 窓口と体制", "document", "suppliers-MC-200.txt")
                        .in(Locale.ENGLISH))
                .isEqualTo("Check of supplier “錠”: Contacts and response");
        assertThat(titles.of("Check of supplier \"錠“A”\": Contacts and response", "document", "suppliers-MC-200.txt")
                        .in(Locale.JAPANESE))
                .as("with the marks that it had once, and those that somebody typed")
                .isEqualTo("取引先「錠“A”」の確認: 窓口と体制");
    }

    @Test
    void whatIsMadeReadyAndAnsweredTogetherIsToldToo() {
        assertThat(told("What is usual: Smart lock", Locale.JAPANESE)).isEqualTo("製品の構成(スマートロック)");
        assertThat(told("よくある構成から: ネットワークカメラ", Locale.JAPANESE)).isEqualTo("製品の構成(ネットワークカメラ)");
        assertThat(told("Register: Interfaces", Locale.JAPANESE)).isEqualTo("登録内容: インタフェース");
        assertThat(told("Register: SSH", Locale.JAPANESE)).isEqualTo("登録内容: SSH");
        assertThat(told("Is it in scope?", Locale.JAPANESE)).isEqualTo("対象の確認");
        assertThat(told("Answers by link (Sato)", Locale.JAPANESE)).isEqualTo("リンクでの回答 (Sato)");
        assertThat(told("Answers by questionnaire (Sato)", Locale.JAPANESE)).isEqualTo("質問票での回答 (Sato)");
        assertThat(told("Device check 2.4 (2026-11-20, from a file)", Locale.JAPANESE))
                .isEqualTo("実機検査 2.4(2026-11-20、ファイルから)");
    }

    @Test
    void whatAPersonTypedStaysAsItIs() {
        assertThat(told("Why do we ask this?", Locale.JAPANESE)).isEqualTo("Why do we ask this?");
        assertThat(told("セキュリティ方針書", Locale.ENGLISH)).isEqualTo("セキュリティ方針書");
        for (String file : List.of("", "report.pdf")) {
            assertThat(titles.of("Device check by TÜV (May 2026)", "document", file)
                            .in(Locale.JAPANESE))
                    .as("the title of a document")
                    .isEqualTo("Device check by TÜV (May 2026)");
        }
        assertThat(titles.of("教育の記録", "test", "report.pdf").in(Locale.ENGLISH))
                .as("only documents that Shisa writes itself are titled so")
                .isEqualTo("教育の記録");
        assertThat(titles.of("教育の記録", "document", "2026.pdf").in(Locale.ENGLISH))
                .isEqualTo("教育の記録");
    }
}
