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
import java.util.stream.Stream;
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
        List<VerdictChange> latest = verdicts.latest(person.series(), ROWS_MAX);
        Map<UUID, Series> series =
                products.byIds(latest.stream().map(VerdictChange::seriesId).distinct().toList()).stream()
                        .collect(Collectors.toMap(Series::id, one -> one));
        return latest.stream()
                .filter(change ->
                        catalogues.current().requirement(change.requirement()).isPresent())
                .flatMap(change ->
                        Stream.ofNullable(series.get(change.seriesId())).map(one -> row(change, one, locale)))
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
