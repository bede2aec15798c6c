package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The series that a person sees, with how far each is. */
@Component
public class SeriesLines {

    private final ProductStore store;
    private volatile boolean any;
    private final Guides guides;
    private final ObjectProvider<SeriesStanding> standings;
    private final ObjectProvider<SeriesLabel> labels;

    SeriesLines(
            ProductStore store,
            Guides guides,
            ObjectProvider<SeriesStanding> standings,
            ObjectProvider<SeriesLabel> labels) {
        this.store = store;
        this.guides = guides;
        this.standings = standings;
        this.labels = labels;
    }

    /** Which series that the person sees a list is about. */
    ProductStore.Wanted wanted(Person person, String words, boolean archived, @Nullable Long upTo) {
        return new ProductStore.Wanted(person.series(), SearchWords.of(words), archived, upTo);
    }

    int count(ProductStore.Wanted wanted) {
        return store.count(wanted);
    }

    /** Place of the series that came last. */
    long newest(Person person) {
        return store.newest(person.series());
    }

    /** Whether there ever was one; asked of the database until there is. */
    public boolean any() {
        any = any || store.newest(Set.of()) > 0;
        return any;
    }

    /** Some of them, by name or in the order in which they came. */
    List<UUID> ids(ProductStore.Wanted wanted, boolean byName, boolean descending, int from, int most) {
        return store.ids(wanted, byName, descending, from, most);
    }

    /** All of them in the order of how far they are; those of which nothing is known come last. */
    List<UUID> ids(ProductStore.Wanted wanted, SeriesStanding.Order by, boolean descending) {
        Map<UUID, Long> places = new HashMap<>();
        standings.forEach(source -> places.putAll(source.places(by)));
        Comparator<Long> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return store.ids(wanted, false, false, 0, Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparing(places::get, Comparator.nullsLast(order)))
                .toList();
    }

    /** The first of those that are not archived, and how many there are. */
    public First first(Person person, Ui ui, int most) {
        ProductStore.Wanted present = wanted(person, "", false, null);
        return new First(lines(store.ids(present, false, false, 0, most), ui), store.count(present));
    }

    public record First(List<SeriesLine> lines, int total) {

        public First {
            lines = List.copyOf(lines);
        }
    }

    /** These series, in this order. */
    List<SeriesLine> lines(List<UUID> ids, Ui ui) {
        Map<UUID, SeriesStanding.Standing> known = new HashMap<>();
        standings.forEach(source -> known.putAll(source.standings(ids, ui.locale())));
        Map<UUID, SeriesLabel.Label> labelled = new HashMap<>();
        labels.forEach(source -> labelled.putAll(source.labels(ids, ui.locale())));
        Map<UUID, String> outside = guides.outOfScope(ids, ui.locale());
        return store.rows(ids).stream()
                .map(row -> {
                    SeriesStanding.Standing standing = known.get(row.series().id());
                    return new SeriesLine(
                            row.series(),
                            row.release(),
                            row.models(),
                            row.archived(),
                            standing,
                            labelled.get(row.series().id()),
                            standing == null ? "" : Words.open(ui, standing),
                            outside.getOrDefault(row.series().id(), ""));
                })
                .toList();
    }

    /** How far one series is, as of now, with a next step for this reader; null while nothing was judged. */
    SeriesStanding.@Nullable Standing standing(Series series, Ui ui) {
        return standings.stream()
                .flatMap(source -> source.standing(series.id(), Words.reader(ui), ui.locale()).stream())
                .findFirst()
                .orElse(null);
    }

    /** How many of the series that the person sees, and that are not archived, have something open. */
    int open(Person person) {
        return standings.stream()
                .mapToInt(source -> source.open(person.series()))
                .sum();
    }

    /** How many of the series that the person sees wait to be judged again; null if none does. */
    public SeriesStanding.@Nullable Again again(Person person) {
        return standings.stream()
                .map(source -> source.again(person.series()))
                .filter(again -> again.waiting() > 0)
                .findFirst()
                .orElse(null);
    }
}
