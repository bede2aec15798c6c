package dev.shisa.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The catalogue in force: overlays, what happens to a bad one, and the parameters. */
class CataloguesTest extends ServerTest {

    @Autowired
    private Catalogues catalogues;

    private final Path overlay;

    CataloguesTest(@Value("${shisa.data}") Path data) {
        this.overlay = data.resolve("catalogue");
    }

    @BeforeEach
    void anOverlayFolder() throws IOException {
        emptyDatabase();
        Files.createDirectories(overlay);
    }

    @AfterEach
    void withoutOverlay() throws IOException {
        Files.deleteIfExists(overlay.resolve("jcstar1.yaml"));
        Files.deleteIfExists(overlay.resolve("tables.yaml"));
        catalogues.reload();
    }

    @Test
    void allGuidesAreInForceAndTheSchemeThatEveryProductBeginsWithStandsFirst() {
        assertThat(catalogues.current().frameworks())
                .extracting(Framework::id)
                .containsExactly("jcstar1", "iotgl", "psirt-guide", "sme-guide", "tsunagaru");
        assertThat(catalogues.current().fact(new FactKey("policy.document")))
                .as("read only by the guides")
                .isPresent();
        assertThat(catalogues.current().references().divisions()).hasSize(4);
        assertThat(catalogues.current().references().words()).isNotEmpty();
    }

