package dev.shisa.server.catalogue;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One parameter in the form.
 *
 * @param choices empty for a number
 * @param values what is stored, or what was typed last
 * @param setBy who entered it when; empty while not set
 * @param hint null where nobody can say more than the help does
 */
public record ParameterField(
        String id,
        Guide guide,
        String name,
        String help,
        String requirement,
        List<Parts.Choice> choices,
        boolean many,
        Set<String> values,
        String source,
        int version,
        String setBy,
        @Nullable Hint hint,
        @Nullable String error) {

    /**
     * The guide that uses it.
     *
     * @param own whether the guide leaves the value to the company, and no evaluation guide gives it
     */
    public record Guide(String id, String title, boolean own) {}

    /**
     * Where to look, and what is proposed until somebody has looked.
     *
     * @param title of the document; empty: none is named
     * @param proposed in words; empty: nothing is
     */
    public record Hint(String title, String url, String place, String proposed, String basis) {}

    /** How far one guide is: the same count wherever it is told. */
    public record Count(String guide, String title, int all, int set) {}

    public ParameterField {
        choices = List.copyOf(choices);
        values = Set.copyOf(values);
    }

    /** Whether there is a proposal that nobody has confirmed yet. */
    public boolean isProposed() {
        return hint != null && !hint.proposed().isEmpty() && setBy.isEmpty();
    }

    public String value() {
        return values.isEmpty() ? "" : values.iterator().next();
    }
}
