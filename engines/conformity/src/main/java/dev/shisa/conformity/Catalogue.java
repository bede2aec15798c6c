package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The vocabulary and the frameworks that read it, checked against each other; immutable. */
public final class Catalogue {

    private final String edition;
    private final Vocabulary vocabulary;
    private final List<Framework> frameworks;
    private final List<Clash> clashes;
    private final References references;
    private final Map<FactKey, FactDefinition> facts = new HashMap<>();
    private final Map<RequirementId, Requirement> requirements = new LinkedHashMap<>();
    private final Map<String, ParameterDefinition> parameters = new LinkedHashMap<>();
    private final Map<FactKey, Set<RequirementId>> readers = new HashMap<>();
    private final Map<RequirementId, Set<FactKey>> read = new HashMap<>();
    private final Map<String, Set<RequirementId>> users = new HashMap<>();
    private final Map<FactKey, List<Clash>> clashing = new HashMap<>();
    private final Map<RequirementId, List<Clash>> touching = new HashMap<>();
    private final Map<String, Set<RequirementId>> touched = new HashMap<>();
    private final Set<FactKey> left = new HashSet<>();
    private final Set<FactKey> sparing = new HashSet<>();

    /** Without contradictions and references; see {@link #Catalogue(String, Vocabulary, List, List, References)}. */
    public Catalogue(String edition, Vocabulary vocabulary, List<Framework> frameworks) {
        this(edition, vocabulary, frameworks, List.of(), References.NONE);
    }

    /**
     * For catalogues built in code; files are read by {@link CatalogueReader}, which checks what the files say against each
     * other.
     *
     * @param edition names exactly what decides: vocabulary, frameworks and contradictions
     */
    public Catalogue(
            String edition,
            Vocabulary vocabulary,
            List<Framework> frameworks,
            List<Clash> clashes,
            References references) {
        this.edition = edition;
        this.vocabulary = vocabulary;
        this.frameworks = List.copyOf(frameworks);
        this.clashes = List.copyOf(clashes);
        this.references = references;
        vocabulary.facts().forEach(f -> facts.put(f.key(), f));
        for (Framework framework : frameworks) {
            framework.parameters().forEach(p -> parameters.put(p.id(), p));
            for (Requirement requirement : framework.requirements()) {
                requirements.put(requirement.id(), requirement);
                requirement.trees().stream().flatMap(Rule::nodes).forEach(node -> index(node, requirement.id()));
            }
        }
        clashes.forEach(this::index);
        requirements.values().stream()
                .flatMap(requirement -> requirement.routes().stream())
                .flatMap(route -> route.when().nodes())
                .forEach(node -> sparing.addAll(node.reads()));
    }

    /** Names the editions of the files that decide and, by a digest, their exact contents. */
    public String edition() {
        return edition;
    }

