package dev.shisa.server.advisory;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A concerned series by the names that the register has on that day; an issued advisory keeps them.
 *
 * @param code of the series
 * @param nameEn by which it is known in English; empty: by the same, also in what was stored before there was a choice
 * @param models numbers of the concerned ones
 * @param earlier whether every version before {@code fixed} is concerned
 * @param affected versions, one by one
 * @param fixed null: there is no version without it
 * @param own what is offered for it instead of what is offered for all
 */
public record ConcernedProduct(
        UUID series,
        String code,
        String name,
        String nameEn,
        List<String> models,
        boolean earlier,
        List<String> affected,
        @Nullable String fixed,
        AdvisoryContent.Offer own) {

    @SuppressWarnings("NullAway") // what was stored before there was a choice does not name it
    public ConcernedProduct {
        nameEn = Objects.requireNonNullElse(nameEn, "");
        own = Objects.requireNonNullElse(own, AdvisoryContent.Offer.SAME);
        models = List.copyOf(models);
        affected = List.copyOf(affected);
    }

    /** Its name for readers of a language. */
    public String name(String language) {
        return language.equals("en") && !nameEn.isEmpty() ? nameEn : name;
    }
}
