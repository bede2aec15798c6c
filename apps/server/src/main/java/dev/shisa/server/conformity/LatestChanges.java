package dev.shisa.server.conformity;

import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The latest changes of verdicts in the side column of Home. */
@Component
class LatestChanges implements HomeSide {

    private static final int ROWS_MAX = 5;

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

    private final Verdicts verdicts;
    private final Products products;
    private final Catalogues catalogues;
    private final Messages messages;

    LatestChanges(Verdicts verdicts, Products products, Catalogues catalogues, Messages messages) {
        this.verdicts = verdicts;
        this.products = products;
        this.catalogues = catalogues;
        this.messages = messages;
    }

    @Override
    public Block block() {
        return Block.CHANGES;
    }

    @Override
    public List<Row> rows(Person person, Locale locale) {
        Map<UUID, Series> mine =
                products.visibleTo(person).stream().collect(Collectors.toMap(Series::id, series -> series));
        return verdicts.latest(mine.keySet(), null, ROWS_MAX).stream()
                .filter(change ->
                        catalogues.current().requirement(change.requirement()).isPresent())
                .map(change -> row(change, java.util.Objects.requireNonNull(mine.get(change.seriesId())), locale))
                .toList();
    }

    private Row row(VerdictChange change, Series series, Locale locale) {
        String number = change.requirement().number();
        String words = messages.get(
                locale,
                "home.change",
                series.name(),
                number,
                messages.get(locale, "web.verdict." + change.to().code()));
        return new Row(
                change.to().code(),
                words,
                Judged.of(series).page(change.requirement()),
                WHEN.format(change.at().atZone(Ui.ZONE)),
                false,
                change.at());
    }
}
