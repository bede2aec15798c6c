package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.shisa.bom.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Yocto writes for an image: an archive of SPDX 2.2 documents, and since release 5.1 one SPDX 3.0 document. */
class YoctoTest {

    private static final String SPACE = "http://spdx.org/spdxdoc/";

    /** A document, the others that it names, its packages and relationships. */
    private static String document(String name, List<String> others, String packages, String... relationships) {
        String refs =
                others.stream().map(other -> """
                        {"externalDocumentId": "DocumentRef-%s", "spdxDocument": "%s%s",
                         "checksum": {"algorithm": "SHA1", "checksumValue": "d6a770ba38583ed4bb4525bd96e50461655d2758"}}""".formatted(other, SPACE, other)).collect(Collectors.joining(","));
        String related = Arrays.stream(relationships)
                .map(line -> {
                    String[] parts = line.split(" ", -1);
                    return """
                            {"spdxElementId": "%s", "relationshipType": "%s", "relatedSpdxElement": "%s"}""".formatted(parts[0], parts[1], parts[2]);
                })
                .collect(Collectors.joining(","));
        return """
                {"SPDXID": "SPDXRef-DOCUMENT", "creationInfo": {"created": "2026-11-20T00:00:00Z",
                   "creators": ["Tool: OpenEmbedded Core create-spdx.bbclass", "Organization: Shisa", "Person: N/A ()"]},
                 "dataLicense": "CC0-1.0", "documentNamespace": "%s%s", "externalDocumentRefs": [%s],
                 "files": [{"SPDXID": "SPDXRef-PackagedFile-1", "fileName": "bin/x",
                   "checksums": [{"algorithm": "SHA1", "checksumValue": "d6a770ba38583ed4bb4525bd96e50461655d2758"}]}],
                 "name": "%s", "packages": [%s], "relationships": [%s], "spdxVersion": "SPDX-2.2"}""".formatted(SPACE, name, refs, name, packages, related);
    }

    private static String spdxPackage(String id, String name, String version, String more) {
        return """
                {"SPDXID": "SPDXRef-%s", "name": "%s", "versionInfo": "%s", "downloadLocation": "NOASSERTION"%s}""".formatted(id, name, version, more);
    }

