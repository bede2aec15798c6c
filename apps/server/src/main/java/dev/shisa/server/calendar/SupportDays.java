package dev.shisa.server.calendar;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesStanding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The last days on which products are looked after, as the maker states them. */
@Component
class SupportDays implements Dated {

    private static final int SERIES_MAX = 500;

    private final Products products;
    private final SeriesStanding standings;
    private final Messages messages;

    SupportDays(Products products, SeriesStanding standings, Messages messages) {
        this.products = products;
        this.standings = standings;
        this.messages = messages;
    }

    @Override
    public List<Day> days(Person person, Locale locale, LocalDate until) {
        List<Series> all = products.visibleTo(person, 0, SERIES_MAX);
        Map<UUID, SeriesStanding.Standing> found =
                standings.standings(all.stream().map(Series::id).toList(), locale);
        List<Day> days = new ArrayList<>();
        for (Series series : all) {
            SeriesStanding.Standing standing = found.get(series.id());
            LocalDate end = standing == null ? null : standing.supportEnds();
            if (end != null) {
                days.add(new Day(
                        "support " + series.id(),
                        end,
                        messages.get(locale, "calendar.support", series.name()),
                        "/products/" + series.code()));
            }
        }
        return days;
    }
}
