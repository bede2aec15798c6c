package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not be said about a label is found with its place, in both languages, in whatever somebody uploads. */
class ClaimCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ABSOLUTE | JC-STAR取得。完全に安全なカメラです。",
                "ABSOLUTE | This camera is 100% secure.",
                "ABSOLUTE | JC-STARを取得した世界一安全なカメラ。",
                "ABSOLUTE | 業界最高水準のセキュリティを実現。",
                "ABSOLUTE | 他社より安全です。",
                "ABSOLUTE | The world's most secure camera.",
                "ABSOLUTE | The safest home camera on the market.",
                "NO_VULNERABILITY | 適合ラベルを取得し、脆弱性はありません。",
                "NO_VULNERABILITY | A product without any vulnerabilities.",
                "ENDORSEMENT | 国のお墨付きをいただきました。",
                "ENDORSEMENT | Officially endorsed by IPA.",
                "EVERYWHERE | どんな環境でも安心してお使いいただけます。",
                "EVERYWHERE | It is safe in any environment.",
                "BEFORE_LABEL | 新型カメラ MC-300(★1取得予定)",
                "BEFORE_LABEL | JC-STARの適合ラベルを取得する予定です。",
                "BEFORE_LABEL | JC-STAR ★1(レベル1)を申請中です。",
                "BEFORE_LABEL | ★１申請済",
                "BEFORE_LABEL | ★1を取得する見通しです。",
                "BEFORE_LABEL | JC-STAR ★1を申請中で、年内に取得します。",
                "BEFORE_LABEL | JC-STAR ★1を取得する予定は変わりません。",
                "BEFORE_LABEL | 適合ラベルは2027年春に交付される見込みです。",
                "BEFORE_LABEL | JC-STAR★1適合見込み",
                "BEFORE_LABEL | 取得予定のJC-STAR ★1",
                "BEFORE_LABEL | This camera will soon obtain the JC-STAR ★1 label.",
                "BEFORE_LABEL | JC-STAR ★1 (pending)",
                "BEFORE_LABEL | ★1 label expected in spring",
                "BEFORE_LABEL | We have applied for the JC-STAR label.",
            })
    void findsWhatTheLabelMustNotClaim(ForbiddenWording rule, String text) {
        assertThat(ClaimCheck.of(text).hits()).extracting(ClaimCheck.Hit::rule).contains(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "適合ラベルは、完全な安全を保証するものではありません。",
                "本製品は、JC-STAR ★1(レベル1)の適合基準を満たすものとして、適合ラベルの交付を受けています。",
                "世界で一番売れているカメラのセキュリティに、JC-STAR ★1 の適合ラベルが加わりました。",
                "最も安全な設定にするには、取扱説明書の手順に従ってください。",
                "Choose the most secure setting that your router offers.",
                "脆弱性が見つかったときは、当社の窓口でお知らせし、アップデートを提供します。",
                "JC-STAR ★1の適合ラベルを取得しました。対応アプリは2027年春に配信予定です。",
                "本製品はJC-STAR ★1を取得済みです。サポートは2030年3月まで続ける予定です。",
                "JC-STARの適合ラベルを取得し、新機能を開発中です。",
                "適合ラベルの有効期間の延長を申請中です。",
                "当社は、製品のセキュリティを高め、JC-STARの適合基準に沿った開発に取り組んでいます。",
                "無線の認証を申請中です。",
                "★2027年に無線認証を取得予定です。",
                "JC-STARの適合ラベルの取得予定はありません。",
                "JC-STAR ★1の取得を予定していません。",
                "適合ラベルを取得する中で得た知見を生かしています。",
                "This camera has the JC-STAR ★1 label; the app will get an update in spring.",
                "The JC-STAR label was issued on 2026-11-01 and an update is planned.",
                "We plan to get your parcel to you within three days.",
                "The label does not guarantee security.",
                "This product has the ★1 (level 1) label of JC-STAR, a scheme run by IPA.",
            })
    void leavesProperWordsAlone(String text) {
        assertThat(ClaimCheck.of(text).hits()).isEmpty();
    }

    @Test
    void theWordingThatIsProposedInsteadIsItselfFine() {
        var messages = new dev.shisa.server.platform.web.Messages();
        for (ForbiddenWording rule : ForbiddenWording.values()) {
            for (String language : new String[] {"ja", "en"}) {
                String better = messages.get(java.util.Locale.of(language), "claims.rule." + rule.id() + ".better");
                assertThat(ClaimCheck.of(better).hits()).as(better).isEmpty();
            }
        }
    }

    @Test
    void tellsLineAndSurroundings() {
        ClaimCheck.Result result = ClaimCheck.of("カメラ MC-200\n\n特長: 完全に安全です。安心の設計。\n");
        assertThat(result.hits()).singleElement().satisfies(hit -> {
            assertThat(hit.line()).isEqualTo(3);
            assertThat(hit.before()).endsWith("特長: ");
            assertThat(hit.phrase()).isEqualTo("完全に安全");
            assertThat(hit.after()).startsWith("です。");
        });
    }

    @Test
    void boundsWhatItLooksAtAndSaysSo() {
        String phrase = "脆弱性はありません。\n";
        ClaimCheck.Result many = ClaimCheck.of(phrase.repeat(1_000));
        assertThat(many.hits()).hasSize(ClaimCheck.HITS_MAX);
        assertThat(many.cut()).isTrue();
        ClaimCheck.Result late = ClaimCheck.of("あ".repeat(ClaimCheck.CHARS_MAX) + phrase);
        assertThat(late.hits()).isEmpty();
        assertThat(late.cut()).isTrue();
    }

    @Test
    void hostileTextIsLookedThroughOnce() {
        for (String text : new String[] {
            "完全".repeat(100_000),
            "IPA".repeat(60_000),
            "secure in any ".repeat(14_000),
            "。".repeat(200_000),
            ".".repeat(200_000)
        }) {
            // A pattern that goes back and forth over such a text would not end while this test is of interest.
            assertThat(ClaimCheck.of(text).chars()).isLessThanOrEqualTo(ClaimCheck.CHARS_MAX);
        }
    }

    @Test
    void readsWhatAPageShowsAndNothingElse() {
        String page =
                "<!doctype html><title>MC-200</title><script>完全に安全</script><p>脆弱性は<b>ありません</b>。</p><!-- 国のお墨付き -->";
        ClaimCheck.Result result =
                ClaimCheck.of(PageText.of(page.getBytes(StandardCharsets.UTF_8), "page.html", "text/html")
                        .orElseThrow());
        assertThat(result.hits()).extracting(ClaimCheck.Hit::rule).containsExactly(ForbiddenWording.NO_VULNERABILITY);
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    @Test
    void readsTheWordsOfAWordFile() throws IOException {
        byte[] docx = zip(
                "word/document.xml", "<w:p><w:t>どんな環境でも</w:t><w:t>安全です。</w:t></w:p>".getBytes(StandardCharsets.UTF_8));
        assertThat(ClaimCheck.of(PageText.of(docx, "a.docx", "application/zip").orElseThrow())
                        .hits())
                .extracting(ClaimCheck.Hit::rule)
                .containsExactly(ForbiddenWording.EVERYWHERE);
    }

    @Test
    void refusesWhatItCannotReadOrWhatSwells() throws IOException {
        assertThat(PageText.of("%PDF-1.7".getBytes(StandardCharsets.UTF_8), "a.pdf", "application/pdf"))
                .isEmpty();
        assertThat(PageText.of(new byte[] {1, 0, 2, 0}, "a.bin", "application/octet-stream"))
                .isEmpty();
        assertThat(PageText.of(zip("word/document.xml", new byte[40 << 20]), "bomb.docx", "application/zip"))
                .isEmpty();
        assertThat(PageText.of(zip("other.txt", new byte[10]), "a.zip", "application/zip"))
                .isEmpty();
    }
}
