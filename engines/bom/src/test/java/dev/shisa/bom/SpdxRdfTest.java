package dev.shisa.bom;

import static dev.shisa.bom.RoundTrip.read;
import static dev.shisa.bom.RoundTrip.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.Problem.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SPDX 2 as RDF/XML, in the shapes in which its writers nest it. */
class SpdxRdfTest {

    private static final String BASE = "https://example.jp/camera";
    private static final String ROOT = """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:spdx="http://spdx.org/rdf/terms#"
                xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
            """;

    private static final String ABOUT = """
              <spdx:specVersion>SPDX-2.3</spdx:specVersion>
              <spdx:dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>
              <spdx:name>camera</spdx:name>
              <spdx:creationInfo><spdx:CreationInfo>
                <spdx:creator>Organization: Shisa Electronics</spdx:creator>
                <spdx:created>2026-11-20T00:00:00Z</spdx:created>
              </spdx:CreationInfo></spdx:creationInfo>
            """;

    /** Everything inside everything, as the format's own library writes it. */
    private static final String NESTED = ROOT + """
            <spdx:SpdxDocument rdf:about="https://example.jp/camera#SPDXRef-DOCUMENT">
            """ + ABOUT + """
              <spdx:relationship><spdx:Relationship>
                <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
                <spdx:relatedSpdxElement>
                  <spdx:Package rdf:about="https://example.jp/camera#SPDXRef-camera">
                    <spdx:name>camera</spdx:name><spdx:versionInfo>2.0</spdx:versionInfo>
                    <spdx:relationship><spdx:Relationship>
                      <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
                      <spdx:relatedSpdxElement>
                        <spdx:Package rdf:about="https://example.jp/camera#SPDXRef-openssl">
                          <spdx:name>openssl</spdx:name>
                          <spdx:versionInfo>1.1.1k</spdx:versionInfo>
                          <spdx:supplier>Organization: OpenSSL Project (a@example.org)</spdx:supplier>
                          <spdx:primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_operatingSystem"/>
                          <spdx:sourceInfo>CVEs fixed: CVE-2021-3449 CVE-2021-3450</spdx:sourceInfo>
                          <spdx:checksum><spdx:Checksum>
                            <spdx:algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha1"/>
                            <spdx:checksumValue>3e7a1c9ebd1b29c1b0d8f7b3b6c3c8f2a9a4d5e6</spdx:checksumValue>
                          </spdx:Checksum></spdx:checksum>
                          <spdx:licenseDeclared><spdx:DisjunctiveLicenseSet>
                            <spdx:member rdf:resource="http://spdx.org/licenses/MIT"/>
                            <spdx:member><spdx:WithExceptionOperator>
                              <spdx:member><spdx:OrLaterOperator><spdx:member>
                                <spdx:ListedLicense rdf:about="http://spdx.org/licenses/GPL-2.0-only">
                                  <spdx:licenseId>GPL-2.0-only</spdx:licenseId></spdx:ListedLicense>
                              </spdx:member></spdx:OrLaterOperator></spdx:member>
                              <spdx:licenseException><spdx:ListedLicenseException>
                                <spdx:licenseExceptionId>Classpath-exception-2.0</spdx:licenseExceptionId>
                              </spdx:ListedLicenseException></spdx:licenseException>
                            </spdx:WithExceptionOperator></spdx:member>
                          </spdx:DisjunctiveLicenseSet></spdx:licenseDeclared>
                          <spdx:licenseConcluded rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
                          <spdx:externalRef><spdx:ExternalRef>
                            <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/cpe23Type"/>
                            <spdx:referenceLocator>cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*</spdx:referenceLocator>
                          </spdx:ExternalRef></spdx:externalRef>
                          <spdx:externalRef><spdx:ExternalRef>
                            <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
                            <spdx:referenceLocator>pkg:generic/openssl@1.1.1k</spdx:referenceLocator>
                          </spdx:ExternalRef></spdx:externalRef>
                          <spdx:hasFile><spdx:File rdf:about="https://example.jp/camera#SPDXRef-file">
                            <spdx:fileName>./libssl.so</spdx:fileName></spdx:File></spdx:hasFile>
                        </spdx:Package>
                      </spdx:relatedSpdxElement>
                    </spdx:Relationship></spdx:relationship>
                  </spdx:Package>
                </spdx:relatedSpdxElement>
              </spdx:Relationship></spdx:relationship>
            </spdx:SpdxDocument></rdf:RDF>""";

    private static String lineOf(String text) {
        return "line " + NESTED.substring(0, NESTED.indexOf(text)).lines().count();
    }

