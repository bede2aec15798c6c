package dev.shisa.bom;

import static dev.shisa.bom.RoundTrip.read;
import static dev.shisa.bom.RoundTrip.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists as tools, and people who mean no good, write them. */
class BomReaderTest {

    private static final String CYCLONEDX = """
            {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [
              {"type": "library", "bom-ref": "a", "name": "openssl", "version": "1.1.1k",
               "cpe": "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*", "purl": "pkg:generic/openssl@1.1.1k",
               "licenses": [{"license": {"id": "Apache-2.0"}}],
               "pedigree": {"commits": [{"uid": "7ee59512f875604eb468fb6f3d26e39290f781c9"}],
                            "patches": [{"type": "backport", "resolves": [{"type": "security", "id": "CVE-2021-3449"}]}]},
               "components": [{"type": "library", "bom-ref": "b", "name": "inner"}]},
              {"type": "library", "bom-ref": "c", "name": "zlib", "version": "1.3"}],
             "dependencies": [{"ref": "a", "dependsOn": ["c"]}, {"ref": "c", "dependsOn": []}]}""";

    @Test
    void whatIsNestedIsAComponentOfItsOwnAndKnowsWhereItIs() {
        Reading.Taken taken = read("x", CYCLONEDX);
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.bom().components()).extracting(Component::name).containsExactly("openssl", "inner", "zlib");
        Component openssl = taken.bom().components().getFirst();
        assertThat(openssl.resolved()).containsExactly("CVE-2021-3449");
        assertThat(openssl.commits()).containsExactly("7ee59512f875604eb468fb6f3d26e39290f781c9");
        assertThat(taken.bom().components().get(1).parent()).isEqualTo("a");
        assertThat(taken.bom().components().get(1).place()).isEqualTo("/components/0/components/0");
        assertThat(taken.bom().dependencies()).containsEntry("a", List.of("c")).containsEntry("c", List.of());
    }

    @Test
    void aListThatBreaksOffBehindManyNotesIsNoValidOne() {
        StringBuilder components = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            components
                    .append("{\"type\": \"library\", \"name\": \"c")
                    .append(i)
                    .append("\", \"version\": \"1\", \"purl\": \"none\"}, ");
        }
        String broken = "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"version\": 1, \"components\": ["
                + components;
        Reading.Taken taken = read("x", broken);
        assertThat(taken.problemCount()).isGreaterThan(Reading.PROBLEMS_MAX);
        assertThat(taken.valid()).isFalse();
    }

    @Test
    void aFaultThatLosesNothingIsNotSaidToLoseSomething() {
        String one = """
                {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [
                  {"type": "library", "bom-ref": "a", "name": "openssl", "version": "1"%s}]%s}""";
        String spdx = """
                {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x", "dataLicense": "CC0-1.0",
                 "documentNamespace": "https://a.example/x", "creationInfo": {"created": %s, "creators": ["Tool: x"]},
                 "packages": [{"SPDXID": "SPDXRef-a", %s "versionInfo": "1"}]}""";
        String sound = "\"2026-01-01T00:00:00Z\"";
        String name = "\"name\": \"openssl\",";
        String xml = """
                <bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>
                  <component type="library" bom-ref="a"><name>openssl</name><version>1</version>%s</component></components>
                </bom>""";
        for (String harmless : List.of(
                one.formatted(", \"licenses\": [{\"license\": {\"id\": \"Apache 2\"}}]", ""),
                one.formatted(", \"hashes\": [{\"alg\": \"CRC\", \"content\": \"zz\"}]", ""),
                one.formatted("", ", \"serialNumber\": \"7\""),
                one.formatted("", "").replace("1.5", "1.4").replace("\"version\": 1, ", ""),
                spdx.formatted(sound, "\"downloadLocation\": \"NONE\"," + name)
                        .replace("\"dataLicense\": \"CC0-1.0\",", ""),
                spdx.formatted(sound, "\"downloadLocation\": \"NONE\"," + name).replace("\"name\": \"x\",", ""),
                spdx.formatted(sound, "\"downloadLocation\": \"NONE\"," + name)
                        .replaceAll("\"creationInfo\": \\{[^}]*},", ""),
                spdx.formatted("\"2026\"", "\"downloadLocation\": \"NONE\"," + name),
                spdx.formatted(sound, name),
                spdx.formatted(
                        sound, "\"downloadLocation\": \"NONE\", \"checksums\": [{\"algorithm\": \"CRC\"}]," + name),
                xml.formatted("<hashes><hash alg=\"CRC\">zz</hash></hashes>"),
                xml.formatted("<licenses><license><id>Apache 2</id></license></licenses>"))) {
            Reading.Taken taken = read("x", harmless);
            assertThat(taken.valid()).as(harmless).isFalse();
            assertThat(taken.lossy()).as(harmless + taken.problems()).isFalse();
        }
        for (String lossy : List.of(
                one.formatted(", \"purls\": \"pkg:npm/a@1\"", ""),
                one.formatted("", ", \"componets\": []"),
                one.formatted("", ", \"dependencies\": [{\"ref\": \"a\", \"dependsOn\": [\"b\"]}]"),
                one.formatted("", ", \"compositions\": [{\"aggregate\": \"incomplet\"}]"),
                one.formatted("}, {\"type\": \"library\"", ""),
                one.formatted("", "").replace("\"1.5\"", "\"9.9\""),
                one.formatted("", "").replace("\"version\": \"1\"", "\"version\": 1.10"),
                one.formatted("", "").replace("\"components\"", "\"componets\""),
                spdx.formatted(sound, "\"downloadLocation\": \"NONE\","),
                xml.formatted("<verison>2</verison>"),
                xml.formatted("<licenses/><verison>2</verison>"))) {
            Reading.Taken taken = read("x", lossy);
            assertThat(taken.lossy()).as(lossy + taken.problems()).isTrue();
        }
        String many = ", \"licenses\": [{\"license\": {\"id\": \"Apache 2\"}}]"
                .concat(
                        "}, {\"type\": \"library\", \"name\": \"x\", \"licenses\": [{\"license\": {\"id\": \"Apache 2\"}}]"
                                .repeat(300));
        assertThat(read("x", one.formatted(many, "")).lossy()).isFalse();
        assertThat(read("x", one.formatted(many + "}, {\"type\": \"library\"", ""))
                        .lossy())
                .as("what stands behind those that are told counts")
                .isTrue();
    }

    @Test
    void anIdentifierThatIsNoneLosesSomethingWhereItIsLookedUpByAnother() {
        String one = """
                {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [
                  {"type": "library", "bom-ref": "a", "name": "openssl", "version": "1"%s}]}""";
        String sound = ", \"cpe\": \"cpe:2.3:a:openssl:openssl:1:*:*:*:*:*:*:*\"";
        String broken = ", \"purl\": \"deb/openssl@1\"";
        for (String other : List.of(sound, "")) {
            Reading.Taken taken = read("x", one.formatted(broken + other));
            assertThat(taken.problems()).extracting(Problem::kind).contains(Problem.Kind.NO_IDENTIFIER);
            assertThat(taken.lossy())
                    .as("without another, the component is told not to be looked up")
                    .isEqualTo(!other.isEmpty());
        }
    }

    @Test
    void aListThatSaysThatItDoesNotNameEverythingIsSaidToDoSo() {
        String compositions = CYCLONEDX.substring(0, CYCLONEDX.length() - 1)
                + ", \"compositions\": [{\"aggregate\": \"%s\", \"assemblies\": [\"a\"]}]}";
        for (String aggregate : List.of("incomplete", "incomplete_first_party_only")) {
            Reading.Taken taken = read("x", compositions.formatted(aggregate));
            assertThat(taken.incomplete()).as(aggregate).isTrue();
            assertThat(taken.valid()).isTrue();
            assertThat(taken.problems())
                    .containsExactly(Problem.at("/compositions/0", Problem.Kind.INCOMPLETE, aggregate));
        }
        for (String aggregate : List.of("complete", "unknown", "not_specified")) {
            assertThat(read("x", compositions.formatted(aggregate)).incomplete())
                    .as(aggregate)
                    .isFalse();
        }
        String relations = compositions.replace("assemblies", "dependencies");
        assertThat(read("x", relations.formatted("incomplete")).incomplete())
                .as("it is about relations alone")
                .isFalse();
        String xml = """
                <bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
                  <components><component type="library" bom-ref="a"><name>openssl</name><version>1</version></component></components>
                  <compositions><composition><aggregate>%s</aggregate></composition></compositions></bom>""";
        assertThat(read("x", xml.formatted("incomplete_third_party_only")).incomplete())
                .isTrue();
        assertThat(read("x", xml.formatted("complete")).incomplete()).isFalse();
        assertThat(read("x", xml.formatted("incomplete</aggregate><dependencies/><aggregate>"))
                        .incomplete())
                .isFalse();
        String spdx = """
                {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
                  {"type": "SpdxDocument", "spdxId": "urn:d"},
                  {"type": "software_Package", "spdxId": "urn:a", "name": "openssl"},
                  {"type": "software_Package", "spdxId": "urn:b", "name": "zlib"},
                  {"type": "Relationship", "spdxId": "urn:r", "from": "urn:a", "to": ["urn:b"],
                   "relationshipType": "dependsOn", "completeness": "%s"}]}""";
        assertThat(read("x", spdx.formatted("incomplete")).incomplete()).isTrue();
        assertThat(read("x", spdx.formatted("noAssertion")).incomplete()).isFalse();
    }

    @Test
    void aListIsReadInWhicheverEncodingOfUnicodeItWasSaved() throws IOException {
        String xml =
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\">"
                        + "<components><component type=\"library\"><name>openssl</name><version>1.1.1k</version></component></components></bom>";
        String tagValue = """
                SPDXVersion: SPDX-2.3
                DataLicense: CC0-1.0
                SPDXID: SPDXRef-DOCUMENT
                DocumentName: list
                DocumentNamespace: https://example.org/list
                Creator: Tool: x
                Created: 2026-01-01T00:00:00Z

                PackageName: openssl
                SPDXID: SPDXRef-a
                PackageVersion: 1.1.1k
                PackageDownloadLocation: NOASSERTION
                FilesAnalyzed: false
                """;
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_32LE,
                StandardCharsets.UTF_32BE)) {
            for (String list : List.of(CYCLONEDX, tagValue, "\uFEFF" + CYCLONEDX, "\uFEFF" + tagValue)) {
                assertThat(of(list.getBytes(charset)).bom().components())
                        .as("%s in %s", list.substring(0, 14), charset)
                        .extracting(Component::name)
                        .startsWith("openssl");
            }
        }
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(of(("\uFEFF" + xml).getBytes(charset)).bom().components())
                    .extracting(Component::name)
                    .containsExactly("openssl");
        }
    }

    @Test
    void aListWithinAnotherObjectIsReadAsIfItStoodByItself() throws IOException {
        for (String around : List.of(
                "{\"sbom\": %s}",
                "\uFEFF {\"_type\": \"https://in-toto.io/Statement/v1\", \"subject\": [{\"name\": \"ö\"}], "
                        + "\"predicateType\": \"https://cyclonedx.org/bom\", \"predicate\": %s, \"more\": 1}")) {
            byte[] bytes = around.formatted(CYCLONEDX).getBytes(StandardCharsets.UTF_8);
            Reading.Taken taken = of(bytes);
            assertThat(taken.problems()).isEmpty();
            assertThat(taken.bom().components())
                    .extracting(Component::name)
                    .containsExactly("openssl", "inner", "zlib");
            try (InputStream in = BomReader.unpacked(ByteSource.of("x", bytes)).open()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(CYCLONEDX);
            }
        }
        assertThat(reading("x", "{\"predicate\": {\"builder\": {}}}")).isInstanceOf(Reading.Refused.class);
        assertThat(reading("x", "{\"sbom\": {\"bomFormat\": \"CycloneDX\"")).isInstanceOf(Reading.Refused.class);
    }

    private static Reading.Taken of(byte[] bytes) throws IOException {
        return (Reading.Taken) BomReader.read(ByteSource.of("list", bytes));
    }

    @Test
    void aTruncatedFileGivesWhatStoodBeforeTheBreakAndNamesIt() {
        Reading.Taken taken =
                read("x", CYCLONEDX.substring(0, CYCLONEDX.indexOf("{\"type\": \"library\", \"bom-ref\": \"c\"")));
        assertThat(taken.bom().components()).extracting(Component::name).containsExactly("openssl", "inner");
        assertThat(taken.valid()).isFalse();
        assertThat(taken.problems()).extracting(Problem::kind).contains(Problem.Kind.BROKEN_OFF);
        assertThat(taken.problems().getLast().place()).startsWith("line ");
    }

    @Test
    void aReferenceUsedTwiceAndOneToNothingAreNamedAndTheRestIsTaken() {
        Reading.Taken taken = read("x", """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
                  {"type": "library", "bom-ref": "a", "name": "one"}, {"type": "library", "bom-ref": "a", "name": "two"}],
                 "dependencies": [{"ref": "a", "dependsOn": ["nothing"]}]}""");
        assertThat(taken.bom().components()).extracting(Component::ref).doesNotHaveDuplicates();
        assertThat(taken.problems())
                .extracting(Problem::kind)
                .contains(Problem.Kind.DUPLICATE_REF, Problem.Kind.DANGLING_REF);
    }

    @Test
    void aCircleOfDependenciesIsToldOnceAndDoesNotHang() {
        Reading.Taken taken = read("x", """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
                  {"type": "library", "bom-ref": "a", "name": "one"}, {"type": "library", "bom-ref": "b", "name": "two"}],
                 "dependencies": [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a"]}]}""");
        assertThat(taken.valid()).isTrue();
        assertThat(taken.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.CYCLE);
    }

    @Test
    void nestingWithoutEndStopsAtItsBound() {
        String deep = "{\"type\":\"library\",\"name\":\"n\",\"components\":[".repeat(5_000);
        Reading reading = reading("x", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[" + deep);
        assertThat(((Reading.Taken) reading).problems())
                .extracting(Problem::kind)
                .contains(Problem.Kind.BROKEN_OFF);
    }

    @Test
    void aTextOfManyMegabytesStopsAtItsBound() {
        Reading.Taken taken = read(
                "x",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":["
                        + "{\"type\":\"library\",\"name\":\"n\"},{\"type\":\"library\",\"name\":\""
                        + "a".repeat(9 << 20) + "\"}]}");
        assertThat(taken.bom().components()).hasSize(1);
        assertThat(taken.valid()).isFalse();
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItIsOpened() throws IOException {
        ByteSource huge = new ByteSource("x", BomReader.FILE_BYTES_MAX + 1, () -> InputStream.nullInputStream());
        assertThat(BomReader.read(huge)).isInstanceOf(Reading.Refused.class);
    }

    @Test
    void entitiesOfXmlAreNeitherExpandedNorFetched() {
        Reading reading = reading("x", """
                <!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>&x;</name>
                </component></components></bom>""");
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).problem().sentence()).contains("DTD");
    }

    @Test
    void xmlThatBreaksItsSchemaIsNamedByLineAndTakenWhereItIsSound() {
        Reading.Taken taken = read("x", """
                <bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
                  <components>
                    <component type="nonsense" bom-ref="a"><name>one</name><version>1</version>
                      <components><component type="library" bom-ref="b"><name>two</name></component></components>
                    </component>
                  </components>
                  <dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies>
                </bom>""");
        assertThat(taken.bom().components()).extracting(Component::name).containsExactlyInAnyOrder("one", "two");
        assertThat(taken.bom().dependencies()).containsEntry("a", List.of("b"));
        assertThat(taken.problems()).anyMatch(p -> p.place().equals("line 3") && p.kind() == Problem.Kind.SCHEMA);
    }

    @Test
    void aFileThatIsNoListIsRefusedInOneSentence() {
        for (String text : List.of("", "hello", "{\"a\": 1}", "<html/>", "[1]", "{", "PK\u0003\u0004")) {
            Reading reading = reading("x", text);
            assertThat(reading).as(text).isInstanceOf(Reading.Refused.class);
            assertThat(((Reading.Refused) reading).problem().sentence())
                    .as(text)
                    .endsWith(".");
        }
    }

    @Test
    void aVersionOfTheFutureIsReadAndSaidToBeUnknown() {
        Reading.Taken taken = read("x", CYCLONEDX.replace("\"1.5\"", "\"2.0\""));
        assertThat(taken.bom().components()).hasSize(3);
        assertThat(taken.problems()).extracting(Problem::kind).contains(Problem.Kind.UNKNOWN_VERSION);
    }

    @Test
    void tagValueIsReadWithItsRelationships() {
        Reading.Taken taken = read("x", """
                SPDXVersion: SPDX-2.3
                DataLicense: CC0-1.0
                SPDXID: SPDXRef-DOCUMENT
                DocumentName: camera
                DocumentNamespace: https://example.jp/camera
                Creator: Organization: Shisa Electronics (a@example.jp)
                Created: 2026-11-20T00:00:00Z

                PackageName: camera
                SPDXID: SPDXRef-camera
                PackageVersion: 2.0
                PackageDownloadLocation: NOASSERTION

                PackageName: busybox
                SPDXID: SPDXRef-busybox
                PackageVersion: 1.36.1
                PackageSupplier: Organization: BusyBox
                PackageDownloadLocation: NOASSERTION
                PackageComment: <text>several
                lines: not a tag
                </text>
                PackageLicenseDeclared: GPL-2.0-only
                ExternalRef: SECURITY cpe23Type cpe:2.3:a:busybox:busybox:1.36.1:*:*:*:*:*:*:*
                ExternalRef: PACKAGE-MANAGER purl pkg:generic/busybox@1.36.1
                Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-camera
                Relationship: SPDXRef-camera CONTAINS SPDXRef-busybox
                """);
        assertThat(taken.problems()).isEmpty();
        Component busybox = taken.bom().components().getFirst();
        assertThat(taken.bom().subject()).isNotNull();
        assertThat(busybox.supplier()).isEqualTo("BusyBox");
        assertThat(busybox.cpes()).hasSize(1);
        assertThat(busybox.licenses()).containsExactly(new Component.License("GPL-2.0-only", true));
        assertThat(taken.bom().dependencies()).containsEntry("SPDXRef-camera", List.of("SPDXRef-busybox"));
        RoundTrip.check("tag-value", taken.bom());
    }

    @Test
    void whatPackageManagersInstalledIsRead() {
        Reading.Taken dpkg = read("status", """
                Package: libssl1.1
                Status: install ok installed
                Maintainer: Debian OpenSSL Team <pkg@example.org>
                Architecture: arm64
                Source: openssl (1.1.1k-1)
                Version: 1.1.1k-1+deb11u1
                Depends: libc6 (>= 2.25)
                Description: text
                 more: text

                Package: libc6
                Status: install ok installed
                Architecture: arm64
                Version: 2.31-13

                Package: gone
                Status: deinstall ok config-files
                Version: 1
                """);
        assertThat(dpkg.bom().format()).isEqualTo(BomFormat.DPKG_STATUS);
        assertThat(dpkg.bom().components()).hasSize(2);
        assertThat(dpkg.bom().components().getFirst().purls())
                .containsExactly("pkg:deb/debian/libssl1.1@1.1.1k-1%2Bdeb11u1?arch=arm64&upstream=openssl%401.1.1k-1");
        assertThat(dpkg.bom().dependencies().values()).contains(List.of("libc6@2.31-13:arm64"));

        Reading.Taken opkg = read("status", """
                Package: busybox
                Version: 1.36.1-r2
                Depends: libc
                Status: install user installed
                Architecture: mips
                Installed-Time: 1700000000
                """);
        assertThat(opkg.bom().format()).isEqualTo(BomFormat.OPKG_STATUS);
        assertThat(opkg.bom().components().getFirst().purls()).containsExactly("pkg:opkg/busybox@1.36.1-r2?arch=mips");

        Reading.Taken apk = read("installed", """
                C:Q1abc=
                P:libssl3
                V:3.1.4-r0
                A:aarch64
                L:Apache-2.0
                o:openssl
                m:Someone <a@b>

                P:musl
                V:1.2.4-r2
                """);
        assertThat(apk.bom().format()).isEqualTo(BomFormat.APK_INSTALLED);
        assertThat(apk.bom().components().getFirst().purls())
                .containsExactly("pkg:apk/alpine/libssl3@3.1.4-r0?arch=aarch64&upstream=openssl");
    }

    @Test
    void whatBuildrootTellsIsReadWithoutItsHostTools() {
        Reading.Taken info = read("show-info", """
                {"busybox": {"type": "target", "name": "busybox", "virtual": false, "version": "1.36.1",
                   "licenses": "GPL-2.0", "cpe-id": "cpe:2.3:a:busybox:busybox:1.36.1:*:*:*:*:*:*:*",
                   "ignore_cves": ["CVE-2022-28391"], "dependencies": ["host-skeleton", "zlib"]},
                 "host-skeleton": {"type": "host", "name": "skeleton"},
                 "zlib": {"type": "target", "name": "zlib", "virtual": true}}""");
        assertThat(info.bom().format()).isEqualTo(BomFormat.BUILDROOT_SHOW_INFO);
        assertThat(info.bom().components()).singleElement().satisfies(c -> {
            assertThat(c.cpes()).hasSize(1);
            assertThat(c.resolved()).containsExactly("CVE-2022-28391");
        });
        Reading.Taken manifest = read("manifest.csv", """
                "PACKAGE","VERSION","LICENSE","LICENSE FILES","SOURCE ARCHIVE","SOURCE SITE","DEPENDENCIES WITH LICENSES"
                "busybox","1.36.1","GPL-2.0","LICENSE","busybox-1.36.1.tar.bz2","https://busybox.net",""
                """);
        assertThat(manifest.bom().format()).isEqualTo(BomFormat.BUILDROOT_MANIFEST);
        assertThat(manifest.bom().components().getFirst().version()).isEqualTo("1.36.1");
    }

    @Test
    void aTableIsReadInTheEncodingInWhichASpreadsheetSavesIt() {
        String table = "名称,開発者名,バージョン\nリアルタイムOS,オキナワ組込,3.2\n";
        for (java.nio.charset.Charset charset : List.of(
                java.nio.charset.StandardCharsets.UTF_8,
                java.nio.charset.StandardCharsets.UTF_16,
                java.nio.charset.Charset.forName("windows-31j"))) {
            Reading.Taken taken = (Reading.Taken) Archives.read("list.csv", table.getBytes(charset));
            assertThat(taken.problems()).as(charset.name()).isEmpty();
            assertThat(taken.bom().components()).singleElement().satisfies(c -> {
                assertThat(c.name()).isEqualTo("リアルタイムOS");
                assertThat(c.supplier()).isEqualTo("オキナワ組込");
            });
        }
    }

    @Test
    void aTableWithTheSevenMinimumElementsAsItsHeadingsIsRead() {
        for (String heading : List.of(
                "サプライヤー名,コンポーネント名,コンポーネントのバージョン,その他の一意な識別子,依存関係,SBOM作成者,タイムスタンプ",
                "Supplier Name,Component Name,Version of the Component,Other Unique Identifiers,Dependency Relationship,"
                        + "Author of SBOM Data,Timestamp")) {
            Reading.Taken taken = read(
                    "list.csv",
                    heading
                            + "\nAcme,openssl,1.1.1k,\"pkg:generic/openssl@1.1.1k; cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*\","
                            + "app,山田,2026-11-01T09:00:00Z\nAcme,app,2.0,ABC-1,,佐藤,2026-11-02T09:00:00Z\n");
            assertThat(taken.problems()).as(heading).isEmpty();
            assertThat(taken.bom().authors()).containsExactly("山田");
            assertThat(taken.bom().created()).isEqualTo("2026-11-01T09:00:00Z");
            assertThat(taken.bom().components())
                    .extracting(Component::version, Component::supplier, Component::purls, Component::cpes)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "1.1.1k",
                                    "Acme",
                                    List.of("pkg:generic/openssl@1.1.1k"),
                                    List.of("cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*")),
                            org.assertj.core.groups.Tuple.tuple("2.0", "Acme", List.of(), List.of()));
        }
    }

    @Test
    void whatIsNoIdentifierIsTakenWithAWord() {
        Reading.Taken taken = read("list.csv", """
                name,supplier,version,purl,cpe
                a,Acme,1,not a purl,cpe:2.3:a:acme
                b,Acme,1,pkg:npm,openssl
                c,Acme,1,pkg:npm/%40angular/core@1,cpe:/a:acme:c:1
                d,Acme,1,pkg:golang/example.org/d,cpe:2.3:o:acme:d:-:*:*:*:*:*:*:*
                """);
        assertThat(taken.valid()).isTrue();
        assertThat(taken.problems())
                .extracting(Problem::kind, Problem::arguments)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Problem.Kind.NO_IDENTIFIER, List.of("package URL", "not a purl")),
                        org.assertj.core.groups.Tuple.tuple(
                                Problem.Kind.NO_IDENTIFIER, List.of("CPE name", "cpe:2.3:a:acme")),
                        org.assertj.core.groups.Tuple.tuple(
                                Problem.Kind.NO_IDENTIFIER, List.of("package URL", "pkg:npm")),
                        org.assertj.core.groups.Tuple.tuple(
                                Problem.Kind.NO_IDENTIFIER, List.of("CPE name", "openssl")));
        assertThat(taken.bom().components()).hasSize(4);
    }

    @Test
    void aTableThatSomebodyFilledIsReadInJapaneseToo() {
        Reading.Taken taken = read("list.csv", """
                \uFEFF名称,開発者名,バージョン,備考
                "リアルタイム""OS\""",オキナワ組込,3.2,
                ,,
                lwIP,,2.1.3,
                """);
        assertThat(taken.bom().components())
                .extracting(Component::name, Component::supplier, Component::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("リアルタイム\"OS\"", "オキナワ組込", "3.2"),
                        org.assertj.core.groups.Tuple.tuple("lwIP", "", "2.1.3"));
        assertThat(Completeness.check(taken.bom()).missing().get(Completeness.Element.SUPPLIER))
                .hasSize(1);
        RoundTrip.check("csv", taken.bom());
    }
}