    /** What is told beside the rules; it has an edition of its own. */
    public References references() {
        return references;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public List<Framework> frameworks() {
        return frameworks;
    }

    /** The contradictions between facts that it knows of, in the order of the files. */
    public List<Clash> clashes() {
        return clashes;
    }

    /** The one of which a key is the judgement that both are so. */
    public Optional<Clash> clash(FactKey both) {
        return Clash.isJudged(both)
                ? clashes.stream().filter(clash -> clash.both().equals(both)).findFirst()
                : Optional.empty();
    }

    /** Those that rest on facts which a requirement reads, or that name it, also for one that is not here. */
    public List<Clash> clashesTouching(Requirement requirement) {
        if (requirement.equals(requirements.get(requirement.id()))) {
            return touching.getOrDefault(requirement.id(), List.of());
        }
        Set<FactKey> keys = requirement.trees().stream()
                .flatMap(Rule::nodes)
                .flatMap(node -> node.reads().stream())
                .collect(Collectors.toSet());
        return clashes.stream()
                .filter(clash ->
                        clash.touches().contains(requirement.id()) || !Collections.disjoint(clash.rests(), keys))
                .toList();
    }

    public Optional<Framework> framework(String id) {
        return frameworks.stream().filter(f -> f.id().equals(id)).findFirst();
    }

    public Optional<FactDefinition> fact(FactKey key) {
        return Optional.ofNullable(facts.get(key));
    }

    /** All requirements of all frameworks, in the order of the files. */
    public List<Requirement> requirements() {
        return List.copyOf(requirements.values());
    }

    public Optional<Requirement> requirement(RequirementId id) {
        return Optional.ofNullable(requirements.get(id));
    }

    /** On what it hangs whether the register asks for a slot: each condition with the slot of which it has to hold. */
    public Map<FactDefinition.Condition, Slot> hangsOn(Slot slot) {
        Map<FactDefinition.Condition, Slot> on = new LinkedHashMap<>();
        for (FactDefinition.Condition condition :
                fact(slot.key()).map(FactDefinition::onlyIf).orElse(List.of())) {
            boolean ofItem = fact(condition.fact()).map(FactDefinition::of).isPresent();
            on.put(condition, new Slot(condition.fact(), ofItem ? slot.item() : ""));
        }
        return on;
    }

    /**
     * Whether a fact may stay without an answer: a list of what tests found beside the listed items, or one of which
     * silence tells something, as its question says to leave it out.
     */
    boolean mayStayOpen(FactKey key) {
        return left.contains(key);
    }

    /** Parameter ids are unique over all frameworks. */
    public Optional<ParameterDefinition> parameter(String id) {
        return Optional.ofNullable(parameters.get(id));
    }

    /** Why the value cannot be a fact in this slot; empty if it can. */
    public List<Refusal> check(Slot slot, Value value) {
        FactDefinition definition = facts.get(slot.key());
        return definition == null ? vocabulary.check(slot, value) : FactCheck.check(definition, slot, value);
    }

    /**
     * The requirements whose verdict can depend on facts of this key: they read it, a contradiction that touches them does, or
     * it tells whether their framework is about the product.
     */
    public Set<RequirementId> requirementsDependingOn(FactKey key) {
        Set<RequirementId> depending = new TreeSet<>(requirementsReading(key));
        clashesReading(key).forEach(clash -> depending.addAll(requirementsTouchedBy(clash)));
        coveringBy(key).flatMap(framework -> framework.requirements().stream()).forEach(r -> depending.add(r.id()));
        return depending;
    }

    /** The contradictions whose trees, or whose judgements, are facts of this key. */
    List<Clash> clashesReading(FactKey key) {
        return clashing.getOrDefault(key, List.of());
    }

    /** The requirements that read a fact on which a contradiction rests, or that it names. */
    Set<RequirementId> requirementsTouchedBy(Clash clash) {
        return touched.getOrDefault(clash.id(), Set.of());
    }

    /** The requirements whose trees read facts of this key. */
    public Set<RequirementId> requirementsReading(FactKey key) {
        return Collections.unmodifiableSet(readers.getOrDefault(key, Set.of()));
    }

    /** The keys that the trees of a requirement read; none for one that is not here. */
    public Set<FactKey> keysReadBy(RequirementId requirement) {
        return Collections.unmodifiableSet(read.getOrDefault(requirement, Set.of()));
    }

    /** The requirements whose verdict can depend on this parameter. */
    public Set<RequirementId> requirementsUsing(String parameter) {
        return Collections.unmodifiableSet(users.getOrDefault(parameter, Set.of()));
    }

    /**
     * Whether an answer of this key can spare what a rule asks: a way around the rule reads it, such as a certification or a
     * statement under another scheme.
     */
    public boolean spares(FactKey key) {
        return sparing.contains(key);
    }

    /** The parameters that answers of this key are held against, in the order of the trees. */
    public List<ParameterDefinition> parametersBeside(FactKey key) {
        return requirementsReading(key).stream()
                .flatMap(id -> requirement(id).stream())
                .flatMap(requirement -> requirement.trees().stream())
                .flatMap(Rule::nodes)
                .flatMap(node -> node instanceof Rule.Leaf leaf && leaf.fact().equals(key)
                        ? Stream.concat(
                                leaf.is().parameters().stream().sorted(),
                                leaf.within() instanceof Rule.Age.Parameter(String id) ? Stream.of(id) : Stream.empty())
                        : Stream.empty())
                .distinct()
                .flatMap(id -> parameter(id).stream())
                .toList();
    }

    /**
     * The vocabulary as far as whoever follows these requirements is asked for it: without the facts that only other
     * requirements read, or other frameworks {@linkplain Framework#asks ask} for. What no requirement reads and no framework
     * asks for, and what decides whether another question is shown, stays, but for sections that have a page of their own.
     */
    public Vocabulary vocabularyFor(Set<RequirementId> followed) {
        Set<String> guides = followed.stream().map(RequirementId::framework).collect(Collectors.toSet());
        Set<FactKey> named = frameworks.stream()
                .filter(framework -> guides.contains(framework.id()))
                .flatMap(framework -> framework.asks().stream())
                .collect(Collectors.toSet());
        Set<FactKey> namedByAny = frameworks.stream()
                .flatMap(framework -> framework.asks().stream())
                .collect(Collectors.toSet());
        Set<String> apart = vocabulary.sections().stream()
                .filter(section -> section.page() != null)
                .map(Vocabulary.Section::id)
                .collect(Collectors.toSet());
        Set<FactKey> kept = new HashSet<>();
        vocabulary.facts().stream()
                .filter(fact -> !apart.contains(fact.section()))
                .filter(fact -> {
                    Set<RequirementId> reading = requirementsReading(fact.key());
                    return (reading.isEmpty() && !namedByAny.contains(fact.key()))
                            || named.contains(fact.key())
                            || reading.stream().anyMatch(followed::contains);
                })
                .forEach(fact -> {
                    kept.add(fact.key());
                    fact.onlyIf().forEach(condition -> kept.add(condition.fact()));
                });
        // Whoever is asked about the items of a list is asked for the list.
        vocabulary.collections().stream()
                .filter(c -> vocabulary.factsOf(c.id()).stream().anyMatch(f -> kept.contains(f.key())))
                .forEach(c -> kept.add(c.set()));
        List<FactDefinition> asked =
                vocabulary.facts().stream().filter(f -> kept.contains(f.key())).toList();
        Set<String> sections = asked.stream().map(FactDefinition::section).collect(Collectors.toSet());
        return new Vocabulary(
                vocabulary.edition(),
                vocabulary.sections().stream()
                        .filter(s -> sections.contains(s.id()))
                        .toList(),
                vocabulary.collections().stream()
                        .filter(c -> kept.contains(c.set()))
                        .toList(),
                asked);
    }

    /** The frameworks that look at facts of this key to tell whether they are about a product at all. */
    private Stream<Framework> coveringBy(FactKey key) {
        return frameworks.stream()
                .filter(framework -> Stream.ofNullable(framework.covers())
                        .flatMap(covers -> covers.rule().nodes())
                        .anyMatch(node -> node.reads().contains(key)));
    }

    private void index(Rule node, RequirementId requirement) {
        switch (node) {
            case Rule.Leaf leaf -> {
                reads(leaf.fact(), requirement);
                leaf.is().parameters().forEach(id -> uses(id, requirement));
                age(leaf.within(), requirement);
            }
            case Rule.Every every -> {
                reads(every.set(), requirement);
                if (every.beside()) {
                    left.add(every.set());
                }
            }
            case Rule.All _, Rule.Any _, Rule.Not _, Rule.Earlier _ -> {}
        }
    }

    private void index(Clash clash) {
        facts.put(clash.both(), clash.question(vocabulary));
        clash.when().nodes().forEach(node -> {
            if (node instanceof Rule.Leaf leaf && leaf.silenceIsNo()) {
                left.add(leaf.fact());
            }
        });
        Stream.concat(clash.keys().stream(), Stream.of(clash.both()))
                .forEach(key ->
                        clashing.computeIfAbsent(key, _ -> new ArrayList<>()).add(clash));
        Set<RequirementId> reading = new HashSet<>();
        clash.rests().forEach(key -> reading.addAll(requirementsReading(key)));
        clash.touches().stream().filter(requirements::containsKey).forEach(reading::add);
        reading.forEach(
                id -> touching.computeIfAbsent(id, _ -> new ArrayList<>()).add(clash));
        touched.put(clash.id(), reading);
    }

    private void age(Rule.@Nullable Age within, RequirementId requirement) {
        if (within instanceof Rule.Age.Parameter(String id)) {
            uses(id, requirement);
        }
    }

    private void reads(FactKey key, RequirementId requirement) {
        readers.computeIfAbsent(key, _ -> new TreeSet<>()).add(requirement);
        read.computeIfAbsent(requirement, _ -> new HashSet<>()).add(key);
    }

    private void uses(String parameter, RequirementId requirement) {
        users.computeIfAbsent(parameter, _ -> new TreeSet<>()).add(requirement);
    }
}
