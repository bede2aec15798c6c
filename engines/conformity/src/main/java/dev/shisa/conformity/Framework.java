package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;

/** A guideline or scheme as data. */
public record Framework(
        String id,
        int edition,
        Text basis,
        Text title,
        List<ParameterDefinition> parameters,
        List<Requirement> requirements) {

    public Framework {
        parameters = List.copyOf(parameters);
        requirements = List.copyOf(requirements);
    }

    /** By the official number, such as {@code S1.1-02}. */
    public Optional<Requirement> requirement(String number) {
        return requirements.stream().filter(r -> r.id().number().equals(number)).findFirst();
    }
}
