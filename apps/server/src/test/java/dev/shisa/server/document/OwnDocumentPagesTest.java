package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A manual that is there already: sentences are proposed, a person makes an answer of one, a second person confirms. */
class OwnDocumentPagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/documents/sources";

    @Autowired
    private Products products;

    @Autowired
    private Answers answers;

    @Autowired
    private EvidenceLog log;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    private Person writer = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        writer = person(Role.QUALITY);
        browser = signedIn(writer);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), writer);
    }

    private static byte[] manual(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(OwnDocumentPagesTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    /** The address of the answer to a question by a sentence that is proposed for it. */
    private static String proposed(Page page, String key) {
        Matcher link = Pattern.compile("href=\"([^\"]*/answer\\?key=" + Pattern.quote(key) + "[^\"]*)\"")
                .matcher(page.html());
        assertThat(link.find()).as(page.text()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    @Test
    void aSentenceBecomesAnAnswerOnlyByAPerson() throws IOException {
        Page read = browser.upload(HERE, "file", "MC-200_manual.pdf", manual("manual.pdf"));
        assertThat(read.status()).as(read.text()).isEqualTo(302);
        Page page = browser.follow(read);
        assertThat(page.text())
                .contains("答えになりそうな文が見つかりました", "設定画面の「初期化」で", "3ページ", "まだ何も決めていません")
                .doesNotContain("この文書で答えたもの");
        assertThat(count("evidence")).as("nothing is claimed").isZero();
        assertThat(count("fact")).isZero();

        String there = proposed(page, "erase.settings");
        Page form = browser.get(there);
        assertThat(form.text()).contains("利用者が行った設定を、利用者は消せますか", "設定画面の「初期化」で", "MC-200_manual.pdf 3ページ");
        Matcher at = Pattern.compile("at=(\\d+)").matcher(there);
        assertThat(at.find()).isTrue();
        String here = read.location();
        Page blank = browser.post(here + "/answer", "key", "erase.settings", "item", "", "at", at.group(1));
        assertThat(blank.status()).isEqualTo(422);
        assertThat(blank.text()).contains("この文から分かる答えを選んでください");
        assertThat(count("evidence")).isZero();

        Page answered = browser.post(
                here + "/answer", "key", "erase.settings", "item", "", "at", at.group(1), "answer-value", "user");
        assertThat(answered.status()).as(answered.text()).isEqualTo(302);

        FactEntry fact = Objects.requireNonNull(answers.present(camera).get(Slot.of("erase.settings", "")));
        assertThat(fact.fact().value()).isEqualTo(Value.word("user"));
        assertThat(fact.fact().strength()).isEqualTo(Strength.DOCUMENTED);
        EvidenceDetails evidence = log.byCode(fact.evidenceCode()).orElseThrow();
        assertThat(evidence.statement()).startsWith("引用「").contains("設定画面の「初期化」で、保存された設定と録画のデータを削除");
        assertThat(evidence.summary().place()).isEqualTo("3ページ");
        assertThat(evidence.summary().fileName()).isEqualTo("MC-200_manual.pdf");
        assertThat(evidence.summary().isWaiting())
                .as("a second person has to confirm")
                .isTrue();
        assertThat(browser.get(here).text()).contains("この文書で答えたもの", evidence.code(), "確認待ち");

        Page removed = browser.post(here + "/remove");
        assertThat(removed.status()).isEqualTo(302);
        assertThat(browser.get(here).status()).isEqualTo(404);
        assertThat(log.byCode(evidence.code())).as("what was recorded stays").isPresent();
        assertThat(browser.get("/evidence/" + evidence.code() + "/file").bytes())
                .isEqualTo(manual("manual.pdf"));
        assertThat(acts()).contains("document.source", "document.source-remove");
    }

    @Test
    void wordAndTextAreReadAsWell() throws IOException {
        Page word = browser.follow(browser.upload(HERE, "file", "manual.docx", manual("manual.docx")));
        assertThat(word.text()).contains("番目の段落", "設定画面の「初期化」で");
        Page text = browser.follow(browser.upload(
                HERE, "file", "仕様.md", "# 仕様\n\n脆弱性開示ポリシーは、自社のWebサイトで公開します。\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(text.text()).contains("3行目", "自社のWebサイトで公開します");
        assertThat(browser.get(HERE).text()).contains("手元の文書を2件読みました", "仕様.md");
        assertThat(signedIn(writer).english().get(HERE).text()).contains("Documents of your own that were read: 2");
    }

    @Test
    void whatCannotBeReadIsRefusedWithASentenceAndNothingIsKept() {
        for (byte[] hostile : List.of(
                "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8),
                new byte[] {0, 1, 2, 3},
                "PK\3\4".getBytes(StandardCharsets.UTF_8))) {
            Page refused = browser.upload(HERE, "file", "a.pdf", hostile);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).containsAnyOf("壊れていて、読めません", "どれでもありません");
        }
        assertThat(browser.post(HERE).text()).contains("ファイルを選んでください");
        assertThat(count("document_source")).isZero();
        assertThat(count("blob")).isZero();
    }

    @Test
    void whoMaySeeAnotherSeriesOnlySeesNothingOfIt() throws IOException {
        String here = browser.upload(HERE, "file", "manual.docx", manual("manual.docx"))
                .location();
        Series lock = products.create(new NewSeries("SL-10", "SL-10", "スマートロック", "", List.of("SL-10N"), "1.0"), writer);
        Browser other = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(other.get(here).status()).isEqualTo(404);
        assertThat(other.get(here.replace("MC-200", "SL-10")).status()).isEqualTo(404);
        assertThat(signedIn(person(Role.AUDITOR)).get(here).status()).isEqualTo(403);
    }
}
