package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that can be stated: register sections, collections and fact definitions, each in the order of the file. */
public record Vocabulary(
        int edition, List<Section> sections, List<Collection> collections, List<FactDefinition> facts) {

    /**
     * A part of the product register, in which people fill in one kind of thing.
     *
     * @param page the page of its own that a series has for it; null: it is one of the register
     */
    public record Section(String id, Text name, Text about, @Nullable String page) {}

    /**
     * A kind of thing that a product consists of, such as its log-in mechanisms.
     *
     * @param set key of the complete-set fact that lists the items
     * @param none what an empty set states
     */
    public record Collection(
            String id,
            FactKey set,
            String section,
            Text item,
            Text add,
            @Nullable Text example,
            Text none) {}

    public Vocabulary {
        sections = List.copyOf(sections);
        collections = List.copyOf(collections);
        facts = List.copyOf(facts);
    }

    public Optional<FactDefinition> fact(FactKey key) {
        return facts.stream().filter(f -> f.key().equals(key)).findFirst();
    }

    public Optional<Section> section(String id) {
        return sections.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    public Optional<Collection> collection(String id) {
        return collections.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** The facts about one item of a collection, in the order of the file. */
    public List<FactDefinition> factsOf(String collection) {
        return facts.stream().filter(f -> collection.equals(f.of())).toList();
    }

    /** Why the value cannot be a fact in this slot; empty if it can. */
    public List<Refusal> check(Slot slot, Value value) {
        return fact(slot.key())
                .map(definition -> FactCheck.check(definition, slot, value))
                .orElseGet(() -> List.of(
                        new Refusal(slot, Refusal.Reason.UNKNOWN_KEY, slot.key() + " is not in edition " + edition)));
    }
}
