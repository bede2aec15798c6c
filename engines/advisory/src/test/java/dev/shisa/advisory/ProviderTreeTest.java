package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.advisory.provider.IssuedDocument;
import dev.shisa.advisory.provider.Provider;
import dev.shisa.advisory.provider.ProviderTree;
import dev.shisa.advisory.provider.Tlp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is served is what a downloader that follows the specification finds, checks and accepts. */
class ProviderTreeTest {

    private static final String BASE = "https://psirt.midorihama.example/.well-known/csaf/";
    private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
    private static final Set<Tlp> PUBLIC = Set.of(Tlp.WHITE, Tlp.UNLABELED);

    private static final Provider PROVIDER = new Provider(
            URI.create(BASE + Provider.METADATA),
            new Provider.Publisher(
                    "みどり浜光機株式会社", URI.create("https://www.midorihama.example"), "psirt@midorihama.example", ""),
            List.of(new Provider.Key(FINGERPRINT, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n")),
            true,
            true);

    private final List<byte[]> signed = new ArrayList<>();

    private String sign(byte[] document) {
        signed.add(document);
        return "signature of " + hash("SHA-256", document);
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode json(String id, LocalDate first, LocalDate last, String label) {
        ObjectNode root = (ObjectNode) Cases.base(CsafVersion.V2_0);
        ObjectNode document = (ObjectNode) root.get("document");
        ObjectNode tracking = (ObjectNode) document.get("tracking");
        tracking.put("id", id);
        tracking.put("initial_release_date", first + "T00:00:00Z");
        tracking.put("current_release_date", last + "T00:00:00Z");
        ((ObjectNode) tracking.get("revision_history").get(0)).put("date", first + "T00:00:00Z");
        ((ObjectNode) tracking.get("revision_history").get(1)).put("date", last + "T00:00:00Z");
        ((ObjectNode) document.get("distribution").get("tlp")).put("label", label);
        return root;
    }

    private static IssuedDocument issued(ObjectNode json) throws Exception {
        return IssuedDocument.of(Cases.JSON.writeValueAsBytes(json), Cases.NOW);
    }

    private static IssuedDocument issued(String id, String first, String last, String label) throws Exception {
        return issued(json(id, LocalDate.parse(first), LocalDate.parse(last), label));
    }

    private SortedMap<String, byte[]> tree(List<IssuedDocument> documents, Map<String, byte[]> before) {
        return ProviderTree.of(
                PROVIDER,
                CsafVersion.V2_0,
                documents,
                PUBLIC,
                this::sign,
                path -> Optional.ofNullable(before.get(path)),
                Instant.parse("2026-11-21T00:00:00Z"));
    }

    private static String text(Map<String, byte[]> tree, String path) {
        return new String(Objects.requireNonNull(tree.get(path), path), StandardCharsets.UTF_8);
    }

    private static String local(String address) {
        assertThat(address).startsWith(BASE);
        return address.substring(BASE.length());
    }

    /** The steps of a downloader (sections 7.1.7, 7.1.11 to 7.1.19), by directories and by feeds; gives the tracking ids. */
    private static Set<String> download(Map<String, byte[]> tree) {
        JsonNode metadata = Cases.JSON.readTree(tree.get("provider-metadata.json"));
        assertThat(local(metadata.path("canonical_url").stringValue())).isEqualTo("provider-metadata.json");
        Set<String> byDirectory = new TreeSet<>();
        Set<String> byFeed = new TreeSet<>();
        for (JsonNode distribution : metadata.path("distributions")) {
            if (distribution.has("directory_url")) {
                String folder = local(distribution.path("directory_url").stringValue());
                List<String> changed = new ArrayList<>();
                String last = "9999";
                for (String line : text(tree, folder + "changes.csv").lines().toList()) {
                    assertThat(line).matches("\"[^\"]+\",\"[^\"]+\"");
                    String[] cells = line.replace("\"", "").split(",", -1);
                    assertThat(cells[1]).isLessThanOrEqualTo(last);
                    last = cells[1];
                    changed.add(cells[0]);
                }
                List<String> index = text(tree, folder + "index.txt").lines().toList();
                assertThat(changed).containsExactlyInAnyOrderElementsOf(index);
                index.forEach(path -> byDirectory.add(check(tree, folder + path)));
            }
            for (JsonNode feed : distribution.path("rolie").path("feeds")) {
                JsonNode entries = Cases.JSON
                        .readTree(tree.get(local(feed.path("url").stringValue())))
                        .path("feed")
                        .path("entry");
                for (JsonNode entry : entries) {
                    String path = local(entry.path("content").path("src").stringValue());
                    for (JsonNode link : entry.path("link")) {
                        assertThat(tree).containsKey(local(link.path("href").stringValue()));
                    }
                    assertThat(entry.path("id").stringValue()).isEqualTo(check(tree, path));
                    byFeed.add(entry.path("id").stringValue());
                }
            }
        }
        assertThat(byFeed).isEqualTo(byDirectory);
        return byFeed;
    }

    private static String check(Map<String, byte[]> tree, String path) {
        byte[] document = Objects.requireNonNull(tree.get(path), path);
        assertThat(text(tree, path + ".sha256")).startsWith(hash("SHA-256", document) + " ");
        assertThat(text(tree, path + ".sha512")).startsWith(hash("SHA-512", document) + " ");
        assertThat(text(tree, path + ".asc")).isEqualTo("signature of " + hash("SHA-256", document));
        JsonNode tracking = Cases.JSON.readTree(document).path("document").path("tracking");
        assertThat(path)
                .contains("/"
                        + tracking.path("initial_release_date").stringValue().substring(0, 4) + "/");
        return tracking.path("id").stringValue();
    }

    @Test
    void aDownloaderFindsEveryPublicDocumentByDirectoryAndByFeed() throws Exception {
        Random random = new Random(8);
        List<IssuedDocument> documents = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            LocalDate first = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(700));
            String label = random.nextInt(4) == 0 ? "AMBER" : "WHITE";
            String id = "MK/" + i + (random.nextBoolean() ? " #A" : "+b");
            documents.add(issued(json(id, first, first.plusDays(1 + random.nextInt(100)), label)));
            if (label.equals("WHITE")) {
                shown.add(id);
            }
        }
        SortedMap<String, byte[]> tree = tree(documents, Map.of());
        assertThat(download(tree)).isEqualTo(shown);
        assertThat(signed).hasSize(shown.size());
        assertThat(tree.keySet()).noneMatch(path -> path.startsWith("amber"));

        Collections.shuffle(documents, random);
        SortedMap<String, byte[]> again = tree(documents, tree);
        assertThat(signed).as("what did not change keeps its signature").hasSize(shown.size());
        assertThat(again.keySet()).isEqualTo(tree.keySet());
        tree.forEach((path, bytes) -> assertThat(again.get(path)).as(path).isEqualTo(bytes));
    }

    @Test
    void onlyWhatChangedIsSignedAnewAndWhatIsGoneIsTold() throws Exception {
        IssuedDocument one = issued("MK-1", "2026-02-01", "2026-02-02", "WHITE");
        IssuedDocument two = issued("MK-2", "2026-02-01", "2026-02-03", "WHITE");
        SortedMap<String, byte[]> first = tree(List.of(one, two), Map.of());
        IssuedDocument later = issued("MK-2", "2026-02-01", "2026-03-03", "WHITE");
        SortedMap<String, byte[]> second = tree(List.of(one, later), first);
        assertThat(signed).hasSize(3);
        assertThat(signed.getLast()).isEqualTo(later.bytes());
        assertThat(text(second, "white/changes.csv").lines().findFirst())
                .contains("\"2026/mk-2.json\",\"2026-03-03T00:00:00Z\"");

        SortedMap<String, byte[]> third = tree(List.of(one), second);
        assertThat(ProviderTree.gone(second.keySet(), third.keySet()))
                .containsExactlyInAnyOrder(
                        "white/2026/mk-2.json",
                        "white/2026/mk-2.json.asc",
                        "white/2026/mk-2.json.sha256",
                        "white/2026/mk-2.json.sha512");
    }

    @Test
    void filesAreNamedAsTheSpecificationSays() throws Exception {
        assertThat(issued("2022_#01-A", "2026-02-01", "2026-02-02", "WHITE").fileName())
                .isEqualTo("2022_01-a.json");
        assertThat(issued("Müller+Söhne 3", "2026-02-01", "2026-02-02", "WHITE").fileName())
                .isEqualTo("m_ller+s_hne_3.json");
        IssuedDocument one = issued("MK 1", "2026-02-01", "2026-02-02", "WHITE");
        IssuedDocument twin = issued("mk#1", "2025-02-01", "2026-02-02", "WHITE");
        assertThatThrownBy(() -> tree(List.of(one, twin), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mk_1.json");
    }

    @Test
    void whatFailsATestOrIsADraftIsNotPublished() throws Exception {
        ObjectNode draft = json("MK-1", LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 2), "WHITE");
        ((ObjectNode) draft.get("document").get("tracking")).put("status", "draft");
        assertThatThrownBy(() -> issued(draft)).isInstanceOf(IssuedDocument.Refused.class);

        ObjectNode broken = json("MK-1", LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 2), "WHITE");
        ((ObjectNode) broken.get("document").get("tracking")).put("version", "3");
        assertThatThrownBy(() -> issued(broken))
                .isInstanceOfSatisfying(
                        IssuedDocument.Refused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(Finding::test)
                                .contains("6.1.16"));
        assertThatThrownBy(() -> IssuedDocument.of("no".getBytes(StandardCharsets.UTF_8), Cases.NOW))
                .isInstanceOf(UnreadableCsafException.class);
    }

    @Test
    void aProviderThatHasPublishedNothingIsOneAlready() {
        SortedMap<String, byte[]> tree = tree(List.of(), Map.of());
        assertThat(download(tree)).isEmpty();
        assertThat(tree)
                .containsKeys(
                        "provider-metadata.json",
                        "service.json",
                        "openpgp/" + FINGERPRINT + ".asc",
                        "white/index.txt",
                        "white/changes.csv",
                        "white/csaf-feed-tlp-white.json");
    }

    @Test
    @Tag("shared")
    void theMetadataKeepsToTheCommitteesSchema() throws Exception {
        Path schemas = HandOutTest.root().resolve("csaf/2.0/json_schema");
        Map<String, String> known = new TreeMap<>();
        for (String name : List.of("csaf_json_schema.json", "provider_json_schema.json")) {
            known.put("https://docs.oasis-open.org/csaf/csaf/v2.0/" + name, Files.readString(schemas.resolve(name)));
        }
        SortedMap<String, byte[]> tree = tree(List.of(issued("MK-1", "2026-02-01", "2026-02-02", "WHITE")), Map.of());
        assertThat(SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(known))
                        .getSchema(SchemaLocation.of(
                                "https://docs.oasis-open.org/csaf/csaf/v2.0/provider_json_schema.json"))
                        .validate(text(tree, "provider-metadata.json"), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void theLaterVersionHasATreeOfItsOwnWithLabelsListsAndMetadataOfItsOwn() throws Exception {
        ObjectNode later = (ObjectNode) Cases.base(CsafVersion.V2_1);
        IssuedDocument document = issued(later);
        IssuedDocument earlier = issued("MK-2026-0001", "2026-01-10", "2026-01-10", "WHITE");
        SortedMap<String, byte[]> tree = ProviderTree.of(
                PROVIDER,
                CsafVersion.V2_1,
                List.of(earlier, document),
                PUBLIC,
                this::sign,
                path -> Optional.empty(),
                Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(tree).containsKeys("clear/" + document.path(), "clear/" + document.path() + ".asc");
        assertThat(tree.keySet()).noneMatch(path -> path.contains(earlier.fileName()));
        assertThat(text(tree, "clear/changes.csv")).isEqualTo(document.path() + "," + document.current() + "\n");

        JsonNode metadata = Cases.JSON.readTree(tree.get(Provider.METADATA));
        assertThat(metadata.path("$schema").stringValue())
                .isEqualTo("https://docs.oasis-open.org/csaf/csaf/v2.1/schema/provider.json");
        assertThat(metadata.path("metadata_version").stringValue()).isEqualTo("2.1");
        JsonNode directory = metadata.path("distributions").path(0).path("directory");
        assertThat(directory.path("tlp_label").stringValue()).isEqualTo("CLEAR");
        assertThat(local(directory.path("url").stringValue())).isEqualTo("clear/");
        JsonNode feed = metadata.path("distributions")
                .path(1)
                .path("rolie")
                .path("feeds")
                .path(0);
        assertThat(feed.path("last_updated").stringValue())
                .isEqualTo(document.current().toString());
        assertThat(feed.path("tlp_label").stringValue()).isEqualTo("CLEAR");
        assertThat(tree).containsKey(local(feed.path("url").stringValue()));
    }
}
