package dev.shisa.conformity;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import dev.shisa.conformity.internal.Problems;
import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** What a file can be, by its first key. */
    private enum Kind {
        VOCABULARY(true),
        FRAMEWORK(true),
        CONTRADICTIONS(true),
        OUTLINE(false),
        CROSSMAP(false),
        INCIDENTS(false),
        TABLES(false),
        DIVISIONS(false),
        GLOSSARY(false),
        KINDS(false);

        /** Whether verdicts depend on it. */
        private final boolean decides;

        Kind(boolean decides) {
            this.decides = decides;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
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
     * Reads a vocabulary, in one file or several, and any number of frameworks, contradictions, outlines, cross-maps, incident, table,
     * division, glossary and kind files. The files of the vocabulary count in the order of their names without extension, so {@code vocabulary.yaml}
     * comes before {@code vocabulary-company.yaml}.
     *
     * @param files contents by file name; a file says by its first key, one of {@link Kind}, which it is
     */
    public Result read(SequencedMap<String, byte[]> files) {
        Problems problems = new Problems();
        if (files.size() > FILES_MAX) {
            problems.add(new Problem("", 0, "", files.size() + " files", "at most " + FILES_MAX));
            return new Result.Rejected(problems.list());
        }
        Map<Kind, List<YamlEntry>> sorted = new EnumMap<>(Kind.class);
        Arrays.stream(Kind.values()).forEach(kind -> sorted.put(kind, new ArrayList<>()));
        SequencedMap<String, byte[]> deciding = new LinkedHashMap<>();
        SequencedMap<String, byte[]> telling = new LinkedHashMap<>();
        files.forEach((name, content) -> YamlFile.read(name, content, problems)
                .flatMap(file -> sort(file, sorted))
                .ifPresent(kind -> (kind.decides ? deciding : telling).put(name, content)));
        List<YamlEntry> vocabularies = of(sorted, Kind.VOCABULARY);
        if (vocabularies.isEmpty()) {
            // A vocabulary that could not be parsed has been named already.
            if (problems.isEmpty()) {
                problems.add(new Problem("", 0, "", "no vocabulary", "give a file with `vocabulary:`"));
            }
            return new Result.Rejected(problems.list());
        }
        vocabularies.sort(Comparator.comparing(file -> stem(file.file())));
        Vocabulary vocabulary = new VocabularyReader().read(vocabularies);
        KnownRequirements known = new KnownRequirements();
        List<Framework> frameworks = frameworks(of(sorted, Kind.FRAMEWORK), vocabulary, known);
        ClashReader clashes = new ClashReader(vocabulary, known);
        of(sorted, Kind.CONTRADICTIONS).forEach(clashes::read);
        References references = references(sorted, vocabulary, known, telling);
        if (!problems.isEmpty()) {
            return new Result.Rejected(problems.list());
        }
        Catalogue catalogue = new Catalogue(
                edition(deciding, vocabulary, frameworks), vocabulary, frameworks, clashes.clashes(), references);
        if (compiles) {
            compile(catalogue, problems);
        }
        return problems.isEmpty() ? new Result.Loaded(catalogue) : new Result.Rejected(problems.list());
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static List<YamlEntry> of(Map<Kind, List<YamlEntry>> sorted, Kind kind) {
        return Objects.requireNonNull(sorted.get(kind));
    }

    private static Optional<Kind> sort(YamlEntry file, Map<Kind, List<YamlEntry>> sorted) {
        SequencedMap<String, YamlEntry> entries = file.entries();
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(k -> entries.containsKey(k.key()))
                .findFirst();
        if (kind.isPresent()) {
            of(sorted, kind.get()).add(file);
        } else if (file.isMapping()) {
            file.problem(
                    "this is no kind of catalogue file",
                    "start it with one of "
                            + Arrays.stream(Kind.values()).map(Kind::key).collect(joining(", ")));
        }
        return kind;
    }

    private static List<Framework> frameworks(List<YamlEntry> files, Vocabulary vocabulary, KnownRequirements known) {
        List<Framework> read = new ArrayList<>();
        Map<String, String> parameters = new HashMap<>();
        for (YamlEntry file : files) {
            Framework framework = new FrameworkReader(vocabulary).read(file);
            read.add(framework);
            if (!known.add(
                    framework.id(),
                    framework.requirements().stream().map(Requirement::id).toList())) {
                file.problem("the framework " + framework.id() + " stands in two files", "keep one of them");
            }
            for (ParameterDefinition parameter : framework.parameters()) {
                String other = parameters.put(parameter.id(), framework.id());
                if (other != null && !other.equals(framework.id())) {
                    file.problem("the parameter " + parameter.id() + " is also one of " + other, "rename one of them");
                }
            }
        }
        return read;
    }

    private static References references(
            Map<Kind, List<YamlEntry>> sorted,
            Vocabulary vocabulary,
            KnownRequirements known,
            SequencedMap<String, byte[]> files) {
        List<Outline> outlines = new ArrayList<>();
        for (YamlEntry file : of(sorted, Kind.OUTLINE)) {
            Outline outline = new OutlineReader().read(file);
            outlines.add(outline);
            if (!known.add(
                    outline.id(),
                    outline.entries().stream().map(Outline.Entry::id).toList())) {
                file.problem("the guideline " + outline.id() + " stands in two files", "keep one of them");
            }
        }
        RelationReader relations = new RelationReader(known);
        of(sorted, Kind.CROSSMAP).forEach(relations::read);
        IncidentReader incidents = new IncidentReader(known);
        of(sorted, Kind.INCIDENTS).forEach(incidents::read);
        TableReader tables = new TableReader(known);
        of(sorted, Kind.TABLES).forEach(tables::read);
        DivisionReader divisions = new DivisionReader(known);
        of(sorted, Kind.DIVISIONS).forEach(divisions::read);
        GlossaryReader glossary = new GlossaryReader();
        of(sorted, Kind.GLOSSARY).forEach(glossary::read);
        KindReader kinds = new KindReader(vocabulary);
        of(sorted, Kind.KINDS).forEach(kinds::read);
        Map<Boolean, List<Relation>> byLoaded = relations.relations().stream()
                .collect(partitioningBy(r -> known.hasLoaded(r.from()) && known.hasLoaded(r.to())));
        return new References(
                files.isEmpty() ? "" : "sha256 " + digest(files),
                outlines,
                byLoaded.getOrDefault(true, List.of()),
                byLoaded.getOrDefault(false, List.of()),
                incidents.told(),
                tables.tables(),
                divisions.divisions(),
                glossary.words(),
                kinds.kinds());
    }

    private static String edition(
            SequencedMap<String, byte[]> files, Vocabulary vocabulary, Iterable<Framework> frameworks) {
        StringBuilder edition = new StringBuilder("vocabulary " + vocabulary.edition());
        frameworks.forEach(f -> edition.append(", ").append(f.id()).append(' ').append(f.edition()));
        return edition.append(", sha256 ").append(digest(files)).toString();
    }

    /** The first eight bytes; enough to tell editions apart that people made. */
    private static String digest(SequencedMap<String, byte[]> files) {
        MessageDigest digest = sha256();
        files.forEach((name, content) -> {
            digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
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
                requirement
                        .trees()
                        .forEach(
                                tree -> compile(programs, tree, requirement.id().toString(), problems));
            }
        }
        for (Clash clash : catalogue.clashes()) {
            compile(programs, clash.when(), clash.id(), problems);
        }
        for (FactDefinition fact : catalogue.vocabulary().facts()) {
            fact.onlyIf().forEach(condition -> compile(programs, condition.is(), fact.key() + " onlyIf", problems));
            fact.offers().forEach(condition -> compile(programs, condition.is(), fact.key() + " offers", problems));
        }
    }

    private static void compile(CelPrograms programs, Rule tree, String owner, Problems problems) {
        tree.nodes().forEach(node -> {
            if (node instanceof Rule.Leaf leaf) {
                compile(programs, leaf.is(), owner + " " + leaf.path(), problems);
            }
        });
    }

    private static void compile(CelPrograms programs, Predicate predicate, String entry, Problems problems) {
        try {
            programs.compile(predicate);
        } catch (ConformityException e) {
            problems.add(new Problem("", 0, entry, String.valueOf(e.getMessage()), "correct the predicate"));
        }
    }
}
