package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of products are held to the vocabulary, and propose what a person can say with a tick. */
class KindReaderTest {

    @Test
    void aKindProposesWhatThereIs() {
        ProductKind kind = kind(text());
        assertThat(kind.name()).isEqualTo(new Text("差し込み", "Plug"));
        assertThat(kind.said())
                .containsExactly(new ProductKind.Said(
                        new FactKey("network.used"), new ProductKind.Proposed.Known(Value.flag(true))));
        assertThat(kind.items()).extracting(ProductKind.Item::collection).containsExactly("login", "asset", "flow");
        assertThat(kind.items().getFirst().said())
                .containsExactly(new ProductKind.Said(
                        new FactKey("login.tries.max"), new ProductKind.Proposed.Known(Value.whole(5))));
    }

    @Test
    void whatOnlySomeHaveIsMarked() {
        assertThat(kind(text()).items()).extracting(ProductKind.Item::usual).containsExactly(true, true, false);
    }

    @Test
    void anItemPointsAtAnotherOfItsKind() {
        assertThat(kind(text()).items().getLast().said())
                .containsExactly(
                        new ProductKind.Said(new FactKey("flow.asset"), new ProductKind.Proposed.Other("settings")));
    }

    @Test
    void severalWordsAreOneAnswer() {
        ProductKind kind =
                kind(text().replace("en: Settings}}", "en: Settings}, facts: {asset.kind: [secret, personal]}}"));
        assertThat(kind.items().get(1).said())
                .containsExactly(new ProductKind.Said(
                        new FactKey("asset.kind"), new ProductKind.Proposed.Known(Value.words("personal", "secret"))));
    }

    @Test
    void anInstallationAddsKindsInAFileOfItsOwn() {
        SequencedMap<String, byte[]> files = files(text());
        files.put("kinds-ours.yaml", text().replace("id: plug", "id: lamp").getBytes(StandardCharsets.UTF_8));
        assertThat(read(files))
                .isInstanceOfSatisfying(
                        CatalogueReader.Result.Loaded.class,
                        loaded -> assertThat(loaded.catalogue().references().kinds())
                                .extracting(ProductKind::id)
                                .containsExactly("plug", "lamp"));
    }

    @Test
    void aKindStandsOnce() {
        SequencedMap<String, byte[]> files = files(text());
        files.put("kinds-ours.yaml", text().getBytes(StandardCharsets.UTF_8));
        assertThat(read(files))
                .isInstanceOfSatisfying(
                        CatalogueReader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Problem::what)
                                .containsExactly("the kind plug stands twice"));
    }

    @Test
    void changingAKindDecidesNothingAgain() {
        assertThat(catalogue(text().replace("en: Plug", "en: Socket")).edition())
                .isEqualTo(catalogue(text()).edition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "of: login | of: door | list[plug].items[page] | there is no collection 'door'",
                "network.used: true | network.used: perhaps | list[plug].facts.network.used | perhaps",
                "network.used | network.unused | list[plug].facts.network.unused | there is no fact 'network.unused'",
                "network.used: true | assets: [asset-1] | list[plug].facts.assets | a list is stated by a person",
                "network.used: true | login.tries.max: 5 | list[plug].facts.login.tries.max | login.tries.max is not about a product",
                "login.tries.max: 5 | login.tries.max: -1 | list[plug].items[page].facts.login.tries.max | -1 is less than",
                "login.tries.max: 5 | login.password.default: unique | list[plug].items[page].facts.login.password.default | this answer needs a reason",
                "flow.asset: settings | flow.asset: page | list[plug].items[out].facts.flow.asset | 'page' is no item of asset",
                "id: settings | id: page | list[plug].items[page] | the item page stands twice",
                "network.used: true | policy.published: true | list[plug].facts.policy.published | policy.published is not about a product",
                "usual: false | usual: perhaps | list[plug].items[out].usual | perhaps",
                "about: {ja: 小さな製品です。, en: A small product.} | note: x | list[plug].note | the key note is not known here",
            })
    void namesWhatIsWrong(String right, String wrong, String entry, String what) {
        assertThat(text()).contains(right);
        String changed = text().replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        assertThat(read(files(changed)))
                .isInstanceOfSatisfying(
                        CatalogueReader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems()).anySatisfy(problem -> {
                            assertThat(problem.file()).isEqualTo("kinds.yaml");
                            assertThat(problem.entry()).isEqualTo(entry);
                            assertThat(problem.what()).contains(what);
                            assertThat(problem.remedy()).isNotEmpty();
                        }));
    }

    private static String text() {
        return new String(Mini.bytes("kinds.yaml"), StandardCharsets.UTF_8);
    }

    private static SequencedMap<String, byte[]> files(String kinds) {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("kinds.yaml", kinds.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static CatalogueReader.Result read(SequencedMap<String, byte[]> files) {
        return CatalogueReader.checking().read(files);
    }

    private static Catalogue catalogue(String kinds) {
        return switch (read(files(kinds))) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(List<Problem> problems) -> throw new AssertionError(problems);
        };
    }

    private static ProductKind kind(String kinds) {
        return catalogue(kinds).references().kinds().getFirst();
    }
}
