package dev.shisa.server.catalogue;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One parameter in the form.
 *
 * @param guide the title of the guide that uses it
 * @param own whether the guide leaves the value to the company, and no evaluation guide gives it
 * @param choices empty for a number
 * @param values what is stored, or what was typed last
 * @param setBy who entered it when; empty while not set
 */
public record ParameterField(
        String id,
        String guide,
        boolean own,
        String name,
        String help,
        String requirement,
        List<Parts.Choice> choices,
        boolean many,
        Set<String> values,
        String source,
        int version,
        String setBy,
        @Nullable String error) {

    public ParameterField {
        choices = List.copyOf(choices);
        values = Set.copyOf(values);
    }

    public String value() {
        return values.isEmpty() ? "" : values.iterator().next();
    }
}
