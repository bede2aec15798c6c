package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The series that a person sees, with how far each is. */
@Component
class SeriesLines {

    private final ProductStore store;
    private final ObjectProvider<SeriesStanding> standings;

    SeriesLines(ProductStore store, ObjectProvider<SeriesStanding> standings) {
        this.store = store;
        this.standings = standings;
    }

    /** What is known of all series without how far they are, archived ones too, oldest first. */
    List<ProductStore.SeriesRow> rows(Person person) {
        return store.rows().stream()
                .filter(row -> person.sees(row.series().id()))
                .toList();
    }

    /** The first of those that are not archived, and how many there are. */
    First first(Person person, Ui ui, int most) {
        return new First(lines(store.presentRows(person.series(), most), ui), store.present(person.series()));
    }

    record First(List<SeriesLine> lines, int total) {}

    List<SeriesLine> lines(List<ProductStore.SeriesRow> rows, Ui ui) {
        List<UUID> ids = ids(rows);
        Map<UUID, SeriesStanding.Standing> known = new HashMap<>();
        standings.forEach(source -> known.putAll(source.standings(ids, ui.locale())));
        return rows.stream()
                .map(row -> {
                    SeriesStanding.Standing standing = known.get(row.series().id());
                    return new SeriesLine(
                            row.series(),
                            row.release(),
                            row.models(),
                            row.archived(),
                            standing,
                            standing == null ? "" : Words.open(ui, standing));
                })
                .toList();
    }

    /** How far one series is, as of now; null while nothing was judged. */
    SeriesStanding.@Nullable Standing standing(Series series, Ui ui) {
        return standings.stream()
                .flatMap(source -> source.standing(series.id(), ui.locale()).stream())
                .findFirst()
                .orElse(null);
    }

    /** How many of these series have something open. */
    int open(List<ProductStore.SeriesRow> rows) {
        List<UUID> ids = ids(rows);
        return standings.stream().mapToInt(source -> source.open(ids)).sum();
    }

    /** How many of the series that the person sees wait to be judged again; null if none does. */
    SeriesStanding.@Nullable Again again(Person person) {
        return standings.stream()
                .map(source -> source.again(person.series()))
                .filter(again -> again.waiting() > 0)
                .findFirst()
                .orElse(null);
    }

    private static List<UUID> ids(List<ProductStore.SeriesRow> rows) {
        return rows.stream().map(row -> row.series().id()).toList();
    }
}
