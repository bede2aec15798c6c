package dev.shisa.server.application;

import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Labels of which somebody is to be told something today: for whoever tells people. */
@Component
public class LabelDue {

    private final EntryStore store;
    private final Products products;
    private final Schemes schemes;
    private final InstantSource clock;

    LabelDue(EntryStore store, Products products, Schemes schemes, InstantSource clock) {
        this.store = store;
        this.products = products;
        this.schemes = schemes;
        this.clock = clock;
    }

    /**
     * One reminder.
     *
     * @param what {@code renew}, {@code days-90}, {@code days-30}, {@code days-7} or {@code expired}; each once for a label
     * @param until the label's last day
     * @param href where it is settled
     */
    public record Due(Series series, String what, String number, LocalDate until, String href) {

        public boolean isUrgent() {
            return what.equals("expired") || what.equals("days-7");
        }
    }

    /** The last day of a label that has not ended. */
    public Optional<LocalDate> lastDay(UUID seriesId) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        return Optional.ofNullable(store.labels(Set.of(seriesId)).get(seriesId))
                .flatMap(Journal::label)
                .map(label -> label.day("until"))
                .filter(until -> !until.isBefore(today));
    }

    public List<Due> now() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Set<UUID> archived = products.archived();
        Map<UUID, Journal> labels = store.labels();
        List<Due> due = new ArrayList<>();
        for (Series series : products.byIds(labels.keySet())) {
            Journal journal = labels.getOrDefault(series.id(), new Journal(List.of()));
            LabelClock label = journal.clock(today, schemes.current().renewalMonths());
            LocalDate until = label.until();
            String what = label.reminder(today);
            if (!what.isEmpty() && until != null && !archived.contains(series.id())) {
                due.add(new Due(series, what, label.number(), until, StepPages.here(series) + "/steps/renewal"));
            }
        }
        return due;
    }
}
