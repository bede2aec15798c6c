package dev.shisa.conformity;

import java.util.List;

/**
 * A kind of product with what such a product usually consists of, for whoever writes a new one to tick and change
 * (catalogue/README.md, "kinds.yaml"). It says what there is, never how well it is protected, and counts for nothing
 * before a person has said so.
 *
 * @param said of the product itself
 */
public record ProductKind(String id, Text name, Text about, List<Said> said, List<Item> items) {

    /**
     * A thing that such a product has.
     *
     * @param id names it within its kind
     * @param usual whether most of them have it; of the others some do
     */
    public record Item(String id, String collection, Text name, boolean usual, List<Said> said) {
        public Item {
            said = List.copyOf(said);
        }
    }

    /** What is proposed as the value of a fact. */
    public record Said(FactKey key, Proposed value) {}

    /** A value as it can stand in a file that knows neither reader nor codes of items. */
    public sealed interface Proposed {

        record Known(Value value) implements Proposed {}

        /** A text, in the language of whoever says so. */
        record Written(Text text) implements Proposed {}

        /** Another item of the same kind, by its {@link Item#id}. */
        record Other(String item) implements Proposed {}
    }

    public ProductKind {
        said = List.copyOf(said);
        items = List.copyOf(items);
    }
}
