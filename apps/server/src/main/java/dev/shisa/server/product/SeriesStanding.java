package dev.shisa.server.product;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far each series is towards JC-STAR ★1; implemented by the capability that knows the verdicts. */
public interface SeriesStanding {

    /** The standing of each of these series; a series that is not in the answer has not been judged. */
    Map<UUID, Standing> standings(Collection<UUID> seriesIds, Locale locale);

    /**
     * Where one series stands.
     *
     * @param settled requirements that need nothing more
     * @param total requirements of the framework
     * @param counts state of verdicts ({@code not-met}) → how many, in the order in which they are shown
     * @param next the next step in the reader's language; empty when there is none
     * @param nextHref where the next step is done; empty when there is none
     * @param nextAct the act that it needs ({@code add-evidence}); who may not do it sees the step without the way
     * @param href the page that shows the verdicts
     * @param supportEnds the last day of support as the maker states it, or null while not stated
     */
    record Standing(
            int settled,
            int total,
            Map<String, Integer> counts,
            String next,
            String nextHref,
            String nextAct,
            String href,
            @Nullable LocalDate supportEnds) {

        public Standing {
            counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        }

        public int count(String state) {
            return counts.getOrDefault(state, 0);
        }
    }
}
