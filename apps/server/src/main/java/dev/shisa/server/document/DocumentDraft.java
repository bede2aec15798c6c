package dev.shisa.server.document;

import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sections that a capability further along proposes for a kind of document, instead of the template's of the same id. */
public interface DocumentDraft {

    DocumentKind kind();

    /**
     * Proposes them; those of an id that the template lacks stand at the end. Empty: the template's are taken.
     *
     * @param series null: the organisation's
     */
    Optional<List<Section>> draft(@Nullable Series series, Locale locale);

    /**
     * By what it is known that the proposal would be another one now, without regard to the language; empty: nothing is proposed.
     *
     * @param series null: the organisation's
     */
    default Optional<String> basis(@Nullable Series series) {
        return Optional.empty();
    }
}
