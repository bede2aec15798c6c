package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.product.RegisterItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The components of a product's system and the connections between them (guide 004, 2.2 and 3.2), read from the facts of the
 * register. What nobody answered is an empty text; {@code unknown} is the answer that nobody knows.
 *
 * @param excluded tags that cannot occur with this product, for a reason that was given
 * @param properties which of the five properties of a system of systems the whole has
 */
record ProductModel(
        List<Component> components, List<Connection> connections, Set<String> excluded, Set<String> properties) {

    static final String COMPONENT = "component";
    static final String CONNECTION = "connection";
    static final FactKey EXCLUDED = new FactKey("model.excluded");
    static final FactKey PROPERTIES = new FactKey("model.system");

    /** As many properties make a system of systems (guide 004, 1.1.1). */
    static final int PROPERTIES_OF_SYSTEMS = 5;

    private static final String UNKNOWN = "unknown";

    /** An answer with the words that belong to it. */
    record Said(String value, String detail) {

        static final Said NOTHING = new Said("", "");

        boolean is(String word) {
            return value.equals(word);
        }

        /** Nobody answered, or nobody knows. */
        boolean isOpen() {
            return value.isEmpty() || is(UNKNOWN);
        }
    }

    /**
     * The smallest unit that serves a purpose alone.
     *
     * @param self whether and how it protects itself
     * @param guard code of the component that protects it; empty: none is named
     * @param others whether and how it protects those it connects to
     */
    record Component(
            String code, String name, Said kind, Said owner, String purpose, Said self, String guard, Said others) {

        /** It was seen, and nobody knows what it is. */
        boolean isUnknown() {
            return kind.is(UNKNOWN);
        }

        /** Whether it is known and nobody's means of attack, so that protection can be asked of it. */
        boolean hasDuties() {
            return !isUnknown() && !kind.is("attacker");
        }

        boolean isOwn() {
            return owner.is("own");
        }
    }

    /**
     * A connection from one component to another.
     *
     * @param from code of a component, also of one that was removed; empty: not answered
     * @param analysed whether its risks were analysed, and where that is written
     */
    record Connection(
            String code,
            String name,
            String from,
            String to,
            Said intent,
            Map<Axis, Set<String>> tags,
            String medium,
            Said analysed) {

        Connection {
            tags = Map.copyOf(tags);
        }

        boolean isUnintended() {
            return intent.is("unintended") || isObserved();
        }

        /** It was seen although nobody intended it. */
        boolean isObserved() {
            return intent.is("observed");
        }

        boolean isAnalysed() {
            return analysed.is("analysed");
        }

        List<Pattern> patterns() {
            return Pattern.of(tags);
        }

        /** Several tags on one axis. */
        boolean isCompound() {
            return patterns().size() > 1;
        }

        Set<String> tags(Axis axis) {
            return tags.getOrDefault(axis, Set.of());
        }
    }

    /** What is missing from the model, so that it cannot be relied upon as a whole. */
    sealed interface Gap {

        /** The item that it is about, by its code; the name of a fact where it is about the whole. */
        String code();

        /** Facts of an item that nobody answered, or nobody knows. */
        record Unanswered(String code, String name, List<FactKey> keys) implements Gap {
            public Unanswered {
                keys = List.copyOf(keys);
            }
        }

        /** A connection one of whose ends is no component any more, or both of whose ends are the same. */
        record BadEnd(String code, String name, boolean same) implements Gap {}

        /** A component that nothing leads to. */
        record Lonely(String code, String name) implements Gap {}

        /** It is protected by another component, which is no component any more, or by itself. */
        record BadGuard(String code, String name) implements Gap {}

        /** A way of connecting that cannot occur, as somebody said, and yet a connection has it. */
        record Contradicted(String code, String name, String tag) implements Gap {}

        /** Both ways of an axis cannot occur, as somebody said. */
        record NothingLeft(String code, Axis axis) implements Gap {}
    }

    ProductModel {
        components = List.copyOf(components);
        connections = List.copyOf(connections);
        excluded = Set.copyOf(excluded);
        properties = Set.copyOf(properties);
    }

    static ProductModel of(
            List<RegisterItem> components, List<RegisterItem> connections, Map<Slot, FactEntry> present) {
        return new ProductModel(
                components.stream().map(item -> component(item, present)).toList(),
                connections.stream().map(item -> connection(item, present)).toList(),
                tags(present, new Slot(EXCLUDED, "")),
                tags(present, new Slot(PROPERTIES, "")));
    }

    private static Component component(RegisterItem item, Map<Slot, FactEntry> present) {
        Function<String, Said> said = fact -> said(present, COMPONENT, fact, item);
        return new Component(
                item.code(),
                item.name(),
                said.apply("kind"),
                said.apply("owner"),
                said.apply("purpose").value(),
                said.apply("self"),
                said.apply("guard").value(),
                said.apply("others"));
    }

    private static Connection connection(RegisterItem item, Map<Slot, FactEntry> present) {
        Function<String, Said> said = fact -> said(present, CONNECTION, fact, item);
        Map<Axis, Set<String>> tags = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            tags.put(axis, tags(present, new Slot(axis.key(), item.code())));
        }
        return new Connection(
                item.code(),
                item.name(),
                said.apply("from").value(),
                said.apply("to").value(),
                said.apply("intent"),
                tags,
                said.apply("medium").detail(),
                said.apply("analysed"));
    }

    private static Said said(Map<Slot, FactEntry> present, String collection, String fact, RegisterItem item) {
        FactEntry entry = present.get(new Slot(new FactKey(collection + "." + fact), item.code()));
        return entry == null ? Said.NOTHING : new Said(entry.fact().value().canonical(), entry.detail());
    }

    /** The chosen words; without those that say that there is none or that nobody knows. */
    private static Set<String> tags(Map<Slot, FactEntry> present, Slot slot) {
        FactEntry entry = present.get(slot);
        if (entry == null || !(entry.fact().value() instanceof Value.Words words)) {
            return Set.of();
        }
        Set<String> tags = new TreeSet<>(words.value());
        tags.removeAll(Set.of(UNKNOWN, "none"));
        return tags;
    }

    boolean isEmpty() {
        return components.isEmpty() && connections.isEmpty();
    }

    Optional<Component> component(String code) {
        return components.stream().filter(c -> c.code().equals(code)).findFirst();
    }

    /** Whether both ends are components of the model, and two. */
    boolean isDrawable(Connection connection) {
        return component(connection.from()).isPresent()
                && component(connection.to()).isPresent()
                && !connection.from().equals(connection.to());
    }

    /** Those that nobody intended, whether they may happen or were seen. */
    List<Connection> unintended() {
        return connections.stream().filter(Connection::isUnintended).toList();
    }

    boolean isSystemOfSystems() {
        return properties.size() == PROPERTIES_OF_SYSTEMS;
    }

    /** Whether somebody said that it cannot occur; saying so of every tag of an axis says nothing. */
    private boolean isExcluded(Pattern pattern) {
        for (Axis axis : Axis.values()) {
            if (!excluded.containsAll(axis.tags()) && excluded.contains(pattern.tag(axis))) {
                return true;
            }
        }
        return false;
    }

    /** What is known of each of the 64 combinations. A connection that is there outweighs that it cannot be. */
    Map<Pattern, Pattern.State> patterns() {
        Map<Pattern, List<Connection>> having = having();
        Map<Pattern, Pattern.State> states = new LinkedHashMap<>();
        for (Pattern pattern : Pattern.all()) {
            List<Connection> with = having.getOrDefault(pattern, List.of());
            states.put(
                    pattern,
                    with.isEmpty()
                            ? isExcluded(pattern) ? Pattern.State.EXCLUDED : Pattern.State.NEVER
                            : with.stream().allMatch(Connection::isAnalysed)
                                    ? Pattern.State.ANALYSED
                                    : Pattern.State.OPEN);
        }
        return states;
    }

    /** The connections that have each combination. */
    Map<Pattern, List<Connection>> having() {
        Map<Pattern, List<Connection>> having = new LinkedHashMap<>();
        for (Connection connection : connections) {
            connection.patterns().forEach(pattern -> having.computeIfAbsent(pattern, _ -> new ArrayList<>())
                    .add(connection));
        }
        return having;
    }

    /** What keeps the model from being complete. What was only seen, and is not understood yet, is no gap but a finding. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        for (Component component : components) {
            if (component.hasDuties()) {
                unanswered(component).ifPresent(gaps::add);
                boolean guarded = component(component.guard()).isPresent()
                        && !component.guard().equals(component.code());
                if (component.self().is("covered") && !guarded) {
                    gaps.add(new Gap.BadGuard(component.code(), component.name()));
                }
                if (components.size() > 1
                        && connections.stream()
                                .noneMatch(c -> c.from().equals(component.code())
                                        || c.to().equals(component.code()))) {
                    gaps.add(new Gap.Lonely(component.code(), component.name()));
                }
            }
        }
        for (Connection connection : connections) {
            if (!connection.isObserved()) {
                unanswered(connection).ifPresent(gaps::add);
            }
            boolean named = !connection.from().isEmpty() && !connection.to().isEmpty();
            if (named && !isDrawable(connection)) {
                gaps.add(new Gap.BadEnd(
                        connection.code(), connection.name(), connection.from().equals(connection.to())));
            }
            for (Axis axis : Axis.values()) {
                connection.tags(axis).stream()
                        .filter(excluded::contains)
                        .forEach(tag -> gaps.add(new Gap.Contradicted(connection.code(), connection.name(), tag)));
            }
        }
        for (Axis axis : Axis.values()) {
            if (excluded.containsAll(axis.tags())) {
                gaps.add(new Gap.NothingLeft(EXCLUDED.value(), axis));
            }
        }
        return gaps;
    }

    private static Optional<Gap> unanswered(Component component) {
        Map<String, Boolean> open = new LinkedHashMap<>();
        open.put("kind", component.kind().isOpen());
        open.put("owner", component.owner().isOpen());
        open.put("purpose", component.purpose().isEmpty());
        open.put("self", component.self().isOpen());
        open.put("others", component.others().isOpen());
        return unanswered(COMPONENT, component.code(), component.name(), open);
    }

    private static Optional<Gap> unanswered(Connection connection) {
        Map<String, Boolean> open = new LinkedHashMap<>();
        open.put("from", connection.from().isEmpty());
        open.put("to", connection.to().isEmpty());
        open.put("intent", connection.intent().isOpen());
        for (Axis axis : Axis.values()) {
            open.put(axis.id(), connection.tags(axis).isEmpty());
        }
        return unanswered(CONNECTION, connection.code(), connection.name(), open);
    }

    private static Optional<Gap> unanswered(String collection, String code, String name, Map<String, Boolean> open) {
        List<FactKey> keys = open.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> new FactKey(collection + "." + entry.getKey()))
                .toList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(new Gap.Unanswered(code, name, keys));
    }

    /** Whether it can stand as the document of the product's structure: something connects, and nothing is missing. */
    boolean isComplete() {
        return components.size() > 1 && !connections.isEmpty() && gaps().isEmpty();
    }
}
