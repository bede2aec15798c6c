package dev.shisa.conformity;

import java.util.Map;

/**
 * The values that a person entered for what a guide leaves open.
 *
 * @param edition the edition of the evaluation guide that the values are taken from; empty while none is chosen
 * @param values by parameter id; a parameter without a value is not set
 */
public record Parameters(String edition, Map<String, Value> values) {

    public static final Parameters NONE = new Parameters("", Map.of());

    public Parameters {
        values = Map.copyOf(values);
    }
}
