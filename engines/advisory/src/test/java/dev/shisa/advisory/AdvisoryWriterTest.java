package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.draft.Advisory.Action;
import dev.shisa.advisory.draft.Advisory.Issue;
import dev.shisa.advisory.draft.Advisory.Kind;
import dev.shisa.advisory.draft.Advisory.Note;
import dev.shisa.advisory.draft.Advisory.Product;
import dev.shisa.advisory.draft.Advisory.Reference;
import dev.shisa.advisory.draft.Advisory.Remedy;
import dev.shisa.advisory.draft.Advisory.Revision;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.advisory.draft.Advisory.Score;
import dev.shisa.advisory.draft.Advisory.Standing;
import dev.shisa.advisory.draft.Advisory.Status;
import dev.shisa.advisory.draft.Advisory.Thanks;
import dev.shisa.advisory.draft.Advisory.Unaffected;
import dev.shisa.advisory.draft.AdvisoryWriter;
import dev.shisa.advisory.provider.IssuedDocument;
import dev.shisa.advisory.provider.Provider;
import dev.shisa.advisory.provider.Tlp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Whatever a maker says becomes a valid document; what is missing is told by the test that demands it. */
class AdvisoryWriterTest {

    private static final AdvisoryWriter.Engine ENGINE = new AdvisoryWriter.Engine("Shisa", "0.1.0");
    private static final Instant FIRST = Instant.parse("2026-02-01T00:00:00Z");
    private static final List<String> VECTORS = List.of(
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            "CVSS:3.0/AV:A/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:L",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            "AV:N/AC:L/Au:N/C:P/I:P/A:P");

    private static Said said(String ja, String en) {
        return new Said(ja, en);
    }

    private static List<Finding> judged(Advisory advisory, CsafVersion version) throws UnreadableCsafException {
        byte[] json = AdvisoryWriter.write(advisory, version, ENGINE);
        return CsafValidator.validate(CsafDocument.read(json), Cases.NOW);
    }

