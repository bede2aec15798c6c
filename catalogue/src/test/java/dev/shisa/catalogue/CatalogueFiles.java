package dev.shisa.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.cases.Case;
import dev.shisa.conformity.cases.CaseReader;
import dev.shisa.conformity.cases.ClashCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The built files, as they stand in the jar. */
final class CatalogueFiles {

    private static final Path ROOT = root();

    private CatalogueFiles() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All YAML files that are not cases. */
    static List<Path> documents() {
        return yaml(ROOT, 1);
    }

    /** Dated data of labelling schemes: no guides, so the engine's reader never sees them. */
    static List<Path> schemes() {
        return yaml(path("scheme"), 1);
    }

    static List<Path> caseFiles() {
        return yaml(path("cases"), 2);
    }

    static List<Path> yaml(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read with every predicate compiled. */
    static Catalogue catalogue() {
        return switch (CatalogueReader.compiling().read(vocabularyAndFrameworks())) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    /** Without the contradictions: each case of a requirement changes one answer, and decides by the rule alone. */
    static Catalogue rules() {
        Catalogue catalogue = catalogue();
        return new Catalogue(catalogue.edition(), catalogue.vocabulary(), catalogue.frameworks());
    }

    static List<Case> cases(Catalogue catalogue) {
        CaseReader reader = new CaseReader(catalogue);
        return caseFiles().stream()
                .filter(file -> !isOfContradiction(file))
                .flatMap(file -> cases(reader, file).stream())
                .toList();
    }

    static List<ClashCase> clashCases(Catalogue catalogue) {
        CaseReader reader = new CaseReader(catalogue);
        return caseFiles().stream()
                .filter(CatalogueFiles::isOfContradiction)
                .flatMap(file -> switch (reader.readClash(file.getFileName().toString(), bytes(file))) {
                    case CaseReader.Result.Loaded<ClashCase>(var cases) -> cases.stream();
                    case CaseReader.Result.Rejected<ClashCase>(var problems) -> throw new AssertionError(problems);
                })
                .toList();
    }

    private static boolean isOfContradiction(Path file) {
        return Objects.requireNonNull(file.getParent()).endsWith("contradictions");
    }

    private static List<Case> cases(CaseReader reader, Path file) {
        String framework =
                Objects.requireNonNull(file.getParent()).getFileName().toString();
        return switch (reader.read(framework, file.getFileName().toString(), bytes(file))) {
            case CaseReader.Result.Loaded<Case>(var cases) -> cases;
            case CaseReader.Result.Rejected<Case>(var problems) -> throw new AssertionError(problems);
        };
    }

    private static SequencedMap<String, byte[]> vocabularyAndFrameworks() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        documents().stream()
                .filter(f -> !f.endsWith("glossary.yaml"))
                .forEach(f -> files.put(f.getFileName().toString(), bytes(f)));
        return files;
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(CatalogueFiles.class.getResource("/catalogue/vocabulary.yaml"))
                            .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
