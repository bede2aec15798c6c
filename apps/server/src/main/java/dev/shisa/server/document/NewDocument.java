package dev.shisa.server.document;

import dev.shisa.server.product.Series;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document that is to be begun.
 *
 * @param series null: the organisation's
 * @param languages {@code ja}, {@code en} or both
 */
public record NewDocument(DocumentKind kind, @Nullable Series series, Set<String> languages) {

    public NewDocument {
        languages = Set.copyOf(languages);
    }
}