    @Test
    void packagesAreFoundHoweverDeepTheyAreNested() {
        Reading.Taken taken = read("x", NESTED);
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.bom().format()).isEqualTo(BomFormat.SPDX_RDF);
        assertThat(taken.bom().specVersion()).isEqualTo("2.3");
        assertThat(taken.bom().serial()).isEqualTo(BASE);
        assertThat(taken.bom().authors()).containsExactly("Shisa Electronics");
        assertThat(taken.bom().subject()).isNotNull();
        assertThat(taken.bom().components()).singleElement().satisfies(openssl -> {
            assertThat(openssl.name()).isEqualTo("openssl");
            assertThat(openssl.version()).isEqualTo("1.1.1k");
            assertThat(openssl.supplier()).isEqualTo("OpenSSL Project");
            assertThat(openssl.type()).isEqualTo("operating-system");
            assertThat(openssl.cpes()).containsExactly("cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*");
            assertThat(openssl.purls()).containsExactly("pkg:generic/openssl@1.1.1k");
            assertThat(openssl.resolved()).containsExactly("CVE-2021-3449", "CVE-2021-3450");
            assertThat(openssl.hashes())
                    .containsExactly(new Component.Hash("SHA1", "3e7a1c9ebd1b29c1b0d8f7b3b6c3c8f2a9a4d5e6"));
            assertThat(openssl.licenses())
                    .containsExactly(
                            new Component.License("(MIT OR GPL-2.0-only+ WITH Classpath-exception-2.0)", true));
            assertThat(openssl.place()).isEqualTo(lineOf("SPDXRef-openssl"));
        });
        assertThat(taken.bom().dependencies()).containsEntry("SPDXRef-camera", List.of("SPDXRef-openssl"));
        RoundTrip.check("rdf", taken.bom());
    }

    @Test
    void theSameInFlatDescriptionsIsReadTheSame() {
        Reading.Taken taken = read("x", ROOT + """
                <rdf:Description rdf:nodeID="r1">
                  <rdf:type rdf:resource="http://spdx.org/rdf/terms#Relationship"/>
                  <spdx:relatedSpdxElement rdf:resource="https://example.jp/camera#SPDXRef-zlib"/>
                  <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_contains"/>
                </rdf:Description>
                <rdf:Description rdf:about="https://example.jp/camera#SPDXRef-zlib" spdx:name="zlib">
                  <rdf:type rdf:resource="http://spdx.org/rdf/terms#Package"/>
                  <spdx:versionInfo>1.3</spdx:versionInfo>
                  <rdfs:comment>the comment &amp; all</rdfs:comment>
                  <spdx:relationship rdf:parseType="Resource">
                    <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
                    <spdx:relatedSpdxElement rdf:resource="http://spdx.org/rdf/terms#none"/>
                  </spdx:relationship>
                </rdf:Description>
                <rdf:Description rdf:about="https://example.jp/camera#SPDXRef-app">
                  <spdx:name>app</spdx:name>
                  <spdx:relationship rdf:nodeID="r1"/>
                  <rdf:type rdf:resource="http://spdx.org/rdf/terms#Package"/>
                </rdf:Description>
                <rdf:Description rdf:about="https://example.jp/camera#SPDXRef-DOCUMENT">
                  <rdf:type rdf:resource="http://spdx.org/rdf/terms#SpdxDocument"/>
                """ + ABOUT + "</rdf:Description></rdf:RDF>");
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.bom().components())
                .extracting(Component::name, Component::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("zlib", "1.3"),
                        org.assertj.core.groups.Tuple.tuple("app", ""));
        assertThat(taken.bom().dependencies())
                .containsEntry("SPDXRef-app", List.of("SPDXRef-zlib"))
                .containsEntry("SPDXRef-zlib", List.of());
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        Reading.Taken taken = read(
                "x",
                NESTED.replace("SPDX-2.3<", "SPDX-9.9<")
                        .replace("relationshipType_dependsOn", "relationshipType_likes")
                        .replaceAll("(?s)<spdx:created>.*?</spdx:created>", ""));
        assertThat(taken.problems())
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(Kind.UNKNOWN_VERSION, Kind.BAD_VALUE, Kind.MISSING);
        assertThat(taken.problems())
                .anyMatch(p -> p.kind() == Kind.BAD_VALUE && p.place().equals("line 16"));
    }

    @Test
    void aFileThatBreaksOffGivesWhatStoodBefore() {
        Reading.Taken taken = read("x", NESTED.substring(0, NESTED.indexOf("<spdx:externalRef>")));
        assertThat(taken.valid()).isFalse();
        assertThat(taken.problems()).extracting(Problem::kind).contains(Kind.BROKEN_OFF);
        assertThat(taken.bom().components()).extracting(Component::name).contains("openssl");
    }

    @Test
    void entitiesAreNeitherExpandedNorFetched() {
        Reading reading = reading(
                "x",
                "<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + NESTED.replace("1.1.1k", "&x;"));
        assertThat(((Reading.Refused) reading).problem().sentence()).contains("DTD");
    }

    @Test
    void otherRdfIsRefused() {
        assertThat(reading("x", ROOT + "<rdf:Description rdf:about=\"a\"/></rdf:RDF>"))
                .isInstanceOf(Reading.Refused.class);
    }

    @Test
    void nestingWithoutEndStopsAtItsBound() {
        String deep = "<spdx:Package><spdx:relationship><spdx:Relationship><spdx:relatedSpdxElement>".repeat(50_000);
        Reading reading = reading("x", NESTED.replace("</spdx:SpdxDocument></rdf:RDF>", "<spdx:relationship>" + deep));
        assertThat(((Reading.Taken) reading).problems())
                .extracting(Problem::kind)
                .contains(Kind.BROKEN_OFF);
    }

    @Test
    void licencesThatHoldEachOtherEndAtTheirBound() {
        StringBuilder sets = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            sets.append("""
                    <spdx:ConjunctiveLicenseSet rdf:nodeID="l%d"><spdx:member rdf:nodeID="l%d"/>
                    <spdx:member rdf:nodeID="l%d"/></spdx:ConjunctiveLicenseSet>""".formatted(i, (i + 1) % 40, (i + 1) % 40));
        }
        Reading.Taken taken = read(
                "x",
                NESTED.replace(
                                "<spdx:licenseConcluded rdf:resource=\"http://spdx.org/rdf/terms#noassertion\"/>",
                                "<spdx:licenseConcluded rdf:nodeID=\"l0\"/>")
                        .replace("</rdf:RDF>", sets + "</rdf:RDF>"));
        assertThat(taken.problems()).extracting(Problem::kind).containsExactly(Kind.TOO_MANY);
        assertThat(taken.bom().components().getFirst().licenses()).hasSize(1);
    }
}
