package dev.shisa.conformity;

import java.util.List;
import java.util.SequencedMap;

/** Reads catalogue files (catalogue/README.md), collecting all problems. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class CatalogueReader {

    /** What reading gave. */
    public sealed interface Result {
        record Loaded(Catalogue catalogue) implements Result {}

        record Rejected(List<Problem> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    private final boolean compileAll;

    private CatalogueReader(boolean compileAll) {
        this.compileAll = compileAll;
    }

    /** Checks predicates by this module's own grammar only, which is fast: for a catalogue that the build has compiled. */
    public static CatalogueReader checking() {
        return new CatalogueReader(false);
    }

    /** Also compiles each predicate with the CEL library, which takes a second: for tests and overlays. */
    public static CatalogueReader compiling() {
        return new CatalogueReader(true);
    }

    /**
     * Reads all files and checks them against each other.
     *
     * @param files contents by file name; a file says by its first key whether it is a vocabulary or a framework
     */
    public Result read(SequencedMap<String, byte[]> files) {
        throw new UnsupportedOperationException("comes next");
    }
}
