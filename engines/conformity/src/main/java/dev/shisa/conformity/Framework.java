package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A guideline or scheme as data.
 *
 * @param covers which products it is about, decided before all else: a product for which this is false is out of scope, and
 *     nothing is decided of it; null for a guide that is about any
 * @param asks facts that its makers are asked for though none of its requirements reads them: they decide nothing, but can
 *     contradict what does
 */
public record Framework(
        String id,
        int edition,
        Text basis,
        Text title,
        @Nullable Requirement covers,
        Set<FactKey> asks,
        List<ParameterDefinition> parameters,
        List<Requirement> requirements) {

    /** The number of {@link #covers}, which no requirement has. */
    public static final String COVERS = "covers";

    public Framework {
        asks = Set.copyOf(asks);
        parameters = List.copyOf(parameters);
        requirements = List.copyOf(requirements);
    }

    /** By the official number, such as {@code S1.1-02}. */
    public Optional<Requirement> requirement(String number) {
        return requirements.stream().filter(r -> r.id().number().equals(number)).findFirst();
    }
}
