package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    /** Archived ones too, oldest first. */
    List<SeriesLine> of(Person person, Ui ui) {
        return lines(
                store.rows().stream()
                        .filter(row -> person.sees(row.series().id()))
                        .toList(),
                ui);
    }

    /** The first of those that are not archived, and how many there are. */
    First first(Person person, Ui ui, int most) {
        List<ProductStore.SeriesRow> rows = store.rows().stream()
                .filter(row -> !row.archived() && person.sees(row.series().id()))
                .toList();
        return new First(lines(rows.stream().limit(most).toList(), ui), rows.size());
    }

    record First(List<SeriesLine> lines, int total) {}

    private List<SeriesLine> lines(List<ProductStore.SeriesRow> rows, Ui ui) {
        Map<UUID, SeriesStanding.Standing> known =
                standings(rows.stream().map(row -> row.series().id()).toList(), ui);
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

    Map<UUID, SeriesStanding.Standing> standings(List<UUID> seriesIds, Ui ui) {
        Map<UUID, SeriesStanding.Standing> known = new HashMap<>();
        standings.forEach(source -> known.putAll(source.standings(seriesIds, ui.locale())));
        return known;
    }
}
