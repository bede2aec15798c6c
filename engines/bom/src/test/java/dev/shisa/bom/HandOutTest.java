package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published examples of the formats, and lists of real build systems. */
@Tag("shared")
class HandOutTest {

    @Test
    void everyValidExampleOfTheSpecificationIsValidAndEveryInvalidOneNamedWithItsPlace() throws Exception {
        List<String> wrong = new ArrayList<>();
        int valid = 0;
        int invalid = 0;
        for (Path file : HandOut.files("sbom/cyclonedx-spec")) {
            String name = file.getFileName().toString();
            Reading reading = BomReader.read(ByteSource.of(file));
            boolean expected = name.startsWith("valid");
            if (expected) {
                valid++;
            } else {
                invalid++;
            }
            if (!(reading instanceof Reading.Taken taken)) {
                if (expected) wrong.add(name + ": " + reading);
                continue;
            }
            if (taken.valid() != expected) {
                wrong.add(name + ": " + taken.problems());
            }
            assertThat(taken.problems())
                    .allMatch(p -> !p.place().isEmpty() && !p.sentence().isBlank());
        }
        assertThat(wrong).isEmpty();
        assertThat(valid).isGreaterThan(80);
        assertThat(invalid).isGreaterThan(50);
    }

    @Test
    void listsOfRealToolsAreTakenAlsoWhereTheyBreakTheirSchema() throws Exception {
        assertThat(taken("sbom/real/alpine-3.17.cdx.xml").bom().components()).hasSize(16);
        assertThat(taken("sbom/real/laravel.1.4.json").bom().components()).hasSize(62);
        assertThat(taken("sbom/real/yocto-cyclonedx-bom.json").bom().components())
                .hasSize(97);
        Reading.Taken wrongType = taken("sbom/real/alpine-zlib-16.cdx.json");
        assertThat(wrongType.bom().components()).hasSize(1);
        assertThat(wrongType.problems()).extracting(Problem::place).containsExactly("/metadata/component/type");
        Reading.Taken badPurls = taken("sbom/real/bad-purls.cdx.xml");
        assertThat(badPurls.bom().components()).hasSize(15);
        assertThat(badPurls.problems())
                .extracting(Problem::kind)
                .filteredOn(kind -> kind != Problem.Kind.NO_IDENTIFIER)
                .containsExactlyInAnyOrder(Problem.Kind.MISSING, Problem.Kind.NO_NAME);
        assertThat(badPurls.problems())
                .filteredOn(problem -> problem.kind() == Problem.Kind.NO_IDENTIFIER)
                .extracting(problem -> problem.arguments().getLast())
                .containsExactlyInAnyOrder(
                        "pkg:pypi/",
                        "pkg:pypi/",
                        "pkg:pypi/",
                        "pkg:///",
                        "/",
                        "pkg:apk/alpine/@1.36.1-r27?arch=x86_64&upstream=busybox&distro=alpine-3.17.2");
    }

    @Test
    void spdxExamplesOfBothGenerationsAreValid() throws Exception {
        for (Path file : HandOut.files("sbom/spdx-examples")) {
            Reading.Taken taken = (Reading.Taken) BomReader.read(ByteSource.of(file));
            assertThat(taken.valid()).as(file + " " + taken.problems()).isTrue();
            assertThat(taken.bom().components()).isNotEmpty();
            assertThat(taken.bom().created()).isNotEmpty();
        }
    }

    @Test
    void everyListThatCouldBeTakenIsWrittenValidlyInBothFormatsAndReadsTheSame() throws Exception {
        int written = 0;
        for (Path file : HandOut.files("sbom")) {
            // A component without a name stays without one, which no format allows.
            if (BomReader.read(ByteSource.of(file)) instanceof Reading.Taken taken
                    && taken.bom().components().stream().noneMatch(c -> c.name().isBlank())) {
                RoundTrip.check(file.toString(), taken.bom());
                written++;
            }
        }
        assertThat(written).isGreaterThan(150);
    }

    private static Reading.Taken taken(String name) throws Exception {
        return (Reading.Taken) BomReader.read(ByteSource.of(HandOut.folder(".").resolve(name)));
    }
}
