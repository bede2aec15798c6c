package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A new edition that asks something else, or decides otherwise, reopens what was decided: that alone, until somebody has looked. */
class ReopenedTest extends ServerTest {

    private static final RequirementId POLICY = new RequirementId("jcstar1", "S1.1-09");
    private static final RequirementId DISCLOSURE = new RequirementId("jcstar1", "S1.1-05");

    @Autowired
    private Catalogues catalogues;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private VerdictRedactor redactor;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private final Path overlay;
    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);

    ReopenedTest(@org.springframework.beans.factory.annotation.Value("${shisa.data}") Path data) {
        this.overlay = data.resolve("catalogue/jcstar1.yaml");
    }

    @BeforeEach
    void aSeriesWithAGreenPolicy() throws IOException {
        emptyDatabase();
        Files.createDirectories(Objects.requireNonNull(overlay.getParent()));
        verdicts.catchUp();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("MC-200", "MC-200", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        Subject company = products.subject(series, Subject.Kind.ORGANISATION);
        NewEvidence document = new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                "優先度の方針",
                "第2章",
                "2ページ",
                null,
                null,
                null,
                null,
                Map.of(),
                clock.instant(),
                null,
                quality,
                quality.name(),
                "page",
                null);
        var recorded = evidence.record(
                document,
                List.of(new NewFact(company, Slot.of("priority.policy"), Value.word("documented"), "第2章", Set.of())));
        evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), person(Role.QUALITY), "");
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
    }

    @AfterEach
    void withoutOverlay() throws IOException {
        Files.deleteIfExists(overlay);
        catalogues.reload();
    }

    private VerdictState state(RequirementId id) {
        return verdicts.of(series.id(), id).orElseThrow().state();
    }

    private void edition(String is, String becomes) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/catalogue/jcstar1.yaml"))) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(yaml).contains(is);
            Files.writeString(overlay, yaml.replace(is, becomes));
        }
        catalogues.reload();
        assertThat(catalogues.problems()).isEmpty();
    }

    /** The sentence that a criterion begins with in Japanese. */
    private String text(RequirementId id) {
        return catalogues.current().requirement(id).orElseThrow().text().ja();
    }

    @Test
    void aChangedTextReopensWhatWasGreenAndNothingElse() throws IOException {
        String before = text(POLICY);
        List<StoredVerdict> others = others();
        edition(before, "優先度の方針を、社外にも公開します。");

        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        assertThat(others())
                .extracting(StoredVerdict::state)
                .isEqualTo(others.stream().map(StoredVerdict::state).toList());
        assertThat(verdicts.history(series.id(), POLICY, 1).getFirst().to()).isEqualTo(VerdictState.RECHECK);
        Browser browser = signedIn(quality);
        String here = "/products/MC-200/conformity/jcstar1/S1.1-09";
        Page page = browser.get(here);
        assertThat(page.text()).contains("S1.1-09 は、基準が変わったため", before, "優先度の方針を、社外にも公開します。", "見比べたことを記録する");
        Page board = browser.get("/products/MC-200/conformity");
        assertThat(board.text()).contains("判定したあとで、基準が変わりました", "変わった点を見る");
        assertThat(board.html()).contains("/conformity/S1.1-09#changed\"");
        assertThat(browser.get("/").text()).contains("S1.1-09");
        String seen = seen();
        assertThat(signedIn(Role.AUDITOR)
                        .post(here + "/review", "review", "読んだ")
                        .status())
                .isEqualTo(403);
        assertThat(browser.post(here + "/review", "at", seen, "review", "-").text())
                .contains("理由");
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);

        assertThat(browser.post(here + "/review", "at", seen, "review", "方針は前から公開している")
                        .status())
                .isEqualTo(302);
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
        assertThat(browser.get(here).text()).contains("方針は前から公開している", quality.name());
        assertThat(browser.post(here + "/review", "at", seen, "review", "もう一度").status())
                .isEqualTo(409);
    }

    @Test
    void anotherRuleReopensToo() throws IOException {
        edition(
                "fact: priority.policy\n      is: \"value == 'documented'\"\n      within: P366D",
                "fact: priority.policy\n      is: \"value == 'documented'\"\n      within: P300D");
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        assertThat(signedIn(quality)
                        .get("/products/MC-200/conformity/jcstar1/S1.1-09")
                        .text())
                .contains("判定の決まり");
    }

    @Test
    void anEditionThatIsTakenBackBeforeAnybodyLookedLeavesEverythingAsItWas() throws IOException {
        edition(text(POLICY), "ほかの文です。");
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        Files.delete(overlay);
        catalogues.reload();
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
    }

    @Test
    void whatWasNotGoodIsNotReopened() throws IOException {
        VerdictState before = state(DISCLOSURE);
        assertThat(before).isEqualTo(VerdictState.UNKNOWN);
        edition(text(DISCLOSURE), "ほかの文です。");
        assertThat(state(DISCLOSURE)).isEqualTo(before);
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
    }

    @Test
    void whatChangedWhileTheServerWasDownIsReopenedBeforeTheFirstPage() throws IOException {
        // As if an earlier edition had said something else.
        jdbc.sql("""
                        UPDATE requirement_edition SET content = jsonb_set(content, '{text,ja}', '"前の文です。"')
                        WHERE requirement = 'S1.1-09'""").update();
        jdbc.sql("UPDATE verdict SET edition = 'earlier'").update();
        verdicts.catchUp();
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        assertThat(signedIn(quality)
                        .get("/products/MC-200/conformity/jcstar1/S1.1-09")
                        .text())
                .contains("前の文です。");
    }

    @Test
    void whatWasBeingDecidedByTheEditionBeforeIsReopenedWhenItIsDecidedAgain() throws IOException {
        String before = text(POLICY);
        String asked = jdbc.sql("SELECT asked FROM verdict WHERE requirement = 'S1.1-09'")
                .query(String.class)
                .single();
        edition(before, "優先度の方針を、社外にも公開します。");
        // As if it had come out green by the edition before in the moment in which the new one looked.
        jdbc.sql("DELETE FROM reopened").update();
        jdbc.sql("UPDATE verdict SET state = 'met', edition = 'earlier', asked = :asked WHERE requirement = 'S1.1-09'")
                .param("asked", asked)
                .update();
        verdicts.catchUp();
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        assertThat(signedIn(quality)
                        .get("/products/MC-200/conformity/jcstar1/S1.1-09")
                        .text())
                .contains(before, "優先度の方針を、社外にも公開します。");
    }

    @Test
    void theFirstVersionThatRemembersReopensWhatCameOfAnotherRuleAsFarAsItsProofTells() {
        fromAnEarlierVersion();
        assertThat(state(POLICY)).as("the same rule").isEqualTo(VerdictState.MET);

        jdbc.sql("UPDATE verdict SET proof = replace(proof, '\"ageDays\":366', '\"ageDays\":300')")
                .update();
        fromAnEarlierVersion();
        assertThat(state(POLICY)).as("another rule").isEqualTo(VerdictState.RECHECK);

        aGreenPolicyAgain();
        jdbc.sql("UPDATE verdict SET proof = '{}'").update();
        fromAnEarlierVersion();
        assertThat(state(POLICY)).as("a proof that tells nothing").isEqualTo(VerdictState.MET);
    }

    private void fromAnEarlierVersion() {
        jdbc.sql("DELETE FROM requirement_edition").update();
        jdbc.sql("UPDATE verdict SET asked = NULL, edition = 'earlier'").update();
        verdicts.catchUp();
    }

    private void aGreenPolicyAgain() {
        jdbc.sql("DELETE FROM reopened").update();
        jdbc.sql("UPDATE verdict SET edition = 'earlier'").update();
        verdicts.catchUp();
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
    }

    @Test
    void whatChangedAgainMeanwhileIsNotWhatWasRead() throws IOException {
        String before = text(POLICY);
        edition(before, "最初に変えた文です。");
        String seen = seen();
        clock.advance(Duration.ofMinutes(1));
        edition(before, "もう一度変えた文です。");
        Browser browser = signedIn(quality);
        String here = "/products/MC-200/conformity/jcstar1/S1.1-09";
        assertThat(browser.post(here + "/review", "at", seen, "review", "最初の文を読んだ")
                        .status())
                .isEqualTo(409);
        assertThat(browser.post(here + "/review", "at", "いつか", "review", "最初の文を読んだ")
                        .status())
                .isEqualTo(409);
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get(here).text())
                .as("with what was decided then, and with what stands now")
                .contains(before, "もう一度変えた文です。")
                .doesNotContain("最初に変えた文です。");
        assertThat(browser.post(here + "/review", "at", seen(), "review", "今の文を読んだ")
                        .status())
                .isEqualTo(302);
        assertThat(state(POLICY)).isEqualTo(VerdictState.MET);
    }

    @Test
    void whatWaitsToBeDecidedWasAnsweredToTheOldText() throws IOException {
        // As if what made it green had not been decided yet when the edition came.
        jdbc.sql("UPDATE verdict SET state = 'unknown', towards = NULL WHERE requirement = 'S1.1-09'")
                .update();
        jdbc.sql("""
                        WITH made AS (INSERT INTO redecision (at, cause, cause_args, requirements, series)
                            VALUES (now(), 'fact.added', '[]', '{jcstar1/S1.1-09}', 1) RETURNING id)
                        INSERT INTO redecision_series (series_id, redecision_id) SELECT :series, id FROM made""").param("series", series.id()).update();
        edition(text(POLICY), "ほかの文です。");
        assertThat(state(POLICY)).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void whoLooksAndWhyGoesFromTheProofWithThePerson() throws IOException {
        edition(text(POLICY), "ほかの文です。");
        verdicts.review(series.id(), POLICY, Instant.parse(seen()), quality.name() + "が読んだ", quality);
        clock.advance(Duration.ofSeconds(1));
        redactor.forget(new Redaction.PersonGone(quality.id(), quality.name(), quality.email(), "消えた人"));
        String proof = jdbc.sql("SELECT proof FROM verdict WHERE requirement = 'S1.1-09'")
                .query((row, n) -> row.getString("proof"))
                .single();
        assertThat(proof).contains("\"by\":\"消えた人\"", "消えた人が読んだ").doesNotContain(quality.name());
        SortedMap<String, Object> body = new TreeMap<>(Map.of("proof", proof));
        redactor.redact("verdict/1", body, new Redaction.Texts());
        assertThat(String.valueOf(body.get("proof"))).contains(Redaction.GONE).doesNotContain("読んだ");
    }

    /** When the change came that the page shows. */
    private String seen() {
        return signedIn(quality)
                .get("/products/MC-200/conformity/jcstar1/S1.1-09")
                .find("name=\"at\" value=\"(\\d{4}-[^\"]+)\"");
    }

    private List<StoredVerdict> others() {
        return verdicts.of(series.id(), "jcstar1").stream()
                .filter(verdict -> !verdict.requirement().equals(POLICY))
                .toList();
    }
}