    private static List<String> errors(Advisory advisory, CsafVersion version) throws UnreadableCsafException {
        return judged(advisory, version).stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR)
                .map(f -> f.test() + " " + f.pointer() + " " + f.code() + " " + f.arguments())
                .toList();
    }

    private static List<Product> products(Random random) {
        List<Product> products = new ArrayList<>();
        int models = random.nextInt(1, 4);
        for (int m = 0; m < models; m++) {
            String family = random.nextBoolean() ? "MC-200シリーズ" : "";
            products.add(new Product(
                    "P" + m + "-old",
                    "みどり浜光機株式会社",
                    family,
                    "MC-21" + m,
                    random.nextBoolean() ? "vers:generic/<2.4.2" : "vers:generic/>=1.0|<2.4.2",
                    true,
                    "MC-21" + m + " 2.4.2より前のバージョン",
                    random.nextBoolean() ? List.of("MC-21" + m) : List.of(),
                    "",
                    ""));
            products.add(new Product(
                    "P" + m + "-new",
                    "みどり浜光機株式会社",
                    family,
                    "MC-21" + m,
                    "2.4.2",
                    false,
                    "MC-21" + m + " 2.4.2",
                    List.of(),
                    random.nextBoolean() ? "pkg:generic/midorihama/mc-21" + m + "@2.4.2" : "",
                    random.nextBoolean() ? "cpe:2.3:o:midorihama:mc-21" + m + "_firmware:2.4.2:*:*:*:*:*:*:*" : ""));
        }
        return products;
    }

    private static Issue issue(int number, List<Product> products, Random random) {
        Map<Standing, Set<String>> standings = new EnumMap<>(Standing.class);
        Set<String> affected = new TreeSet<>();
        Set<String> spared = new TreeSet<>();
        Set<String> fixed = new TreeSet<>();
        for (int i = 0; i < products.size(); i += 2) {
            // At least one is affected: otherwise there is nothing to advise.
            if (i > 0 && random.nextInt(3) == 0) {
                spared.add(products.get(i).id());
            } else {
                affected.add(products.get(i).id());
                fixed.add(products.get(i + 1).id());
            }
        }
        standings.put(Standing.FIXED, fixed);
        standings.put(Standing.KNOWN_AFFECTED, affected);
        standings.put(Standing.KNOWN_NOT_AFFECTED, spared);
        List<Action> actions = List.of(new Action(
                random.nextBoolean() ? Remedy.VENDOR_FIX : Remedy.WORKAROUND,
                said("2.4.2に更新してください。", "Update to 2.4.2."),
                URI.create("https://www.midorihama.example/update"),
                FIRST,
                affected));
        List<Unaffected> unaffected = spared.isEmpty()
                ? List.of()
                : List.of(
                        random.nextBoolean()
                                ? new Unaffected("vulnerable_code_not_present", null, spared)
                                : new Unaffected("", said("この機能はありません。", "It lacks the function."), spared));
        boolean named = random.nextBoolean();
        return new Issue(
                named ? "CVE-2026-" + (1000 + number) : "",
                named ? "" : "みどり浜光機",
                named ? "" : "MK-V-" + number,
                said("映像が盗み見られるおそれ", "Video may be seen by others"),
                random.nextBoolean() ? "CWE-306" : "",
                List.of(new Note("description", said("説明", "Description"), said("認証がありません。", "No authentication."))),
                FIRST.minus(Duration.ofDays(40)),
                FIRST,
                standings,
                List.of(new Score(VECTORS.get(random.nextInt(VECTORS.size())), affected)),
                actions,
                unaffected,
                random.nextBoolean() ? said("悪用は知られていません。", "No exploitation is known.") : null,
                random.nextBoolean() ? List.of(new Thanks("山田 太郎", "", null)) : List.of());
    }

    private static Advisory advisory(Kind kind, Random random) {
        List<Product> products = products(random);
        List<Issue> issues = new ArrayList<>();
        for (int i = 0; i < random.nextInt(1, 4); i++) {
            issues.add(issue(i, products, random));
        }
        List<Revision> revisions = new ArrayList<>();
        for (int i = 0; i < random.nextInt(1, 5); i++) {
            revisions.add(
                    new Revision(FIRST.plus(Duration.ofDays(i)), said("第" + (i + 1) + "版", "Revision " + (i + 1))));
        }
        return new Advisory(
                kind,
                "MK-2026-" + random.nextInt(1, 1_000),
                said("MC-200シリーズの脆弱性", "Vulnerability in the MC-200 series"),
                random.nextBoolean() ? "ja" : "en",
                random.nextInt(4) == 0 ? Tlp.GREEN : Tlp.WHITE,
                new Provider.Publisher(
                        "みどり浜光機株式会社", URI.create("https://www.midorihama.example"), "psirt@midorihama.example", ""),
                random.nextBoolean() ? "CC-BY-4.0" : "",
                URI.create("https://www.midorihama.example/.well-known/csaf/white/2026/mk.json"),
                random.nextBoolean() ? Status.FINAL : Status.INTERIM,
                revisions,
                kind == Kind.WITHDRAWN
                        ? List.of(new Note(
                                "description",
                                said("撤回の理由", "Reasoning for Withdrawal"),
                                said("誤りでした。", "It was a mistake.")))
                        : List.of(new Note("summary", said("概要", "Summary"), said("更新してください。", "Please update."))),
                List.of(new Reference(said("お知らせ", "Notice"), URI.create("https://www.midorihama.example/notice"))),
                random.nextBoolean() ? List.of(new Thanks("", "JPCERT/CC", said("調整", "Coordination"))) : List.of(),
                products,
                issues);
    }

    @ParameterizedTest
    @EnumSource
    void whatAMakerSaysIsValidInBothVersions(Kind kind) throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            Advisory advisory = advisory(kind, new Random(seed));
            for (CsafVersion version : CsafVersion.values()) {
                if (kind == Kind.WITHDRAWN
                        && version == CsafVersion.V2_1
                        && advisory.revisions().size() < 2) {
                    // What was never published cannot be withdrawn.
                    continue;
                }
                assertThat(judged(advisory, version))
                        .as("members in the order of their names: " + kind + " of " + version.number() + ", seed "
                                + seed)
                        .noneMatch(found -> found.test().equals("6.2.13"));
                assertThat(errors(advisory, version))
                        .as(kind + " of " + version.number() + ", seed " + seed)
                        .isEmpty();
                IssuedDocument issued = IssuedDocument.of(AdvisoryWriter.write(advisory, version, ENGINE), Cases.NOW);
                assertThat(issued.trackingId()).isEqualTo(advisory.id());
                assertThat(issued.tlp()).isEqualTo(advisory.tlp());
                assertThat(issued.title()).isEqualTo(advisory.title().in(advisory.language()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingIsToldByTheTestThatDemandsIt(CsafVersion version) throws Exception {
        Advisory whole = advisory(Kind.VEX, new Random(3));
        Issue issue = whole.issues().getFirst();
        Issue bare = new Issue(
                "",
                "",
                "",
                issue.title(),
                "",
                issue.notes(),
                null,
                null,
                Map.of(
                        Standing.KNOWN_AFFECTED,
                        Set.of(whole.products().getFirst().id())),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
        Advisory lacking = new Advisory(
                whole.kind(),
                whole.id(),
                whole.title(),
                whole.language(),
                whole.tlp(),
                whole.publisher(),
                whole.licence(),
                whole.self(),
                whole.status(),
                whole.revisions(),
                whole.notes(),
                whole.references(),
                whole.thanks(),
                whole.products(),
                List.of(bare));
        assertThat(errors(lacking, version))
                .anyMatch(e -> e.startsWith("6.1.27.8 "))
                .anyMatch(e -> e.startsWith("6.1.27.10 "));
    }

    @ParameterizedTest
    @EnumSource
    void whatTwoVersionsOfCvssSayOfTheSameProductsStandsTogether(CsafVersion version) throws Exception {
        Advisory whole = advisory(Kind.ADVISORY, new Random(5));
        Issue issue = whole.issues().getFirst();
        Set<String> affected = issue.standings().getOrDefault(Standing.KNOWN_AFFECTED, Set.of());
        Issue twice = new Issue(
                issue.cve(),
                issue.otherIdOf(),
                issue.otherId(),
                issue.title(),
                issue.cwe(),
                issue.notes(),
                issue.discovered(),
                issue.disclosed(),
                issue.standings(),
                List.of(new Score(VECTORS.get(2), affected), new Score(VECTORS.get(0), affected)),
                issue.actions(),
                issue.unaffected(),
                issue.exploited(),
                issue.thanks());
        Advisory advisory = new Advisory(
                whole.kind(),
                whole.id(),
                whole.title(),
                whole.language(),
                whole.tlp(),
                whole.publisher(),
                whole.licence(),
                whole.self(),
                whole.status(),
                whole.revisions(),
                whole.notes(),
                whole.references(),
                whole.thanks(),
                whole.products(),
                List.of(twice));
        boolean later = version == CsafVersion.V2_1;
        JsonNode scores = CsafDocument.read(AdvisoryWriter.write(advisory, version, ENGINE))
                .root()
                .path("vulnerabilities")
                .path(0)
                .path(later ? "metrics" : "scores");
        assertThat(scores).hasSize(1);
        JsonNode first = later ? scores.path(0).path("content") : scores.path(0);
        assertThat(first.path("cvss_v3").path("vectorString").stringValue()).isEqualTo(VECTORS.get(0));
        assertThat(first.path("cvss_v4").path("vectorString").asString("")).isEqualTo(later ? VECTORS.get(2) : "");
        assertThat(judged(advisory, version))
                .extracting(Finding::test)
                .as("no score is missing")
                .doesNotContain("6.2.3", "6.3.12");
    }

    @ParameterizedTest
    @EnumSource
    void notesStandInBothLanguagesAndProductsBelowTheirSeries(CsafVersion version) throws Exception {
        Advisory advisory = advisory(Kind.ADVISORY, new Random(7));
        JsonNode root = CsafDocument.read(AdvisoryWriter.write(advisory, version, ENGINE))
                .root();
        assertThat(root.path("document").path("notes")).hasSize(2);
        assertThat(root.toString()).contains("更新してください。", "Please update.");
        JsonNode vendor = root.path("product_tree").path("branches").path(0);
        assertThat(vendor.path("category").stringValue()).isEqualTo("vendor");
        assertThat(AdvisoryWriter.write(advisory, version, ENGINE))
                .isEqualTo(AdvisoryWriter.write(advisory, version, ENGINE));
    }

    @ParameterizedTest
    @EnumSource
    void whatToDoAndWhatIsKnownOfAttacksStandInBothLanguages(CsafVersion version) throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Advisory advisory = advisory(Kind.ADVISORY, new Random(seed));
            JsonNode vulnerability = CsafDocument.read(AdvisoryWriter.write(advisory, version, ENGINE))
                    .root()
                    .path("vulnerabilities")
                    .path(0);
            List<String> remedies = vulnerability
                    .path("remediations")
                    .valueStream()
                    .map(one -> one.path("details").stringValue())
                    .toList();
            assertThat(remedies).containsExactlyInAnyOrder("2.4.2に更新してください。", "Update to 2.4.2.");
            assertThat(vulnerability
                            .path("remediations")
                            .path(0)
                            .path("details")
                            .stringValue())
                    .as("the document's own language comes first")
                    .isEqualTo(advisory.language().equals("ja") ? "2.4.2に更新してください。" : "Update to 2.4.2.");
            if (advisory.issues().getFirst().exploited() != null) {
                assertThat(vulnerability.path("threats").toString())
                        .contains("悪用は知られていません。", "No exploitation is known.");
            }
        }
    }
}
