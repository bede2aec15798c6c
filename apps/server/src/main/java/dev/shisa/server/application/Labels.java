package dev.shisa.server.application;

import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesLabel;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The state of labels for lists of series and the head of every page of a series. */
@Component
class Labels implements SeriesLabel {

    private final EntryStore store;
    private final Products products;
    private final Schemes schemes;
    private final Messages messages;
    private final InstantSource clock;

    Labels(EntryStore store, Products products, Schemes schemes, Messages messages, InstantSource clock) {
        this.store = store;
        this.products = products;
        this.schemes = schemes;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Label> labels(Collection<UUID> seriesIds, Locale locale) {
        Map<UUID, Journal> journals = store.labels(seriesIds);
        if (journals.isEmpty()) {
            return Map.of();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Map<UUID, Label> labels = new HashMap<>();
        for (Series series : products.byIds(List.copyOf(journals.keySet()))) {
            LabelClock label = journals.getOrDefault(series.id(), new Journal(List.of()))
                    .clock(today, schemes.current().renewalMonths());
            if (label.state() != LabelClock.State.NONE) {
                labels.put(
                        series.id(),
                        new Label(
                                ApplicationWords.shape(label.state()),
                                messages.get(locale, "label." + label.state().id(), String.valueOf(label.until())),
                                StepPages.here(series)));
            }
        }
        return labels;
    }
}
