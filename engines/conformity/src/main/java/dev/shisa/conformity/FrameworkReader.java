package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one framework (catalogue/README.md, "A framework"). */
final class FrameworkReader {

    /** The tile of the board holds no more. */
    private static final int SHORT_NAME_CHARS_MAX = 14;

    private static final String[] FIELDS = {
        "id",
        "title",
        "short",
        "text",
        "easy",
        "scope",
        "source",
        "evidence",
        "readings",
        "related",
        "routes",
        "applies",
        "notApplicable",
        "rule"
    };

    private final Vocabulary vocabulary;
    private final Map<FactKey, FactDefinition> facts = new HashMap<>();
    private final Map<String, ParameterDefinition> parameters = new LinkedHashMap<>();
    /** The documents from which parameters are taken, by the name that the file gives them; without a place. */
    private final Map<String, ParameterDefinition.Source> sources = new HashMap<>();
    /** What the file says of each requirement, for trees that repeat others. */
    private final Map<String, YamlFields> entries = new HashMap<>();

    private final Set<String> repeated = new HashSet<>();
    private final Map<String, Requirement> requirements = new LinkedHashMap<>();
    private String framework = "";

    FrameworkReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        vocabulary.facts().forEach(f -> facts.put(f.key(), f));
    }

    Framework read(YamlEntry file) {
        YamlFields fields = file.fields(
                "framework", "edition", "basis", "title", "covers", "asks", "sources", "parameters", "requirements");
        framework = fields.requireText("framework");
        int edition = VocabularyReader.edition(fields, "edition");
        fields.elements("sources").forEach(this::document);
        fields.elements("parameters").forEach(this::parameter);
        List<YamlEntry> all = fields.elements("requirements");
        for (YamlEntry entry : all) {
            if (entry.isMapping() && entry.entries().get("id") instanceof YamlEntry id) {
                entries.put(id.scalar(), entry.fields(FIELDS));
            }
        }
        Requirement covers = fields.find("covers").map(this::covers).orElse(null);
        all.forEach(this::requirement);
        checkParameters(fields);
        return new Framework(
                framework,
                edition,
                TextReader.require(fields, "basis"),
                TextReader.require(fields, "title"),
                covers,
                asks(fields, covers),
                List.copyOf(parameters.values()),
                List.copyOf(requirements.values()));
    }

    private Set<FactKey> asks(YamlFields fields, @Nullable Requirement covers) {
        Set<FactKey> read = Stream.concat(Stream.ofNullable(covers), requirements.values().stream())
                .flatMap(requirement -> requirement.trees().stream())
                .flatMap(Rule::nodes)
                .flatMap(node -> node.reads().stream())
                .collect(Collectors.toSet());
        Set<FactKey> asks = new LinkedHashSet<>();
        for (YamlEntry entry : fields.elements("asks")) {
            FactKey key = VocabularyReader.key(entry);
            if (!facts.containsKey(key)) {
                entry.problem("there is no fact " + key, "add it to the vocabulary");
            } else if (read.contains(key)) {
                entry.problem("a requirement reads " + key, "leave it out: what is read is asked for");
            } else if (!asks.add(key)) {
                entry.problem(key + " stands twice", "keep one of them");
            }
        }
        return asks;
    }

    private void document(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "title", "url");
        String id = fields.requireText("id");
        String url = fields.requireText("url");
        if (!url.startsWith("https://")) {
            entry.problem("'" + url + "' is no address of a page", "begin it with https://");
        }
        if (sources.put(id, new ParameterDefinition.Source(TextReader.require(fields, "title"), url, "")) != null) {
            entry.problem("the source " + id + " stands twice", "keep one of them");
        }
    }

    private ParameterDefinition.@Nullable Source sourceOf(YamlEntry entry) {
        YamlFields fields = entry.fields("of", "place");
        ParameterDefinition.Source of = sources.get(fields.requireText("of"));
        if (of == null) {
            entry.problem("there is no such source", "name one of `sources` of this file");
            return null;
        }
        return new ParameterDefinition.Source(
                of.title(), of.url(), fields.findText("place").orElse(""));
    }

    private static ParameterDefinition.Proposal proposal(YamlEntry entry) {
        YamlFields fields = entry.fields("values", "basis");
        String value = fields.elements("values").stream()
                .map(YamlEntry::scalar)
                .sorted()
                .collect(Collectors.joining("\n"));
        return new ParameterDefinition.Proposal(value, TextReader.require(fields, "basis"));
    }

    private void parameter(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "type", "name", "help", "requirement", "choices", "source", "proposal");
        String id = fields.requireText("id");
        ParameterDefinition.Type type =
                fields.requireWord("type", ParameterDefinition.Type::parse, ParameterDefinition.Type.FLAG);
        List<Choice> choices = TextReader.choices(fields, false);
        boolean closed = type == ParameterDefinition.Type.WORD || type == ParameterDefinition.Type.WORDS;
        if (closed == choices.isEmpty()) {
            entry.problem(
                    closed
                            ? "a parameter of type " + type.code() + " needs choices"
                            : "only word and words have choices",
                    closed ? "add `choices`" : "leave `choices` out");
        }
        ParameterDefinition definition = new ParameterDefinition(
                id,
                type,
                TextReader.require(fields, "name"),
                TextReader.require(fields, "help"),
                fields.findText("requirement").orElse(null),
                choices,
                fields.find("source").map(this::sourceOf).orElse(null),
                fields.find("proposal").map(FrameworkReader::proposal).orElse(null));
        ParameterDefinition.Proposal proposal = definition.proposal();
        if (proposal != null
                && Value.parse(type.value(), proposal.value())
                        .filter(definition::accepts)
                        .isEmpty()) {
            entry.problem("what is proposed is no value of " + id, "propose one that can be entered");
        }
        if (parameters.put(id, definition) != null) {
            entry.problem("the parameter " + id + " stands twice", "keep one of them");
        }
    }

    private void checkParameters(YamlFields fields) {
        for (YamlEntry entry : fields.elements("parameters")) {
            if (entry.isMapping()) {
                YamlEntry requirement = entry.entries().get("requirement");
                if (requirement != null && !requirements.containsKey(requirement.scalar())) {
                    requirement.problem("there is no such requirement", "name one of this file");
                }
            }
        }
    }

    private Requirement covers(YamlEntry entry) {
        YamlFields fields = entry.fields("title", "short", "text", "easy", "scope", "source", "readings", "rule");
        return read(entry, Framework.COVERS, fields);
    }

    private void requirement(YamlEntry entry) {
        YamlFields fields = entry.fields(FIELDS);
        String number = fields.requireText("id");
        if (number.equals(Framework.COVERS)) {
            entry.problem(number + " is no number of a requirement", "take the guide's own");
        }
        if (requirements.put(number, read(entry, number, fields)) != null) {
            entry.problem("the requirement " + number + " stands twice", "keep one of them");
        }
    }

    private Requirement read(YamlEntry entry, String number, YamlFields fields) {
        TreeReader trees = new TreeReader(vocabulary, facts, parameters, entries, repeated);
        Rule applies = fields.find("applies").map(e -> trees.read(e, "applies")).orElse(null);
        if (fields.has("applies") != fields.has("notApplicable")) {
            entry.problem("applies and notApplicable go together", "give the condition and the reason, or neither");
        }
        return new Requirement(
                new RequirementId(framework, number),
                TextReader.require(fields, "title"),
                shortName(fields),
                TextReader.require(fields, "text"),
                TextReader.find(fields, "easy"),
                fields.requireWord("scope", Requirement.Scope::parse, Requirement.Scope.PRODUCT),
                fields.require("source").map(FrameworkReader::source).orElse(new Requirement.Source("", "")),
                TextReader.list(fields, "evidence"),
                fields.elements("readings").stream()
                        .map(FrameworkReader::reading)
                        .toList(),
                fields.elements("related").stream().map(YamlEntry::text).toList(),
                routes(fields, trees),
                applies,
                TextReader.find(fields, "notApplicable"),
                fields.require("rule")
                        .map(e -> trees.read(e, "rule"))
                        .orElse(new Rule.All("rule", null, null, List.of())));
    }

    private static Text shortName(YamlFields fields) {
        Text name = TextReader.require(fields, "short");
        int length = name.ja().codePointCount(0, name.ja().length());
        if (length > SHORT_NAME_CHARS_MAX) {
            fields.find("short")
                    .ifPresent(e -> e.problem(
                            "ja has " + length + " characters", "shorten it to " + SHORT_NAME_CHARS_MAX + " or fewer"));
        }
        return name;
    }

    static Requirement.Source source(YamlEntry entry) {
        YamlFields fields = entry.fields("doc", "place");
        return new Requirement.Source(fields.requireText("doc"), fields.requireText("place"));
    }

    private static Requirement.Reading reading(YamlEntry entry) {
        YamlFields fields = entry.fields("mark", "ja", "en");
        return new Requirement.Reading(mark(fields), new Text(fields.requireText("ja"), fields.requireText("en")));
    }

    static Requirement.Reading.Mark mark(YamlFields fields) {
        return fields.requireWord("mark", Requirement.Reading.Mark::parse, Requirement.Reading.Mark.JUDGEMENT);
    }

    private static List<Requirement.Route> routes(YamlFields owner, TreeReader trees) {
        List<Requirement.Route> routes = new ArrayList<>();
        for (YamlEntry entry : owner.elements("routes")) {
            YamlFields fields = entry.fields("verdict", "name", "when");
            String path = "routes." + routes.size();
            routes.add(new Requirement.Route(
                    fields.requireWord("verdict", FrameworkReader::routeVerdict, VerdictState.EXEMPT),
                    TextReader.require(fields, "name"),
                    fields.require("when")
                            .map(e -> trees.read(e, path))
                            .orElse(new Rule.All(path, null, null, List.of()))));
        }
        return routes;
    }

    private static Optional<VerdictState> routeVerdict(String word) {
        return VerdictState.parse(word).filter(s -> s == VerdictState.EXEMPT || s == VerdictState.DEEMED);
    }
}
