package dev.shisa.conformity;

import dev.shisa.conformity.internal.Problems;
import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Reads catalogue files (catalogue/README.md) and checks what they say against each other: names, types, predicates,
 * places of leaves. All problems are collected; a catalogue is given only if there are none.
 */
public final class CatalogueReader {

    /** An installation has a few dozen frameworks. */
    static final int FILES_MAX = 200;

    /** What reading gave. */
    public sealed interface Result {
        record Loaded(Catalogue catalogue) implements Result {}

        record Rejected(List<Problem> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    private final boolean compiles;

    private CatalogueReader(boolean compiles) {
        this.compiles = compiles;
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
     * Reads a vocabulary, in one file or several, and any number of frameworks. The files of the vocabulary count in the order
     * of their names without extension, so {@code vocabulary.yaml} comes before {@code vocabulary-company.yaml}.
     *
     * @param files contents by file name; a file says by its key {@code vocabulary} or {@code framework} which it is
     */
    public Result read(SequencedMap<String, byte[]> files) {
        Problems problems = new Problems();
        if (files.size() > FILES_MAX) {
            problems.add(new Problem("", 0, "", files.size() + " files", "at most " + FILES_MAX));
            return new Result.Rejected(problems.list());
        }
        List<YamlEntry> vocabularies = new ArrayList<>();
        List<YamlEntry> frameworks = new ArrayList<>();
        files.forEach((name, content) ->
                YamlFile.read(name, content, problems).ifPresent(file -> sort(file, vocabularies, frameworks)));
        if (vocabularies.isEmpty()) {
            // A vocabulary that could not be parsed has been named already.
            if (problems.isEmpty()) {
                problems.add(new Problem("", 0, "", "no vocabulary", "give a file with `vocabulary:`"));
            }
            return new Result.Rejected(problems.list());
        }
        vocabularies.sort(Comparator.comparing(file -> stem(file.file())));
        Vocabulary vocabulary = new VocabularyReader().read(vocabularies);
        SequencedMap<String, Framework> read = new LinkedHashMap<>();
        Map<String, String> parameters = new HashMap<>();
        for (YamlEntry file : frameworks) {
            Framework framework = new FrameworkReader(vocabulary).read(file);
            if (read.put(framework.id(), framework) != null) {
                file.problem("the framework " + framework.id() + " stands in two files", "keep one of them");
            }
            for (ParameterDefinition parameter : framework.parameters()) {
                String other = parameters.put(parameter.id(), framework.id());
                if (other != null && !other.equals(framework.id())) {
                    file.problem("the parameter " + parameter.id() + " is also one of " + other, "rename one of them");
                }
            }
        }
        if (!problems.isEmpty()) {
            return new Result.Rejected(problems.list());
        }
        Catalogue catalogue =
                new Catalogue(edition(files, vocabulary, read.values()), vocabulary, List.copyOf(read.values()));
        if (compiles) {
            compile(catalogue, problems);
        }
        return problems.isEmpty() ? new Result.Loaded(catalogue) : new Result.Rejected(problems.list());
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static void sort(YamlEntry file, List<YamlEntry> vocabularies, List<YamlEntry> frameworks) {
        SequencedMap<String, YamlEntry> entries = file.entries();
        if (entries.containsKey("vocabulary")) {
            vocabularies.add(file);
        } else if (entries.containsKey("framework")) {
            frameworks.add(file);
        } else if (file.isMapping()) {
            file.problem("neither a vocabulary nor a framework", "start it with `vocabulary:` or `framework:`");
        }
    }

    private static String edition(
            SequencedMap<String, byte[]> files, Vocabulary vocabulary, Iterable<Framework> frameworks) {
        MessageDigest digest = sha256();
        files.forEach((name, content) -> {
            digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        StringBuilder edition = new StringBuilder("vocabulary " + vocabulary.edition());
        frameworks.forEach(f -> edition.append(", ").append(f.id()).append(' ').append(f.edition()));
        String hex = HexFormat.of().formatHex(digest.digest());
        return edition.append(", sha256 ").append(hex, 0, 16).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void compile(Catalogue catalogue, Problems problems) {
        CelPrograms programs = new CelPrograms();
        for (Framework framework : catalogue.frameworks()) {
            for (Requirement requirement : framework.requirements()) {
                requirement.trees().stream().flatMap(Rule::nodes).forEach(node -> {
                    if (node instanceof Rule.Leaf leaf) {
                        compile(programs, leaf.is(), requirement.id() + " " + leaf.path(), problems);
                    }
                });
            }
        }
        for (FactDefinition fact : catalogue.vocabulary().facts()) {
            FactDefinition.Condition condition = fact.onlyIf();
            if (condition != null) {
                compile(programs, condition.is(), fact.key() + " onlyIf", problems);
            }
        }
    }

    private static void compile(CelPrograms programs, Predicate predicate, String entry, Problems problems) {
        try {
            programs.compile(predicate);
        } catch (ConformityException e) {
            problems.add(new Problem("", 0, entry, String.valueOf(e.getMessage()), "correct the predicate"));
        }
    }
}
