package dev.shisa.server.product;

import dev.shisa.server.product.ReleaseCautions.Caution;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What stands against the version of a series that counts as the latest one, for whoever gives it out: the day on which it came out
 * is all that makes the public pages call it so.
 */
@Component
public class OutNow {

    private final Products products;
    private final ObjectProvider<ReleaseCautions> cautions;

    OutNow(Products products, ObjectProvider<ReleaseCautions> cautions) {
        this.products = products;
        this.cautions = cautions;
    }

    /** The version that is out last, with what stands against it. */
    public record Out(Release release, List<Caution> cautions) {

        public Out {
            cautions = List.copyOf(cautions);
        }

        /** Whether it must not go out, as far as anybody knows. */
        public boolean isForbidden() {
            return cautions.stream().anyMatch(Caution::certain);
        }
    }

    /** The version that is out last on a day, and what stands against it; empty: none is out. */
    public Optional<Out> of(Series series, LocalDate today, Locale locale) {
        return products.releases(series.id()).stream()
                .filter(one -> one.releasedOn() != null && !one.releasedOn().isAfter(today))
                .max(Comparator.comparing(Release::releasedOn))
                .map(one -> new Out(one, against(series, one, locale)));
    }

    /** What stands against giving a version out. */
    public List<Caution> against(Series series, Release release, Locale locale) {
        return cautions.orderedStream()
                .flatMap(known -> known.against(series, release, locale).stream())
                .toList();
    }
}
