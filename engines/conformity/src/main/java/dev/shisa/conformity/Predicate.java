package dev.shisa.conformity;

import java.util.Set;

/**
 * A condition on one value in the closed part of CEL that the catalogue may use (catalogue/README.md): checked for its
 * types when the catalogue is read.
 *
 * @param reads the type of {@code value} in it
 * @param parameters the ids that it takes from {@code params}
 * @param readsItem whether it names {@code item}
 * @param readsName whether it names {@code name}
 * @param literals the constants in it: what an answer is likely to be compared with
 */
public record Predicate(
        String source,
        Value.Type reads,
        Set<String> parameters,
        boolean readsItem,
        boolean readsName,
        Set<Value> literals) {

    public Predicate {
        parameters = Set.copyOf(parameters);
        literals = Set.copyOf(literals);
    }

    /** One that was not read from a catalogue: it compares {@code value} with constants and names nothing else. */
    public static Predicate of(String source, Value.Type reads) {
        return new Predicate(source, reads, Set.of(), false, false, Set.of());
    }
}
