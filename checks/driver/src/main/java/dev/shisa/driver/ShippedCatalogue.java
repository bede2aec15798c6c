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

    private ShippedCatalogue() {}

    public static Catalogue read() throws IOException {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (String name : List.of("jcstar1.yaml", "vocabulary.yaml")) {
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
