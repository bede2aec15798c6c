package dev.shisa.conformity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/** The small catalogue of the test resources. */
public final class Mini {

    private Mini() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Mini.class.getResourceAsStream("/mini/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SequencedMap<String, byte[]> files() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("vocabulary.yaml", bytes("vocabulary.yaml"));
        files.put("frame.yaml", bytes("frame.yaml"));
        return files;
    }

    public static Catalogue catalogue() {
        return switch (CatalogueReader.checking().read(files())) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }
}