    private static Map<String, String> documents() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "image.spdx.json",
                document(
                        "image",
                        List.of("busybox", "libc6", "runtime-busybox"),
                        spdxPackage("Image", "core-image", "1.0", ""),
                        "SPDXRef-Image CONTAINS DocumentRef-busybox:SPDXRef-Package-busybox",
                        "SPDXRef-Image CONTAINS DocumentRef-libc6:SPDXRef-Package-libc6",
                        "SPDXRef-Image OTHER DocumentRef-runtime-busybox:SPDXRef-DOCUMENT"));
        files.put(
                "busybox.spdx.json",
                document(
                        "busybox",
                        List.of("recipe-busybox"),
                        spdxPackage(
                                "Package-busybox",
                                "busybox",
                                "1.36.1",
                                ", \"supplier\": \"Organization: Shisa\", \"licenseDeclared\": \"GPL-2.0-only\""),
                        "SPDXRef-Package-busybox GENERATED_FROM DocumentRef-recipe-busybox:SPDXRef-Recipe-busybox",
                        "SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package-busybox",
                        "SPDXRef-Package-busybox CONTAINS SPDXRef-PackagedFile-1"));
        files.put("libc6.spdx.json", document("libc6", List.of(), spdxPackage("Package-libc6", "libc6", "2.39", "")));
        files.put(
                "recipe-busybox.spdx.json",
                document(
                        "recipe-busybox",
                        List.of("recipe-gcc-native"),
                        spdxPackage("Recipe-busybox", "busybox", "1.36.1", """
                                , "sourceInfo": "CVEs fixed: CVE-2022-48174 CVE-2023-42363",
                                "externalRefs": [{"referenceCategory": "SECURITY",
                                  "referenceType": "http://spdx.org/rdf/references/cpe23Type",
                                  "referenceLocator": "cpe:2.3:*:*:busybox:1.36.1:*:*:*:*:*:*:*"}]"""),
                        "DocumentRef-recipe-gcc-native:SPDXRef-Recipe-gcc BUILD_DEPENDENCY_OF SPDXRef-Recipe-busybox"));
        files.put(
                "recipe-gcc-native.spdx.json",
                document("recipe-gcc-native", List.of(), spdxPackage("Recipe-gcc", "gcc-native", "13", "")));
        files.put(
                "runtime-busybox.spdx.json",
                document(
                        "runtime-busybox",
                        List.of("busybox", "libc6"),
                        "",
                        "SPDXRef-DOCUMENT AMENDS DocumentRef-busybox:SPDXRef-DOCUMENT",
                        "DocumentRef-libc6:SPDXRef-Package-libc6 RUNTIME_DEPENDENCY_OF DocumentRef-busybox:SPDXRef-Package-busybox"));
        files.put("index.json", index(files));
        return files;
    }

    private static String index(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> """
                        {"filename": "%s", "documentNamespace": "x", "sha1": "%s"}""".formatted(file.getKey(), sha1(file.getValue())))
                .collect(Collectors.joining(",", "{\"documents\": [", "]}"));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Reading.Taken taken(Map<String, String> files) {
        return (Reading.Taken) Archives.read("image.spdx.tar", Archives.tar(files));
    }

    @Test
    void thePackagesOfTheImageAreTheComponentsWithWhatIsKnownOfTheirRecipes() {
        Reading.Taken taken = (Reading.Taken) Archives.read("x", Archives.gzip(Archives.tar(documents())));
        assertThat(taken.problems()).isEmpty();
        Bom bom = taken.bom();
        assertThat(bom.format()).isEqualTo(BomFormat.SPDX_ARCHIVE);
        assertThat(bom.specVersion()).isEqualTo("2.2");
        assertThat(bom.serial()).isEqualTo(SPACE + "image");
        assertThat(bom.subject()).isNotNull();
        assertThat(bom.components()).extracting(Component::name).containsExactly("busybox", "libc6");
        Component busybox = bom.components().getFirst();
        assertThat(busybox.cpes()).containsExactly("cpe:2.3:*:*:busybox:1.36.1:*:*:*:*:*:*:*");
        assertThat(busybox.resolved()).containsExactly("CVE-2022-48174", "CVE-2023-42363");
        assertThat(busybox.sourcePackage()).isEqualTo("busybox 1.36.1");
        assertThat(busybox.supplier()).isEqualTo("Shisa");
        assertThat(busybox.place()).isEqualTo("busybox.spdx.json: /packages/0");
        assertThat(bom.dependencies())
                .containsEntry(busybox.ref(), List.of(bom.components().getLast().ref()));
        assertThat(bom.dependencies().values()).anyMatch(needed -> needed.size() == 2);
        RoundTrip.check("yocto archive", bom);
    }

    @Test
    void withoutAnImageThePackagesThatWereBuiltAreTaken() {
        Map<String, String> files = documents();
        files.remove("image.spdx.json");
        files.remove("index.json");
        Reading.Taken taken = taken(files);
        assertThat(taken.bom().components()).extracting(Component::name).containsExactly("busybox");
        assertThat(taken.valid()).isTrue();
    }

    @Test
    void aDocumentThatIsMissingChangedOrTwiceThereIsNamedByItsFile() {
        Map<String, String> files = documents();
        files.remove("libc6.spdx.json");
        files.computeIfPresent("busybox.spdx.json", (_, text) -> text.replace("1.36.1", "1.36.2"));
        String copy = files.getOrDefault("recipe-busybox.spdx.json", "");
        files.put("copy.spdx.json", copy);
        files.put("notes.txt", "hello");
        files.put("other.json", "{\"a\": 1}");
        Reading.Taken taken = taken(files);
        assertThat(taken.problems())
                .extracting(Problem::kind, Problem::place)
                .contains(
                        tuple(Kind.BAD_VALUE, "index.json: /documents/1"),
                        tuple(Kind.MISSING, "index.json: /documents/2"),
                        tuple(Kind.DUPLICATE_REF, "copy.spdx.json: /documentNamespace"),
                        tuple(Kind.LEFT_OUT, "notes.txt"),
                        tuple(Kind.LEFT_OUT, "other.json"));
        assertThat(taken.bom().components()).extracting(Component::name).containsExactly("busybox");
    }

    @Test
    void whatBreaksItsSchemaIsNamedByFileAndPlace() {
        Map<String, String> files = documents();
        files.computeIfPresent(
                "libc6.spdx.json", (_, text) -> text.replace("\"downloadLocation\": \"NOASSERTION\"", "\"x\": 1"));
        files.put("index.json", "{\"documents\": [");
        Reading.Taken taken = taken(files);
        assertThat(taken.problems())
                .extracting(Problem::place)
                .anyMatch(place -> place.startsWith("libc6.spdx.json: /packages/0"))
                .anyMatch(place -> place.startsWith("index.json: line 1"));
        assertThat(taken.bom().components()).hasSize(2);
    }

    @Test
    void aTruncatedArchiveIsToldWhereverItIsCut() {
        byte[] plain = Archives.tar(documents());
        byte[] packed = Archives.gzip(plain);
        for (byte[] whole : List.of(plain, packed)) {
            for (int cut = 600; cut < whole.length - 1024 && cut < whole.length - 20; cut += 211) {
                if (Archives.read("x", Arrays.copyOf(whole, cut)) instanceof Reading.Taken taken) {
                    assertThat(taken.valid()).as("cut at " + cut).isFalse();
                }
            }
        }
    }

    @Test
    void anArchiveWithWrongBytesNeverThrows() {
        byte[] packed = Archives.gzip(Archives.tar(documents()));
        for (int at = 0; at < packed.length; at += 3) {
            byte[] wrong = packed.clone();
            wrong[at] ^= 0x41;
            assertThat(Archives.read("x", wrong)).as("byte " + at).isNotNull();
        }
    }

    @Test
    void anArchiveWithoutADocumentIsRefused() {
        assertThat(Archives.read("x", Archives.tar(Map.of("a.txt", "hello")))).isInstanceOf(Reading.Refused.class);
        assertThat(Archives.read("x", Archives.gzip("hello".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Reading.Refused.class);
    }

    @Test
    void longNamesOfFilesAreRead() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a".repeat(150) + ".spdx.json", documents().getOrDefault("libc6.spdx.json", ""));
        assertThat(taken(files).bom().components().getFirst().place()).startsWith("a".repeat(150));
    }

    // ---- SPDX 3.0 ------------------------------------------------------------------------------

    private static String element(String type, String id, String more) {
        return """
                {"type": "%s", "spdxId": "urn:x#%s", "creationInfo": "_:c"%s}""".formatted(type, id, more);
    }

    private static String related(String id, String from, String kind, String... to) {
        return element("LifecycleScopedRelationship", id, """
                , "from": "urn:x#%s", "relationshipType": "%s", "to": [%s]""".formatted(
                from, kind, Arrays.stream(to).map(t -> "\"urn:x#" + t + "\"").collect(Collectors.joining(","))));
    }

    @Test
    void ofAnSpdx3DocumentOnlyWhatIsInTheImageIsAComponent() {
        String document = """
                {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
                  {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-11-20T00:00:00Z",
                   "createdBy": ["urn:x#me"]},
                """
                + String.join(
                        ",\n",
                        element("Organization", "me", ", \"name\": \"Shisa\""),
                        element("SpdxDocument", "doc", ", \"rootElement\": [\"urn:x#sbom\"]"),
                        element("software_Sbom", "sbom", ", \"rootElement\": [\"urn:x#rootfs\", \"urn:x#image\"]"),
                        element("software_File", "image", ", \"name\": \"image.wic\""),
                        element(
                                "software_Package",
                                "rootfs",
                                ", \"name\": \"core-image\", \"software_primaryPurpose\": \"archive\""),
                        element("build_Build", "rootfs-build", ", \"build_buildType\": \"urn:b\""),
                        element("build_Build", "recipe", ", \"build_buildType\": \"urn:b\""),
                        element(
                                "software_Package",
                                "busybox",
                                ", \"name\": \"busybox\", \"software_packageVersion\": \"1.36.1\","
                                        + " \"software_primaryPurpose\": \"install\", \"suppliedBy\": \"urn:x#me\","
                                        + " \"externalIdentifier\": [{\"type\": \"ExternalIdentifier\","
                                        + " \"externalIdentifierType\": \"cpe23\", \"identifier\":"
                                        + " \"cpe:2.3:*:*:busybox:1.36.1:*:*:*:*:*:*:*\"}]"),
                        element(
                                "software_Package",
                                "source",
                                ", \"name\": \"busybox-1.36.1.tar.bz2\", \"software_primaryPurpose\": \"source\""),
                        element(
                                "software_Package",
                                "other",
                                ", \"name\": \"busybox-dev\", \"software_primaryPurpose\": \"install\""),
                        element("software_File", "file", ", \"name\": \"bin/busybox\""),
                        element("security_Vulnerability", "cve", ", \"name\": \"CVE-2022-48174\""),
                        related("r1", "rootfs-build", "hasOutput", "rootfs"),
                        related("r2", "rootfs-build", "hasInput", "busybox"),
                        related("r3", "recipe", "hasInput", "source"),
                        related("r4", "recipe", "hasOutput", "busybox", "other"),
                        related("r5", "rootfs-build", "dependsOn", "recipe"),
                        related("r6", "busybox", "contains", "file"),
                        related("r7", "cve", "fixedIn", "busybox"))
                + "]}";
        Reading.Taken taken = RoundTrip.read("x", document);
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.bom().subject()).isNotNull();
        assertThat(taken.bom().components()).singleElement().satisfies(busybox -> {
            assertThat(busybox.name()).isEqualTo("busybox");
            assertThat(busybox.supplier()).isEqualTo("Shisa");
            assertThat(busybox.cpes()).hasSize(1);
            assertThat(busybox.resolved()).containsExactly("CVE-2022-48174");
        });
        assertThat(taken.bom().dependencies()).containsEntry("urn:x#rootfs", List.of("urn:x#busybox"));
        RoundTrip.check("yocto spdx 3", taken.bom());
    }
}
