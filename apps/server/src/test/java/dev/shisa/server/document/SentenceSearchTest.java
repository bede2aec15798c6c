package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.server.document.SentenceSearch.Found;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.DocumentText.Piece;
import dev.shisa.server.platform.office.DocumentText.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Sentences of a text, and which of them are about what a question asks. */
class SentenceSearchTest {

    private static List<Passage> passages(String... pages) {
        List<Piece> pieces = new ArrayList<>();
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

    private static final Catalogue CATALOGUE = catalogue();
    private static final SentenceSearch SEARCH = OwnDocuments.search(CATALOGUE);

    private static Catalogue catalogue() {
        try {
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:catalogue/*.yaml")) {
                files.put(String.valueOf(file.getFilename()), file.getContentAsByteArray());
            }
            return ((CatalogueReader.Result.Loaded) CatalogueReader.checking().read(files)).catalogue();
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue cannot be read", e);
        }
    }

    private static SentenceSearch.Question question(FactDefinition definition, String named) {
        return OwnDocuments.question(definition.key().value(), definition, named, CATALOGUE);
    }

    /** Every question of the catalogue, as if all were open. */
    private static final List<SentenceSearch.Question> ALL = CATALOGUE.vocabulary().facts().stream()
            .map(definition -> question(definition, ""))
            .toList();

    private static Set<String> found(String sentence) {
        return SEARCH.of(passages(sentence), ALL).keySet();
    }

    @Test
    void whatIsAboutAQuestionIsFoundWithItsPage() {
        Map<String, List<Found>> found = SEARCH.of(MANUAL, ALL);
        Passage signature = passage(found, "package.integrity");
        assertThat(signature.text()).contains("デジタル署名");
        assertThat(signature.number()).isEqualTo(2);
        assertThat(passage(found, "support.ends").text()).contains("2031年3月31日");
        assertThat(found.values())
                .allMatch(its -> its.stream()
                        .noneMatch(one -> MANUAL.get(one.at()).text().contains("画面の色")));
    }

    private static Passage passage(Map<String, List<Found>> found, String question) {
        return MANUAL.get(
                Objects.requireNonNull(found.get(question), question).getFirst().at());
    }

    @Test
    void theSameIsFoundHoweverItIsWritten() {
        for (String sentence : List.of(
                "ファームウェアの署名を検証してからインストールします。",
                "ファームウエアの署名を検証してからｲﾝｽﾄｰﾙします。",
                "ＦＩＲＭＷＡＲＥの署名を検証してから適用します。",
                "The signature of the firmware is verified before it is installed.")) {
            assertThat(found(sentence)).as(sentence).contains("package.integrity");
        }
        assertThat(found("利用者の問い合わせ窓口は、当社のウェブサイトに掲載しています。")).isEqualTo(found("利用者の問合せ窓口は、当社のｳｪﾌﾞｻｲﾄに掲載しています。"));
    }

    @Test
    void aWordWithinAnotherOneIsNotMeant() {
        assertThat(found("サポートの内容は、443ページを参照してください。")).doesNotContain("service.port", "network.services");
    }

    @Test
    void aHeadingSaysNothing() {
        assertThat(found("2. ソフトウェアのアップデート")).isEmpty();
        assertThat(found("## Software update and its signature")).isEmpty();
        assertThat(found("2. ソフトウェアは、署名を検証してからアップデートします。")).contains("package.integrity");
    }

    @Test
    void aQuestionOfANumberIsNotAnsweredWithoutOne() {
        assertThat(found("ログインに続けて失敗すると、アカウントはロックされます。"))
                .contains("login.limit")
                .doesNotContain("login.tries");
        assertThat(found("ログインに続けて5回失敗すると、アカウントはロックされます。")).contains("login.limit", "login.tries");
    }

    @Test
    void aSentenceThatNamesAnItemIsAboutNoOther() {
        FactDefinition limit = CATALOGUE.fact(new FactKey("login.limit")).orElseThrow();
        List<SentenceSearch.Question> two = List.of(
                OwnDocuments.question("web", limit, "管理画面", CATALOGUE),
                OwnDocuments.question("ssh", limit, "SSH", CATALOGUE));
        assertThat(SEARCH.of(passages("管理画面で認証に5回続けて失敗すると、10分間ロックされます。"), two).keySet())
                .containsExactly("web");
        assertThat(SEARCH.of(passages("認証に5回続けて失敗すると、10分間ロックされます。"), two).keySet())
                .containsExactly("web", "ssh");
    }

    @Test
    void whatAnAnsweredQuestionAsksIsNotProposedForAnOpenOne() {
        String sentence = "ファームウエアの更新は、電子署名を検証してから適用されます。";
        assertThat(found(sentence)).contains("package.integrity").doesNotContain("power.software");
        List<SentenceSearch.Question> open = ALL.stream()
                .filter(question -> !question.id().equals("package.integrity"))
                .toList();
        assertThat(SEARCH.of(passages(sentence), open)).doesNotContainKey("power.software");
        assertThat(SEARCH.of(
                        passages(sentence),
                        ALL.stream()
                                .filter(question -> question.id().equals("power.software"))
                                .toList()))
                .isEmpty();
    }

    @Test
    void theWordsOfTheSentenceAreMarkedAsTheyStand() {
        FactDefinition integrity =
                CATALOGUE.fact(new FactKey("package.integrity")).orElseThrow();
        assertThat(SEARCH.shared("Firmware images are signed and verified.", question(integrity, "")))
                .contains("signed", "verified");
    }

    @Test
    void aHugeDocumentIsReadInBoundedTime() {
        List<Passage> many = Passage.of(new DocumentText(List.of(new Piece(
                Unit.PAGE, 1, "ログインに5回連続して失敗すると、アカウントはロックされます。更新は署名を検証します。\n\n".repeat(Passage.PASSAGES_MAX / 2)))));
        assertThat(many).hasSize(Passage.PASSAGES_MAX);
        assertTimeout(
                Duration.ofSeconds(60),
                () -> assertThat(SEARCH.of(many, ALL).get("login.limit")).hasSize(SentenceSearch.EACH_MAX));
    }

    /** A labelled sentence: questions of which one has to be found, and such as may be. */
    private record Labelled(String set, Set<String> wanted, Set<String> allowed, String sentence) {

        boolean isUnrelated() {
            return wanted.contains("-");
        }

        boolean isRight(String question) {
            return wanted.contains(question) || allowed.contains(question);
        }
    }

    private static List<Labelled> labelled(String set) throws IOException {
        try (InputStream in = Objects.requireNonNull(SentenceSearchTest.class.getResourceAsStream("sentences.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .map(row ->
                            new Labelled(row[0], Set.of(row[1].split(" ", -1)), Set.of(row[2].split(" ", -1)), row[3]))
                    .filter(one -> one.set().equals(set))
                    .toList();
        }
    }

    /**
     * Of the sentences that answer something, how many are proposed for a question that they answer; of all proposals, how
     * many a person would have made; and how many sentences of no concern are proposed for anything.
     */
    @ParameterizedTest
    @CsvSource({"dev, 0.94, 0.70, 0", "held, 0.84, 0.66, 0"})
    void findsWhatAPersonFindsAndLittleElse(String set, double recallMin, double precisionMin, int unrelatedMax)
            throws IOException {
        int answering = 0;
        int hit = 0;
        int proposed = 0;
        int right = 0;
        List<String> unrelated = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        Set<String> keys = ALL.stream().map(SentenceSearch.Question::id).collect(Collectors.toSet());
        for (Labelled one : labelled(set)) {
            Set<String> found = found(one.sentence());
            proposed += found.size();
            right += (int) found.stream().filter(one::isRight).count();
            if (one.isUnrelated()) {
                if (!found.isEmpty()) {
                    unrelated.add(one.sentence());
                }
                continue;
            }
            assertThat(keys).as("labels are keys of the vocabulary").containsAll(one.wanted());
            answering++;
            if (found.stream().anyMatch(one.wanted()::contains)) {
                hit++;
            } else {
                missed.add(one.sentence());
            }
        }
        assertThat((double) hit / answering).as("recall; missed: %s", missed).isGreaterThanOrEqualTo(recallMin);
        assertThat((double) right / proposed).as("precision").isGreaterThanOrEqualTo(precisionMin);
        assertThat(unrelated).hasSizeLessThanOrEqualTo(unrelatedMax);
    }
}
