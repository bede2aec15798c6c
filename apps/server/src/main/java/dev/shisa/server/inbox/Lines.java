package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts what waits into words, and together by product. */
@Component
class Lines {

    static final String HERE = "/tasks";

    private final Products products;

    Lines(Products products) {
        this.products = products;
    }

    /** The reader of a page that only signed-in people see. */
    static Person reader(Ui ui) {
        return Objects.requireNonNull(ui.person(), "the act of the handler lets nobody in who is not signed in");
    }

    static LocalDate today(Ui ui) {
        return LocalDate.ofInstant(ui.now(), Ui.ZONE);
    }

    static String kind(Ui ui, TaskKind kind) {
        return ui.t("web.task.kind." + kind.id());
    }

    /** The products that some things are about. */
    Map<UUID, Series> series(Collection<Inbox.Entry> entries) {
        return products
                .byIds(entries.stream()
                        .flatMap(one -> Stream.ofNullable(one.task().series()))
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(Series::id, Function.identity()));
    }

    InboxView.Line line(Ui ui, Inbox.Entry one) {
        LocalDate today = today(ui);
        LocalDate due = one.task().due();
        long days = due == null ? 1 : ChronoUnit.DAYS.between(today, due);
        String words = due == null
                ? ""
                : days < 0
                        ? ui.t("home.due.late", ui.dayInWords(due), -days)
                        : days == 0 ? ui.t("home.due.today") : ui.t("home.due.day", ui.dayInWords(due));
        return new InboxView.Line(
                one.task(),
                kind(ui, one.task().kind()),
                words,
                days <= 0,
                one.place() == Inbox.Place.OPEN && one.who().isEmpty()
                        ? ""
                        : one.place() == Inbox.Place.OTHERS ? ui.t("inbox.waits-for", one.who()) : one.who(),
                put(ui, one),
                Inbox.may(reader(ui), one.task()) ? HERE + "/" + one.mark() : "");
    }

    /** What was done with it: whoever did it stands with their name. */
    private String put(Ui ui, Inbox.Entry one) {
        Put put = one.put();
        if (put == null) {
            return "";
        }
        LocalDate until = put.until();
        return switch (put.how()) {
            case LATER -> ui.t("inbox.put.later", until == null ? "" : ui.dayInWords(until));
            case HAND ->
                put.reason().isEmpty()
                        ? ui.t("inbox.put.hand", put.byName(), ui.day(put.at()))
                        : ui.t("inbox.put.hand.why", put.byName(), ui.day(put.at()), put.reason());
            case NOT_OURS -> ui.t("inbox.put.not-ours", put.byName(), ui.day(put.at()), put.reason());
        };
    }

    /**
     * Together by product: those in which something is the reader's own come first, then the one in which something presses most.
     *
     * @param entries those that are shown
     * @param all those that a product is said to have
     * @param most lines of each
     */
    List<InboxView.Group> groups(
            Ui ui, List<Inbox.Entry> entries, List<Inbox.Entry> all, Map<UUID, Series> series, int most) {
        Map<Optional<Series>, List<Inbox.Entry>> whole =
                all.stream().collect(Collectors.groupingBy(one -> of(one, series)));
        Map<Optional<Series>, List<Inbox.Entry>> byProduct = new LinkedHashMap<>();
        Stream.concat(
                        entries.stream()
                                .filter(one -> one.place() == Inbox.Place.OWN)
                                .map(one -> of(one, series)),
                        entries.stream().map(one -> of(one, series)))
                .forEach(product -> byProduct.computeIfAbsent(product, _ -> new ArrayList<>()));
        entries.forEach(
                one -> Objects.requireNonNull(byProduct.get(of(one, series))).add(one));
        return byProduct.entrySet().stream()
                .map(group -> new InboxView.Group(
                        group.getKey().map(Series::name).orElse(""),
                        whole.getOrDefault(group.getKey(), List.of()).size(),
                        kinds(ui, whole.getOrDefault(group.getKey(), List.of())),
                        group.getValue().stream()
                                .limit(most)
                                .map(one -> line(ui, one))
                                .toList(),
                        Math.max(0, group.getValue().size() - most),
                        HERE + "?series=" + group.getKey().map(Series::code).orElse(TaskPages.NO_PRODUCT)))
                .toList();
    }

    static Optional<Series> of(Inbox.Entry one, Map<UUID, Series> series) {
        UUID id = one.task().series();
        return id == null ? Optional.empty() : Optional.ofNullable(series.get(id));
    }

    private static String kinds(Ui ui, List<Inbox.Entry> entries) {
        Map<TaskKind, Integer> counts = new EnumMap<>(TaskKind.class);
        entries.forEach(one -> counts.merge(one.task().kind(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(one -> ui.t("inbox.kind.count", kind(ui, one.getKey()), one.getValue()))
                .collect(Collectors.joining(ui.t("inbox.and")));
    }
}
