package dev.shisa.server.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.BomReader;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Completeness;
import dev.shisa.bom.Reading;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Shisa says it is made of, read as any maker's bill of materials is. */
class OwnPartsTest extends ServerTest {

    @Autowired
    OwnParts parts;

    @Test
    void ourOwnBillOfMaterialsIsValidAndLacksNothingThatWeAskOfOthers() throws IOException {
        byte[] file = parts.file();
        Reading reading = BomReader.read(ByteSource.of("shisa.cdx.json", file));

        assertThat(reading).isInstanceOfSatisfying(Reading.Taken.class, taken -> {
            assertThat(taken.valid()).as(taken.problems().toString()).isTrue();
            Completeness.Report report = Completeness.check(taken.bom());
            assertThat(report.meetsNtia()).as(report.missing().toString()).isTrue();
            assertThat(report.unknownLicenses())
                    .as("in the public domain, and terms of use: SPDX has no identifier for either")
                    .containsExactlyInAnyOrder("pkg:generic/xz@5.2.2", "pkg:generic/cwe@4.20");
        });
    }

    @Test
    void everyPartHasAVersionASupplierAndALicence() {
        List<OwnParts.Part> all = parts.all();

        assertThat(all)
                .hasSizeGreaterThan(120)
                .allSatisfy(part -> assertThat(List.of(part.name(), part.version(), part.supplier(), part.licence()))
                        .noneMatch(String::isBlank));
        assertThat(all)
                .extracting(OwnParts.Part::name)
                .as(
                        "the server, the commands, the database with what lies in it, what the browser gets, lists of others")
                .contains("spring-web", "picocli", "postgresql", "openssl", "htmx.org", "BIZ UDPGothic", "CWE");
    }

    @Test
    void whoeverSignedInSeesThePartsAndSavesTheFile() {
        Browser auditor = signedIn(Role.AUDITOR);

        Page page = auditor.get("/settings/about");
        assertThat(page.text())
                .contains("SECURITY.md", "他者の部品 " + parts.all().size() + "個", "tomcat-embed-core", "Apache-2.0");
        assertThat(page.html()).contains("href=\"/settings/about/parts.cdx.json\"");
        assertThat(auditor.get("/settings/about/parts.cdx.json").html()).contains("\"specVersion\"", "CycloneDX");
    }
}
