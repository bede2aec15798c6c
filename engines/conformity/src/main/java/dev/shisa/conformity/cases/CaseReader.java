package dev.shisa.conformity.cases;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Problem;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.internal.Problems;
import dev.shisa.conformity.internal.ValueReader;
import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import dev.shisa.conformity.internal.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads case files and checks them against the catalogue. */
public final class CaseReader {

    /** What reading gave. */
    public sealed interface Result<T> {
        record Loaded<T>(List<T> cases) implements Result<T> {
            public Loaded {
                cases = List.copyOf(cases);
            }
        }

        record Rejected<T>(List<Problem> problems) implements Result<T> {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    private final Catalogue catalogue;

    public CaseReader(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Reads the cases of one requirement of this framework. */
    public Result<Case> read(String framework, String file, byte[] content) {
        return read(file, content, "requirement", fields -> {
            RequirementId id = new RequirementId(framework, fields.requireText("requirement"));
            if (catalogue.requirement(id).isEmpty()) {
                fields.place().problem("there is no requirement " + id, "name one of the framework");
            }
            return entry -> read(id, entry);
        });
    }

    /** Reads the cases of one contradiction between facts. */
    public Result<ClashCase> readClash(String file, byte[] content) {
        return read(file, content, "contradiction", fields -> {
            String id = fields.requireText("contradiction");
            Clash clash = catalogue.clashes().stream()
                    .filter(c -> c.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> {
                        fields.place().problem("there is no contradiction " + id, "name one of the catalogue");
                        return new Clash(id, new Text("", ""), new Rule.All("", null, null, List.of()), Set.of());
                    });
            return entry -> read(clash, entry);
        });
    }

    private static <T> Result<T> read(
            String file, byte[] content, String of, Function<YamlFields, Function<YamlEntry, T>> read) {
        Problems problems = new Problems();
        List<T> cases = new ArrayList<>();
        YamlFile.read(file, content, problems).ifPresent(root -> {
            YamlFields fields = root.fields(of, "cases");
            Function<YamlEntry, T> one = read.apply(fields);
            for (YamlEntry entry : fields.elements("cases")) {
                cases.add(one.apply(entry));
            }
            if (cases.isEmpty()) {
                root.problem("no cases", "add some to `cases`");
            }
        });
        return problems.isEmpty() ? new Result.Loaded<>(cases) : new Result.Rejected<>(problems.list());
    }

    private ClashCase read(Clash clash, YamlEntry entry) {
        YamlFields fields = entry.fields("name", "names", "facts", "holds");
        Truth holds = fields.require("holds")
                .map(word -> switch (word.scalar()) {
                    case "true" -> Truth.TRUE;
                    case "false" -> Truth.FALSE;
                    case "unknown" -> Truth.UNKNOWN;
                    default -> {
                        word.problem("a contradiction holds, does not, or it is unknown", "true, false or unknown");
                        yield Truth.UNKNOWN;
                    }
                })
                .orElse(Truth.UNKNOWN);
        return new ClashCase(
                entry.file(), entry.line(), fields.requireText("name"), clash, facts(fields), names(fields), holds);
    }

    private Case read(RequirementId id, YamlEntry entry) {
        YamlFields fields = entry.fields("name", "branch", "parameters", "facts", "verdict", "towards");
        List<Fact> facts = facts(fields);
        VerdictState verdict = fields.requireWord("verdict", VerdictState::parse, VerdictState.UNKNOWN);
        VerdictState towards = fields.findWord("towards", VerdictState::parse).orElse(null);
        if (towards != null && verdict != VerdictState.EXPECTED) {
            entry.problem("towards without expected", "leave `towards` out");
        }
        return new Case(
                entry.file(),
                entry.line(),
                fields.requireText("name"),
                fields.findText("branch").orElse(""),
                id,
                parameters(fields),
                facts,
                verdict,
                towards);
    }

    /** What the items of the facts are called. */
    private static Map<String, String> names(YamlFields fields) {
        Map<String, String> names = new HashMap<>();
        fields.find("names")
                .map(YamlEntry::entries)
                .ifPresent(entries -> entries.forEach((item, entry) -> {
                    if (!Slot.isItemCode(item)) {
                        entry.problem("'" + item + "' is no code of an item", "name it as in the facts");
                    }
                    names.put(item, entry.text());
                }));
        return names;
    }

    private List<Fact> facts(YamlFields fields) {
        List<Fact> facts = new ArrayList<>();
        for (YamlEntry fact : fields.elements("facts")) {
            new FactReader(catalogue, facts.size()).read(fact).ifPresent(facts::add);
        }
        checkItems(fields, facts);
        return facts;
    }

    /** A fact about an item that the case's own list leaves out is a slip of the pen. */
    private void checkItems(YamlFields fields, List<Fact> facts) {
        for (Fact fact : facts) {
            Optional<String> collection = catalogue.fact(fact.slot().key()).flatMap(d -> Optional.ofNullable(d.of()));
            List<Value> lists = facts.stream()
                    .filter(f -> collection.isPresent() && collection.equals(listing(f)))
                    .map(Fact::value)
                    .toList();
            boolean listed = lists.isEmpty()
                    || lists.stream()
                            .anyMatch(v -> v instanceof Value.Words words
                                    && words.value().contains(fact.slot().item()));
            if (!listed) {
                fields.find("facts")
                        .ifPresent(e -> e.problem(
                                fact.slot() + ": the item is in no list of " + collection.orElse(""),
                                "list it, or correct its code"));
            }
        }
    }

    /** The collection of which a fact lists items. */
    private Optional<String> listing(Fact fact) {
        return catalogue
                .fact(fact.slot().key())
                .filter(d -> d.type() == FactType.SET)
                .flatMap(d -> Optional.ofNullable(d.collection()));
    }

    private Parameters parameters(YamlFields fields) {
        Map<String, Value> values = new HashMap<>();
        fields.find("parameters")
                .map(YamlEntry::entries)
                .ifPresent(entries -> entries.forEach((id, entry) -> {
                    Optional<ParameterDefinition> definition = catalogue.parameter(id);
                    if (definition.isEmpty()) {
                        entry.problem("there is no parameter " + id, "name one of the framework");
                        return;
                    }
                    Value value =
                            ValueReader.read(entry, definition.get().type().value());
                    if (!definition.get().accepts(value)) {
                        entry.problem(value.canonical() + " is not a value of " + id, "see its type and choices");
                    }
                    values.put(id, value);
                }));
        return new Parameters("cases", values);
    }
}
