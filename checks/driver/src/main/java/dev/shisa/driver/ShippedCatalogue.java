package dev.shisa.driver;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The catalogue that Shisa brings. */
public final class ShippedCatalogue {

    private static final List<String> STAR1 = List.of("jcstar1.yaml", "vocabulary.yaml");

    /** Everything that decides; what only relates, tells or explains is left out. */
    private static final List<String> ALL = List.of(
            "contradictions.yaml",
            "jcstar1.yaml",
            "iotgl.yaml",
            "psirt-guide.yaml",
            "sme-guide.yaml",
            "tsunagaru.yaml",
            "vocabulary.yaml",
            "vocabulary-company.yaml",
            "vocabulary-development.yaml",
            "vocabulary-model.yaml");

    private ShippedCatalogue() {}

    /** JC-STAR ★1. */
    public static Catalogue read() throws IOException {
        return read(STAR1);
    }

    /** Every framework with rules. */
    public static Catalogue all() throws IOException {
        return read(ALL);
    }

    private static Catalogue read(List<String> names) throws IOException {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            try (InputStream in = ShippedCatalogue.class.getResourceAsStream("/catalogue/" + name)) {
                if (in == null) {
                    throw new IOException("the catalogue has no " + name);
                }
                files.put(name, in.readAllBytes());
            }
        }
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(var problems) ->
                throw new IOException("the catalogue is refused: " + problems);
        };
    }
}
