package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the {@link SeriesFrame} of a page. */
@Component
public class SeriesFrames {

    private final Products products;
    private final Guides guides;
    private final Messages messages;
    private final ObjectProvider<SeriesTab> tabs;
    private final ObjectProvider<SeriesLabel> labels;

    SeriesFrames(
            Products products,
            Guides guides,
            Messages messages,
            ObjectProvider<SeriesTab> tabs,
            ObjectProvider<SeriesLabel> labels) {
        this.products = products;
        this.guides = guides;
        this.messages = messages;
        this.tabs = tabs;
        this.labels = labels;
    }

    /**
     * The frame of a series page.
     *
     * @param current id of the tab that the page belongs to; an unknown id marks none
     */
    public SeriesFrame of(Series series, String current, Person person, Locale locale) {
        List<Parts.Tab> shown = Parts.Tab.grouped(
                tabs.stream()
                        .filter(tab -> tab.visibleTo(person))
                        .sorted(Comparator.comparing(SeriesTab::part).thenComparingInt(SeriesTab::position))
                        .toList(),
                SeriesTab::part,
                part -> messages.get(locale, "tab.part." + part.name().toLowerCase(Locale.ROOT)),
                tab -> new Parts.Tab(
                        messages.get(locale, "tab." + tab.id()),
                        tab.href(series.code()),
                        tab.id().equals(current)));
        return new SeriesFrame(
                series,
                products.isArchived(series.id()),
                products.models(series.id()).size(),
                products.designated(series).orElse(null),
                labels.stream()
                        .flatMap(source -> source.labels(List.of(series.id()), locale).values().stream())
                        .findFirst()
                        .orElse(null),
                guides.outOfScope(List.of(series.id()), locale).getOrDefault(series.id(), ""),
                shown);
    }
}
