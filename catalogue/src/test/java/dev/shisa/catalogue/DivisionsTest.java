package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Every requirement of a divided guide stands in exactly one part, or its count would be wrong. */
class DivisionsTest {

    @Test
    void everyRequirementOfADividedGuideStandsInOnePart() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : CatalogueFiles.documents()) {
            files.put(String.valueOf(file.getFileName()), CatalogueFiles.bytes(file));
        }
        Catalogue catalogue = switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue read) -> read;
            case CatalogueReader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
        assertThat(catalogue.references().divisions()).hasSize(4);
        assertThat(catalogue.references().words()).isNotEmpty();
        catalogue.references().divisions().forEach(division -> {
            Framework framework = catalogue.framework(division.framework()).orElseThrow();
            assertThat(division.parts().stream().flatMap(part -> part.requirements().stream()))
                    .as(division.framework())
                    .containsExactlyInAnyOrderElementsOf(framework.requirements().stream()
                            .map(Requirement::id)
                            .toList());
        });
    }
}
