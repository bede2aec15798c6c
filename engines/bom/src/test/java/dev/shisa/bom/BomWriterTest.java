package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.bom.BomWriter.Analysis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written is valid against the official schemas, and says what the maker decided. */
class BomWriterTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Bom BOM =
            RoundTrip.read("x", """
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"type": "device", "bom-ref": "cam",
               "name": "camera", "version": "2", "purl": "pkg:generic/shisa/camera@2"}},
             "components": [
               {"type": "library", "bom-ref": "a", "group": "org", "name": "openssl", "version": "1.1.1k",
                "supplier": {"name": "OpenSSL"}, "licenses": [{"license": {"id": "Apache-2.0"}}, {"license": {"id": "MIT"}}],
                "hashes": [{"alg": "SHA3-256", "content": "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"},
                           {"alg": "SHA-384", "content": "%s"}],
                "cpe": "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*", "purl": "pkg:generic/openssl@1.1.1k",
                "pedigree": {"patches": [{"type": "backport", "resolves": [{"type": "security", "id": "CVE-2021-3449"}]}]},
                "components": [{"type": "file", "bom-ref": "a1", "name": "libssl.so"}]},
               {"type": "operating-system", "bom-ref": "b", "name": "zephyr", "version": "3.5"},
               {"type": "machine-learning-model", "bom-ref": "c", "name": "detector", "licenses": [{"license": {"name": "our own"}}]}],
             "dependencies": [{"ref": "cam", "dependsOn": ["a", "b"]}, {"ref": "b", "dependsOn": []}]}""".formatted("ab".repeat(48))).bom();

    private static final List<Analysis> ANALYSES = List.of(
            new Analysis("CVE-2024-0001", "not_affected", "code_not_reachable", "never called", List.of("a", "a1")),
            new Analysis("CVE-2024-0002", "not_affected", "requires_configuration", "", List.of("b")),
            new Analysis("CVE-2024-0003", "exploitable", "", "", List.of("b")),
            new Analysis("CVE-2024-0004", "resolved", "", "built anew", List.of("a")),
            new Analysis("CVE-2024-0005", "in_triage", "", "", List.of("a")),
            new Analysis("GHSA-xxxx-yyyy-zzzz", "false_positive", "", "another product", List.of("a")));

    private static String spdx3(Bom bom, List<Analysis> analyses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.spdx3(bom, RoundTrip.HEADER, analyses, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode openVex(Bom bom, List<Analysis> analyses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.openVex(bom, RoundTrip.HEADER, analyses, out);
        return JSON.readTree(out.toByteArray());
    }

    @Test
    void spdx3KeepsTheSchemaOfItsOrganisation() throws IOException {
        Schema schema;
        try (InputStream in = BomWriterTest.class.getResourceAsStream("/resources/spdx-schema-v3.0.1.json")) {
            assertThat(in).isNotNull();
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        }
        assertThat(schema.validate(spdx3(BOM, ANALYSES), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(spdx3(BOM, ANALYSES).replace("dependsOn", "likes"), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void spdx3SaysWhatTheListSaid() {
        Bom read = RoundTrip.read("x", spdx3(BOM, List.of())).bom();
        assertThat(read.subject()).isNotNull();
        assertThat(read.authors()).containsExactly("シーサー電子");
        Component openssl = read.components().getFirst();
        Component before = BOM.components().getFirst();
        assertThat(openssl.name()).isEqualTo("org/openssl");
        assertThat(openssl.version()).isEqualTo(before.version());
        assertThat(openssl.supplier()).isEqualTo("OpenSSL");
        assertThat(openssl.purls()).isEqualTo(before.purls());
        assertThat(openssl.cpes()).isEqualTo(before.cpes());
        assertThat(openssl.resolved()).isEqualTo(before.resolved());
        assertThat(openssl.hashes()).extracting(Component.Hash::algorithm).containsExactly("sha3_256", "sha384");
        assertThat(openssl.licenses()).containsExactly(new Component.License("(Apache-2.0) AND (MIT)", true));
        assertThat(read.components()).extracting(Component::type).contains("operating-system", "file");
        assertThat(read.dependencies().values()).contains(List.of());
    }

    @Test
    void openVexSaysOfTheProductsPartsWhatWasDecided() {
        JsonNode vex = openVex(BOM, ANALYSES);
        assertThat(vex.path("@context").asString("")).isEqualTo("https://openvex.dev/ns/v0.2.0");
        assertThat(vex.path("author").asString("")).isEqualTo("シーサー電子");
        JsonNode reachable = vex.path("statements").path(0);
        assertThat(reachable.path("status").asString("")).isEqualTo("not_affected");
        assertThat(reachable.path("justification").asString("")).isEqualTo("vulnerable_code_not_in_execute_path");
        assertThat(reachable.path("impact_statement").asString("")).isEqualTo("never called");
        JsonNode product = reachable.path("products").path(0);
        assertThat(product.path("@id").asString("")).isEqualTo("pkg:generic/shisa/camera@2");
        assertThat(product.path("subcomponents")
                        .path(0)
                        .path("identifiers")
                        .path("cpe23")
                        .asString(""))
                .isEqualTo("cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*");
        assertThat(product.path("subcomponents").path(1).path("@id").asString(""))
                .startsWith("urn:uuid:");
        JsonNode configured = vex.path("statements").path(1);
        assertThat(configured.has("justification")).isFalse();
        assertThat(configured.path("impact_statement").asString("")).isEqualTo("requires_configuration");
        assertThat(vex.path("statements").path(2).path("status").asString("")).isEqualTo("affected");
        assertThat(vex.path("statements").path(2).path("action_statement").asString(""))
                .isNotBlank();
        assertThat(vex.path("statements").path(3).path("status").asString("")).isEqualTo("fixed");
        assertThat(vex.path("statements").path(4).path("status").asString("")).isEqualTo("under_investigation");
        assertThat(vex.path("statements").path(5).path("impact_statement").asString(""))
                .isEqualTo("false_positive: another product");
    }

    @Test
    void notAffectedWithoutAReasonIsNotWritten() {
        List<Analysis> bare = List.of(new Analysis("CVE-2024-0001", "not_affected", "", " ", List.of("a")));
        assertThatThrownBy(() -> openVex(BOM, bare)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spdx3(BOM, bare)).isInstanceOf(IllegalArgumentException.class);
        List<Analysis> unknown = List.of(new Analysis("CVE-2024-0001", "fine", "", "", List.of("a")));
        assertThatThrownBy(() -> openVex(BOM, unknown)).isInstanceOf(IllegalArgumentException.class);
    }
}
