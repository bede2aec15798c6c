package dev.shisa.conformity;

import java.util.Map;

/**
 * The values that a person entered for what a guide leaves open.
 *
 * @param edition the edition of the evaluation guide that the values are taken from; empty while none is chosen
 * @param values by parameter id; a parameter without a value is not set
 * @param sources by parameter id: from where its value was taken, in words
 */
public record Parameters(String edition, Map<String, Value> values, Map<String, String> sources) {

    public static final Parameters NONE = new Parameters("", Map.of());

    public Parameters {
        values = Map.copyOf(values);
        sources = Map.copyOf(sources);
    }

    /** Nobody said from where the values are. */
    public Parameters(String edition, Map<String, Value> values) {
        this(edition, values, Map.of());
    }
}
