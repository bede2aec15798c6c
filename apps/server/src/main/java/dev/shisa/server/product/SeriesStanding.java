package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far each series is with the guides that it follows; implemented by the capability that knows the verdicts. */
public interface SeriesStanding {

    /**
     * The standing of each of these series, as a list shows it: one that waits to be judged again says so. A series that
     * is not in the answer has not been judged.
     */
    Map<UUID, Standing> standings(Collection<UUID> seriesIds, Locale locale);

    /** The standing of one series, judged first if it waits; empty if it has not been judged. */
    Optional<Standing> standing(UUID seriesId, Locale locale);

    /** The same with the next step that this reader can take, or for whom it waits. */
    Optional<Standing> standing(UUID seriesId, Person reader, Locale locale);

    /** How many of these series that are not archived have requirements that are not settled; of all, if none is named. */
    int open(Collection<UUID> seriesIds);

    /** What a list of series can be ordered by. */
    enum Order {
        SETTLED,
        NEXT,
        SUPPORT
    }

    /** The places of all judged series in an order, lowest first: one that is not in the answer has no place in it. */
    Map<UUID, Long> places(Order by);

    /** How many of these series wait to be judged again after a change that concerns many; of all, if none is named. */
    Again again(Collection<UUID> seriesIds);

    /**
     * Series that wait to be judged again.
     *
     * @param waiting how many
     * @param of how many they were when it began
     */
    record Again(int waiting, int of) {}

    /** How far a series is with one guide, and the page that shows it. */
    record Guide(String title, int settled, int total, String href) {}

    /**
     * Where one series stands: with the first guide that it follows, JC-STAR ★1 where it is among them, and in short with all.
     *
     * @param settled requirements that need nothing more
     * @param total requirements of the framework
     * @param counts state of verdicts ({@code not-met}) → how many, in the order in which they are shown
     * @param next the next step in the reader's language; empty when there is none
     * @param nextHref where the next step is done; empty when there is none
     * @param nextAct the act that it needs ({@code add-evidence}); who may not do it sees the step without the way
     * @param href the page that shows the verdicts
     * @param supportEnds the last day of support as the maker states it, or null while not stated
     * @param again whether it waits to be judged again: what is said here may have been overtaken
     * @param compares whether what is green in the first guide is still to be held against answers that are missing
     * @param guides every guide that it follows, the first one too
     */
    record Standing(
            int settled,
            int total,
            Map<String, Integer> counts,
            String next,
            String nextHref,
            String nextAct,
            String href,
            @Nullable LocalDate supportEnds,
            boolean again,
            boolean compares,
            List<Guide> guides) {

        public Standing {
            counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
            guides = List.copyOf(guides);
        }

        /** Whether nothing is left to decide: verdicts that are green may still have to be held against other answers. */
        public boolean isDone() {
            return total > 0 && settled == total && !compares;
        }

        public int count(String state) {
            return counts.getOrDefault(state, 0);
        }
    }
}
