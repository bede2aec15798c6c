package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A piece of evidence has one name in each paper and on each page: in the language of that paper, or of whoever reads. */
class TitlesInPapersTest extends ServerTest {

    private static final String HERE = "/products/MC-200/application";
    private static final String CRITERION = "S1.1-09";
    private static final String JA = "回答: セキュリティアップデートの優先度を決める方針や指針は、文書になっているか";
    private static final String EN =
            "Answer to “Is there a document on how the priority of security updates is decided?”";

    @Autowired
    Products products;

    @Autowired
    EvidenceLog evidence;

    @Autowired
    Blobs blobs;

    @Autowired
    Catalogues catalogues;

    @Autowired
    FactWords words;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Series series;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY, Role.AUDITOR);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200"), "2.4.1"), quality);
    }

    private Browser english() {
        return signedIn(quality).english();
    }

    /** An answer with a document, named by Shisa in the language of whoever answered; the code of the evidence. */
    private String answered(String title) {
        Recorded recorded = waiting(title, "priority.policy", "documented", "3章", null);
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), person(Role.QUALITY), "");
        return recorded.code();
    }

    private Recorded waiting(String title, String key, String word, String detail, @Nullable Instant until) {
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        "",
                        null,
                        null,
                        null,
                        blobs.store("policy".getBytes(StandardCharsets.UTF_8), "policy.txt"),
                        Map.of(),
                        clock.instant(),
                        until,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        products.subject(series, Subject.Kind.ORGANISATION),
                        Slot.of(key, ""),
                        new Value.Word(word),
                        detail)));
    }

    @Test
    void anEnglishExportNamesAPieceOfEvidenceAlikeWhereverItStands() throws IOException {
        String code = answered(JA);
        String name = code + " " + EN;
        List<List<String>> sheets = sheets(english().get(HERE + "/export.xlsx").bytes());
        assertThat(sheets.get(1)).as("answers").contains(name);
        assertThat(sheets.get(2)).as("bases").contains(name);
        assertThat(sheets.toString()).doesNotContain(JA);
        assertThat(csv(english().get(HERE + "/reasons.csv"))).contains(name).doesNotContain(JA);
        assertThat(english().get(HERE + "/oscal.json").html())
                .contains("\"" + name + "\"")
                .doesNotContain(JA);
        Page pack = english().follow(english().post(HERE + "/evaluation/pack"));
        assertThat(new String(unzip(pack.bytes()).getOrDefault("index.html", new byte[0]), StandardCharsets.UTF_8))
                .contains(name)
                .doesNotContain(JA);
        assertThat(sheets(signedIn(quality).get(HERE + "/export.xlsx").bytes()).toString())
                .contains(code + " " + JA)
                .doesNotContain(EN);
    }

    @Test
    void thePapersForIpaAreInJapaneseWhoeverMakesThem() throws IOException {
        String code = answered(EN);
        english().upload(HERE + "/form", "file", "merged-table.xlsx", TestForms.bytes("merged-table"));
        Page packed = english()
                .follow(english()
                        .post(
                                HERE + "/documents/package",
                                "incomplete",
                                "yes",
                                "evidence",
                                evidence.byCode(code).orElseThrow().id().toString()));
        Map<String, byte[]> papers = unzip(english()
                .get(HERE + "/entries/" + packed.find("application/entries/([0-9a-f-]{36})/file\"") + "/file")
                .bytes());
        assertThat(papers.keySet().toString()).contains(code + "-回答-").doesNotContain("priority");
        papers.forEach((name, bytes) -> assertThat(text(name, bytes)).as(name).doesNotContain(EN));
        assertThat(papers.entrySet().stream()
                        .filter(paper -> paper.getKey().endsWith(".xlsx"))
                        .filter(paper -> text(paper.getKey(), paper.getValue()).contains(code))
                        .map(paper -> text(paper.getKey(), paper.getValue())))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains(JA));
    }

    @Test
    void pagesNameEvidenceInTheLanguageOfWhoeverReads() {
        String code = answered(JA);
        for (String page : List.of(
                HERE + "/reasons/" + CRITERION,
                HERE + "/evaluation/criteria/" + CRITERION,
                HERE + "/documents",
                "/products/MC-200/conformity",
                "/products/MC-200/conformity/" + CRITERION,
                "/evidence",
                "/evidence.csv",
                "/evidence/" + code,
                "/records",
                "/search?q=" + code)) {
            assertThat(english().get(page).text()).as(page).contains(EN).doesNotContain(JA);
            assertThat(signedIn(quality).get(page).text()).as(page).contains(JA).doesNotContain(EN);
        }
        evidence.withdraw(
                evidence.byCode(code).orElseThrow().facts().getFirst().id(), quality, "The plan was an older one.");
        assertThat(english().get("/products/MC-200/conformity/" + CRITERION).text())
                .as("the reason why it was taken back is nobody's title")
                .contains("withdrew " + code + " “The plan was an older one.”", EN)
                .doesNotContain(JA);
        String typed = answered("Der Plan der Firma");
        assertThat(english().get("/evidence/" + typed).text()).contains("Der Plan der Firma");
    }

    @Test
    void whatWaitsForSomebodyIsNamedInTheLanguageOfWhoeverReads() {
        waiting(JA, "priority.policy", "documented", "3章", null);
        Person reviewer = person(Role.QUALITY);
        for (String page : List.of("/", "/confirm")) {
            assertThat(signedIn(reviewer).english().get(page).text())
                    .as(page)
                    .contains(EN)
                    .doesNotContain(JA);
            assertThat(signedIn(reviewer).get(page).text())
                    .as(page)
                    .contains(JA)
                    .doesNotContain(EN);
        }
    }

    /** What the register says of a policy that was not written here follows from its title as it was recorded, in no language. */
    @Test
    void aPolicyFromElsewhereIsNamedInTheLanguageOfWhoeverReads() {
        FactDefinition asked =
                catalogues.current().fact(Slot.of("policy.document", "").key()).orElseThrow();
        Recorded recorded = waiting(words.name(asked, Locale.JAPANESE, ""), "policy.document", "approved", "3章", null);
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), person(Role.QUALITY), "");
        assertThat(english().get("/organisation/policy").text())
                .contains(words.name(asked, Locale.ENGLISH, ""))
                .doesNotContain(words.name(asked, Locale.JAPANESE, ""));
    }

    /** What was judged of a change holds for its key, in which no title stands. */
    @Test
    void whatChangedSinceTheLabelIsToldInTheLanguageOfWhoeverReads() {
        Recorded recorded = waiting(
                JA, "priority.policy", "documented", "3章", clock.instant().plus(Duration.ofDays(5)));
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), person(Role.QUALITY), "");
        signedIn(quality).post(HERE + "/entries/label", "on", "2026-11-19", "number", "JC-0001", "until", "2028-11-18");
        clock.advance(Duration.ofDays(10));
        assertThat(english().get(HERE + "/changes").text())
                .contains(recorded.code() + " " + EN)
                .doesNotContain(JA);
        assertThat(signedIn(quality).get(HERE + "/changes").text()).contains(recorded.code() + " " + JA);
    }

    @Test
    void aCorrectionNamesWhatIsPublishedInTheLanguageOfWhoeverReads() {
        waiting("方針", "disclosure.published", "website", "https://www.midorihama.example/policy", null);
        String correction = "https://www.midorihama.example/policy";
        assertThat(english().get(HERE + "/corrections?q=" + correction).text())
                .contains("Where is your vulnerability disclosure policy published?")
                .doesNotContain("脆弱性開示ポリシーを");
        assertThat(signedIn(quality).get(HERE + "/corrections?q=" + correction).text())
                .contains("脆弱性開示ポリシーを、どこで公開していますか。");
    }

    private static String csv(Page page) {
        return new String(page.bytes(), StandardCharsets.UTF_8).replace("\"\"", "\"");
    }

    private static String text(String name, byte[] bytes) {
        try {
            return name.endsWith(".xlsx") ? sheets(bytes).toString() : new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<String>> sheets(byte[] xlsx) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            workbook.forEach(sheet -> {
                List<String> cells = new ArrayList<>();
                sheet.forEach(row -> row.forEach(cell -> cells.add(cell.toString())));
                all.add(cells);
            });
        }
        return all;
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
