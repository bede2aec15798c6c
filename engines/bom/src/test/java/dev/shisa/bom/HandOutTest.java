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
        for (String folder : List.of("sbom/real", "sbom/spdx-examples")) {
            for (Path file : HandOut.files(folder)) {
                Reading reading = BomReader.read(ByteSource.of(file));
                System.out.println(file.getFileName() + " "
                        + (reading instanceof Reading.Taken t
                                ? t.bom().components().size() + " " + t.problemCount() + " "
                                        + t.problems().stream().limit(3).toList()
                                : reading.toString()));
            }
        }
    }
}
