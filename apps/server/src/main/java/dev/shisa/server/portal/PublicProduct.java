package dev.shisa.server.portal;

import dev.shisa.server.document.Content;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a series.
 *
 * @param supportEnds the last day of security updates, where it is stated, confirmed and not contradicted; null: it is not
 * @param releases those that are out, the newest one first
 * @param texts what is in force for readers, by kind
 * @param label words of how it stands to the label, by language; empty: the maker does not tell
 */
record PublicProduct(
        Series series,
        List<String> models,
        @Nullable LocalDate supportEnds,
        List<Out> releases,
        Map<DocumentKind, Content> texts,
        SortedMap<String, String> label) {

    PublicProduct {
        models = List.copyOf(models);
        releases = List.copyOf(releases);
        texts = Map.copyOf(texts);
    }

    /** A version that is out. */
    record Out(String name, LocalDate day) {}

    Optional<Content> text(DocumentKind kind) {
        return Optional.ofNullable(texts.get(kind));
    }
}
