package dev.shisa.server.executive;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What measures cost beside what is lost without them (guide 001, sections 4.1 and 5.2 point 1; guide 002, disadvantages for
 * the maker). All figures are the maker's own assumptions; the sheet only does the sums, in yen a year.
 *
 * @param losses what an incident would cost
 * @param measures what is done against it
 */
record CostSheet(List<Loss> losses, List<Measure> measures) {

    static final CostSheet EMPTY = new CostSheet(List.of(), List.of());

    /** More rows than this nobody discusses in a meeting. */
    static final int ROWS_MAX = 50;

    static final int NAME_CHARS_MAX = 100;
    static final int BASIS_CHARS_MAX = 1_000;

    /** Ten trillion yen. */
    static final long YEN_MAX = 10_000_000_000_000L;

    static final int YEARS_MAX = 100;

    CostSheet {
        losses = List.copyOf(losses);
        measures = List.copyOf(measures);
        if (losses.size() > ROWS_MAX || measures.size() > ROWS_MAX) {
            throw new IllegalArgumentException("more than " + ROWS_MAX + " rows");
        }
        Set<UUID> ids = new HashSet<>();
        losses.forEach(loss -> ids.add(loss.id()));
        if (ids.size() < losses.size()
                || measures.stream().map(Measure::id).distinct().count() < measures.size()) {
            throw new IllegalArgumentException("a row stands there twice");
        }
        if (!measures.stream().allMatch(measure -> ids.containsAll(measure.reduces()))) {
            throw new IllegalArgumentException("a measure reduces a loss that is not in the sheet");
        }
    }

    /** Kinds of harm to the maker, as guide 002 lists them: economic ones, then those to its standing. */
    enum Kind {
        SALES,
        RECALL,
        DAMAGES,
        SHARES,
        REPUTATION,
        SOCIETY,
        MORALE,
        OTHER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> parse(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }

    /**
     * One assumed loss.
     *
     * @param yen when it happens once; null: it is named, but nobody puts a sum on it
     * @param years how often: once in so many years
     * @param basis on what the figures rest
     */
    record Loss(UUID id, Kind kind, String name, @Nullable Long yen, int years, String basis) {
        Loss {
            between("yen", yen == null ? 0 : yen, 0, YEN_MAX);
            between("years", years, 1, YEARS_MAX);
        }

        /** What it comes to in an average year. */
        double yearly() {
            return yen == null ? 0 : (double) yen / years;
        }
    }

    /**
     * One measure.
     *
     * @param once spent at the beginning
     * @param years over so many years that is spread
     * @param yearly spent every year
     * @param percent by how much it lowers each of the losses that it reduces, 0 to 100
     * @param reduces the losses
     */
    record Measure(
            UUID id, String name, long once, int years, long yearly, int percent, Set<UUID> reduces, String basis) {
        Measure {
            reduces = Set.copyOf(reduces);
            between("once", once, 0, YEN_MAX);
            between("years", years, 1, YEARS_MAX);
            between("yearly", yearly, 0, YEN_MAX);
            between("percent", percent, 0, 100);
        }

        double costs() {
            return (double) once / years + yearly;
        }
    }

    private static void between(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + ", " + least + " to " + most);
        }
    }

    /**
     * The sums, in yen a year, rounded at the end.
     *
     * @param without losses if nothing is done
     * @param with losses that remain with the measures
     * @param costs of the measures
     * @param incident all losses once, if they came together
     */
    record Sums(long without, long with, long costs, long incident) {

        /** What the measures save, less what they cost; negative: they cost more. */
        long gain() {
            return without - with - costs;
        }
    }

    /** What remains of a loss in an average year: measures that reduce the same loss each take their share of what is left. */
    double remaining(Loss loss) {
        double left = loss.yearly();
        for (Measure measure : measures) {
            if (measure.reduces().contains(loss.id())) {
                left *= (100 - measure.percent()) / 100.0;
            }
        }
        return left;
    }

    Sums sums() {
        return new Sums(
                Math.round(losses.stream().mapToDouble(Loss::yearly).sum()),
                Math.round(losses.stream().mapToDouble(this::remaining).sum()),
                Math.round(measures.stream().mapToDouble(Measure::costs).sum()),
                losses.stream()
                        .mapToLong(loss -> loss.yen() == null ? 0 : loss.yen())
                        .sum());
    }

    Optional<Loss> loss(UUID id) {
        return losses.stream().filter(loss -> loss.id().equals(id)).findFirst();
    }

    Optional<Measure> measure(UUID id) {
        return measures.stream().filter(measure -> measure.id().equals(id)).findFirst();
    }

    /** With this loss instead of the one with its id, or at the end. */
    CostSheet with(Loss loss) {
        return new CostSheet(put(losses, loss, Loss::id), measures);
    }

    CostSheet with(Measure measure) {
        return new CostSheet(losses, put(measures, measure, Measure::id));
    }

    /** Without the loss or measure of this id; no measure reduces it any more. */
    CostSheet without(UUID id) {
        return new CostSheet(
                losses.stream().filter(loss -> !loss.id().equals(id)).toList(),
                measures.stream()
                        .filter(measure -> !measure.id().equals(id))
                        .map(measure -> measure.reduces().contains(id)
                                ? new Measure(
                                        measure.id(),
                                        measure.name(),
                                        measure.once(),
                                        measure.years(),
                                        measure.yearly(),
                                        measure.percent(),
                                        minus(measure.reduces(), id),
                                        measure.basis())
                                : measure)
                        .toList());
    }

    private static Set<UUID> minus(Set<UUID> ids, UUID id) {
        Set<UUID> left = new HashSet<>(ids);
        left.remove(id);
        return left;
    }

    private static <T> List<T> put(List<T> rows, T row, java.util.function.Function<T, UUID> id) {
        List<T> changed = new java.util.ArrayList<>(rows);
        for (int i = 0; i < changed.size(); i++) {
            if (id.apply(changed.get(i)).equals(id.apply(row))) {
                changed.set(i, row);
                return changed;
            }
        }
        changed.add(row);
        return changed;
    }
}
