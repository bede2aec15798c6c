package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomReader;
import dev.shisa.bom.BomWriter;
import dev.shisa.bom.BomWriter.Analysis;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Reading;
import dev.shisa.vulnerability.triage.VexReader;
import dev.shisa.vulnerability.triage.VexStatement;
import dev.shisa.vulnerability.triage.VexStatement.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one engine writes of the maker's decisions, the other reads as the same statements. */
class VexExportTest {

    private static final BomWriter.Header HEADER = new BomWriter.Header(
            UUID.fromString("3e671687-395b-41f5-a30f-a58921a69b79"), Instant.parse("2026-11-21T08:00:00Z"), "Shisa");

    private static final List<Analysis> ANALYSES = List.of(
            new Analysis("CVE-2024-0001", "not_affected", "code_not_reachable", "never called", List.of("a")),
            new Analysis("CVE-2024-0002", "exploitable", "", "update to 1.1.1l", List.of("a")),
            new Analysis("CVE-2024-0003", "resolved", "", "", List.of("a")),
            new Analysis("CVE-2024-0004", "in_triage", "", "", List.of("a")));

    private static Bom bom() throws IOException {
        String text = """
                {"bomFormat": "CycloneDX", "specVersion": "1.6",
                 "metadata": {"component": {"type": "device", "bom-ref": "cam", "name": "camera", "version": "2",
                   "purl": "pkg:generic/shisa/camera@2"}},
                 "components": [{"type": "library", "bom-ref": "a", "name": "openssl", "version": "1.1.1k",
                   "purl": "pkg:generic/openssl@1.1.1k"}]}""";
        Reading reading = BomReader.read(ByteSource.of("x", text.getBytes(StandardCharsets.UTF_8)));
        return ((Reading.Taken) reading).bom();
    }

    private static void check(byte[] document, List<String> within) {
        VexReader.Reading reading = VexReader.read("x", document);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.statements())
                .extracting(s -> s.vulnerabilities().iterator().next(), VexStatement::status)
                .containsExactlyInAnyOrder(
                        tuple("CVE-2024-0001", Status.NOT_AFFECTED),
                        tuple("CVE-2024-0002", Status.AFFECTED),
                        tuple("CVE-2024-0003", Status.FIXED),
                        tuple("CVE-2024-0004", Status.UNDER_INVESTIGATION));
        assertThat(reading.statements()).allSatisfy(statement -> {
            assertThat(statement.reasoned()).isTrue();
            assertThat(statement.issuedAt()).isEqualTo("2026-11-21T08:00:00Z");
            assertThat(statement.products()).singleElement().satisfies(product -> {
                assertThat(product.purls()).contains("pkg:generic/openssl@1.1.1k");
                assertThat(product.within()).isEqualTo(within);
            });
        });
    }

    @Test
    void statementsWithinCycloneDxAreReadAsTheyWereDecided() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.cycloneDx(bom(), HEADER, ANALYSES, out);
        check(out.toByteArray(), List.of());
    }

    @Test
    void openVexIsReadAsItWasDecidedAndOnlyWithinTheProduct() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.openVex(bom(), HEADER, ANALYSES, out);
        check(out.toByteArray(), List.of("pkg:generic/shisa/camera@2", "pkg:generic/shisa/camera@2"));
    }
}