    @Test
    void anOverlayWithAnErrorNamesThePlaceAndLeavesTheLastGoodEditionInForce() throws IOException {
        String before = catalogues.current().edition();
        String broken = builtIn().replaceFirst("fact: priority\\.policy", "fact: priority.polcy");
        Files.writeString(overlay.resolve("jcstar1.yaml"), broken);
        catalogues.reload();
        assertThat(catalogues.current().edition()).isEqualTo(before);
        assertThat(catalogues.problems()).isNotEmpty().anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("jcstar1.yaml");
            assertThat(problem.line()).isPositive();
            assertThat(problem.toString()).contains("priority.polcy");
        });
        Page page = signedIn(Role.QUALITY).get("/parameters");
        assertThat(page.text()).contains("前の版のまま判定しています").contains("priority.polcy");
    }

    @Test
    void aGoodOverlayComesIntoForceAndIsRemembered() throws IOException {
        String changed = builtIn().replaceFirst("(?m)^edition: [0-9]+$", "edition: 99");
        Files.writeString(overlay.resolve("jcstar1.yaml"), changed);
        catalogues.reload();
        assertThat(catalogues.problems()).isEmpty();
        assertThat(catalogues.current().framework("jcstar1").orElseThrow().edition())
                .isEqualTo(99);
        assertThat(jdbc.sql("SELECT count(*) FROM catalogue_edition WHERE hash = :hash")
                        .param("hash", catalogues.current().edition())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anEditionThatCouldNotBeRememberedIsNotInForceAndIsTriedAgain() throws IOException {
        String before = catalogues.current().edition();
        Files.writeString(
                overlay.resolve("jcstar1.yaml"), builtIn().replaceFirst("(?m)^edition: [0-9]+$", "edition: 99"));
        statements().fail(Statements.COMMIT, new IllegalStateException("made by the test"));
        assertThatThrownBy(catalogues::lookForChanges).hasMessageContaining("made by the test");
        assertThat(catalogues.current().edition()).isEqualTo(before);

        catalogues.lookForChanges();
        assertThat(catalogues.current().framework("jcstar1").orElseThrow().edition())
                .isEqualTo(99);
        assertThat(jdbc.sql("SELECT count(*) FROM catalogue_edition WHERE hash = :hash")
                        .param("hash", catalogues.current().edition())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aFilledGapOfATableComesIntoForceWithoutAnotherEdition() throws IOException {
        String before = catalogues.current().edition();
        assertThat(levelThree()).isInstanceOf(Table.Lacking.class);
        Files.writeString(
                overlay.resolve("tables.yaml"),
                builtIn("tables.yaml")
                        .replace("レベル3, en: Level 3}, work: ~", "レベル3, en: Level 3}, work: {ja: 全部, en: All}"));
        catalogues.reload();
        assertThat(catalogues.problems()).isEmpty();
        assertThat(levelThree()).isEqualTo(new Table.Told(new Text("全部", "All")));
        assertThat(catalogues.current().edition()).isEqualTo(before);
    }

    private Table.Cell levelThree() {
        return catalogues
                .current()
                .references()
                .table("policy-levels")
                .orElseThrow()
                .rows()
                .getFirst()
                .cell("work")
                .orElseThrow();
    }

    @Test
    void aParameterIsEnteredOnceAndTheSecondPersonSeesBothTexts() {
        Browser first = signedIn(Role.QUALITY);
        Browser second = signedIn(Role.QUALITY);
        assertThat(first.post(
                                "/parameters",
                                "value-login.tries.max",
                                "5",
                                "source-login.tries.max",
                                "12ページ",
                                "version-login.tries.max",
                                "0")
                        .status())
                .isEqualTo(302);
        assertThat(catalogues.parameters().values()).containsKey("login.tries.max");

        Page late = second.post(
                "/parameters",
                "value-login.tries.max",
                "10",
                "source-login.tries.max",
                "13ページ",
                "version-login.tries.max",
                "0");
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text()).contains("ほかの人が先に変えました").contains("「5」");
        assertThat(late.html()).contains("value=\"10\"").contains("13ページ");
    }

    @Test
    void thatNoChoiceAppliesIsStatedOnPurposeAndNothingChosenIsNotSet() {
        String id = "detection.severity.passes";
        Browser person = signedIn(Role.QUALITY);
        assertThat(person.post("/parameters", "source-" + id, "14ページ", "version-" + id, "0")
                        .status())
                .isEqualTo(302);
        assertThat(catalogues.parameters().values()).doesNotContainKey(id);

        Page both = person.post("/parameters", "value-" + id, "", "value-" + id, "low", "version-" + id, "0");
        assertThat(both.status()).isEqualTo(422);
        assertThat(both.text()).contains("「どれもない」と、ほかの答えが両方選ばれています");

        person.post("/parameters", "value-" + id, "", "source-" + id, "14ページ", "version-" + id, "0");
        assertThat(catalogues.parameters().values()).containsEntry(id, dev.shisa.conformity.Value.words());
        Page page = person.get("/parameters");
        assertThat(page.text()).contains("1個が決まっています");
        assertThat(page.html())
                .containsPattern("name=\"value-" + id + "\" value=\"\"\\s+checked[^>]*>\\s*<span><b>どれにも当てはまらない");

        person.post("/parameters", "source-" + id, "14ページ", "version-" + id, "1");
        assertThat(catalogues.parameters().values()).doesNotContainKey(id);
    }

    @Test
    void aValueThatIsNoNumberIsRefusedWithItsOwnWords() {
        Page page = signedIn(Role.QUALITY)
                .post(
                        "/parameters",
                        "value-login.tries.max",
                        "たくさん",
                        "source-login.tries.max",
                        "",
                        "version-login.tries.max",
                        "0");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("1以上の整数を入れてください。いまは「たくさん」です。");
        assertThat(catalogues.parameters().values()).isEmpty();
    }

    @Test
    void somebodyWithoutTheRoleReadsButDoesNotChange() {
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get("/parameters").status()).isEqualTo(200);
        assertThat(auditor.post("/parameters", "value-login.tries.max", "5", "version-login.tries.max", "0")
                        .status())
                .isEqualTo(403);
    }

    private static String builtIn() throws IOException {
        return builtIn("jcstar1.yaml");
    }

    private static String builtIn(String name) throws IOException {
        try (var in = CataloguesTest.class.getResourceAsStream("/catalogue/" + name)) {
            if (in == null) {
                throw new AssertionError("the catalogue is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
