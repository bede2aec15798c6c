package dev.shisa.server.inbox;

import dev.shisa.server.inbox.TaskActs.TaskAsideSent;
import dev.shisa.server.inbox.TaskActs.TaskHandSent;
import dev.shisa.server.inbox.TaskActs.TaskLaterSent;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** What waits, all of it: for the reader, for others, put off, set aside. */
@Controller
class TaskPages {

    /** Stands for a product in an address: about none, or about several. */
    static final String NO_PRODUCT = "none";

    private static final int FOLDED_MAX = 20;

    private final Inbox inbox;
    private final Lines lines;
    private final TaskActs acts;
    private final ObjectProvider<Elsewhere> elsewhere;

    TaskPages(Inbox inbox, Lines lines, TaskActs acts, ObjectProvider<Elsewhere> elsewhere) {
        this.inbox = inbox;
        this.lines = lines;
        this.acts = acts;
        this.elsewhere = elsewhere;
    }

    /** What the address asks for; what it does not know is as if it was not there. */
    private record Query(
            String series, Optional<TaskKind> kind, boolean mine, boolean late, Optional<Inbox.Place> show) {

        static Query of(Map<String, String> params) {
            return new Query(
                    params.getOrDefault("series", ""),
                    Arrays.stream(TaskKind.values())
                            .filter(kind -> kind.id().equals(params.get("kind")))
                            .findFirst(),
                    "1".equals(params.get("mine")),
                    "1".equals(params.get("late")),
                    Arrays.stream(Inbox.Place.values())
                            .filter(place -> !place.isPresent() && place.id().equals(params.get("show")))
                            .findFirst());
        }

        boolean isNarrow() {
            return !series.isEmpty() || kind.isPresent() || mine || late;
        }

        boolean fits(Inbox.Entry one, Map<UUID, Series> products, LocalDate today) {
            String code = Lines.of(one, products).map(Series::code).orElse(NO_PRODUCT);
            return (series.isEmpty() || series.equals(code))
                    && (kind.isEmpty() || kind.get() == one.task().kind())
                    && (!mine || one.place() == Inbox.Place.OWN)
                    && (!late || one.isLate(today));
        }

        String href(String path) {
            UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
            if (!series.isEmpty()) {
                address.queryParam("series", "{series}");
            }
            kind.ifPresent(one -> address.queryParam("kind", one.id()));
            if (mine) {
                address.queryParam("mine", "1");
            }
            if (late) {
                address.queryParam("late", "1");
            }
            show.ifPresent(place -> address.queryParam("show", place.id()));
            return address.encode().buildAndExpand(Map.of("series", series)).toUriString();
        }
    }

    @GetMapping(Lines.HERE)
    @Requires(Act.VIEW)
    ModelAndView list(@ModelAttribute("ui") Ui ui, @RequestParam Map<String, String> params) {
        Query query = Query.of(params);
        List<Inbox.Entry> all = inbox.of(Lines.reader(ui), ui.locale());
        Map<UUID, Series> products = lines.series(all);
        List<Inbox.Entry> wanted = all.stream()
                .filter(one -> query.show()
                        .map(place -> place == one.place())
                        .orElse(one.place().isPresent()))
                .toList();
        List<Inbox.Entry> found = wanted.stream()
                .filter(one -> query.fits(one, products, Lines.today(ui)))
                .toList();
        // Ordered by product first, so that a page holds what belongs together.
        List<Inbox.Entry> ordered = byProduct(found, products);
        ListPage leaf = ListPage.of(ordered.size(), params.getOrDefault("page", "1"));
        List<Inbox.Entry> rows = leaf.of(ordered);
        String href = query.href(Lines.HERE);
        return new ModelAndView("inbox/list")
                .addObject(
                        "view",
                        new InboxView.All(
                                new InboxView.Asked(
                                        query.show().map(Inbox.Place::id).orElse(""),
                                        query.series(),
                                        query.kind().map(TaskKind::id).orElse(""),
                                        query.mine(),
                                        query.late(),
                                        products(ui, wanted, products),
                                        kinds(ui, wanted),
                                        filters(ui, query, products)),
                                wanted.size(),
                                found.size(),
                                lines.groups(ui, rows, ordered, products, ListPage.ROWS),
                                query.show().isPresent() || query.isNarrow() ? List.of() : folds(ui, all),
                                leaf.at(),
                                leaf.pages(),
                                href + (href.contains("?") ? "&" : "?") + "page=",
                                query.href(Lines.HERE + ".csv")));
    }

    private static List<Inbox.Entry> byProduct(List<Inbox.Entry> found, Map<UUID, Series> products) {
        List<Optional<Series>> order = new ArrayList<>();
        found.stream()
                .filter(one -> one.place() == Inbox.Place.OWN)
                .map(one -> Lines.of(one, products))
                .distinct()
                .forEach(order::add);
        found.stream()
                .map(one -> Lines.of(one, products))
                .distinct()
                .filter(one -> !order.contains(one))
                .forEach(order::add);
        List<Inbox.Entry> ordered = new ArrayList<>();
        order.forEach(product -> found.stream()
                .filter(one -> Lines.of(one, products).equals(product))
                .forEach(ordered::add));
        return ordered;
    }

    private List<InboxView.Fold> folds(Ui ui, List<Inbox.Entry> all) {
        return Arrays.stream(Inbox.Place.values())
                .filter(place -> !place.isPresent())
                .map(place -> {
                    List<Inbox.Entry> some =
                            all.stream().filter(one -> one.place() == place).toList();
                    return new InboxView.Fold(
                            place.id(),
                            some.size(),
                            some.stream()
                                    .limit(FOLDED_MAX)
                                    .map(one -> lines.line(ui, one))
                                    .toList(),
                            Lines.HERE + "?show=" + place.id());
                })
                .filter(fold -> fold.count() > 0)
                .toList();
    }

    private static List<Parts.Choice> products(Ui ui, List<Inbox.Entry> wanted, Map<UUID, Series> products) {
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", ui.t("inbox.filter.all")));
        wanted.stream()
                .flatMap(one -> Lines.of(one, products).stream())
                .distinct()
                .sorted(java.util.Comparator.comparing(Series::name))
                .forEach(one -> choices.add(new Parts.Choice(one.code(), one.name())));
        choices.add(new Parts.Choice(NO_PRODUCT, ui.t("inbox.no-product")));
        return choices;
    }

    private static List<Parts.Choice> kinds(Ui ui, List<Inbox.Entry> wanted) {
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", ui.t("inbox.filter.all")));
        wanted.stream()
                .map(one -> one.task().kind())
                .distinct()
                .sorted()
                .forEach(kind -> choices.add(new Parts.Choice(kind.id(), Lines.kind(ui, kind))));
        return choices;
    }

    private static List<Parts.Filter> filters(Ui ui, Query query, Map<UUID, Series> products) {
        List<Parts.Filter> filters = new ArrayList<>();
        if (!query.series().isEmpty()) {
            String name = products.values().stream()
                    .filter(one -> one.code().equals(query.series()))
                    .map(Series::name)
                    .findFirst()
                    .orElse(query.series().equals(NO_PRODUCT) ? ui.t("inbox.no-product") : query.series());
            filters.add(new Parts.Filter(
                    name, new Query("", query.kind(), query.mine(), query.late(), query.show()).href(Lines.HERE)));
        }
        query.kind()
                .ifPresent(kind -> filters.add(new Parts.Filter(
                        Lines.kind(ui, kind),
                        new Query(query.series(), Optional.empty(), query.mine(), query.late(), query.show())
                                .href(Lines.HERE))));
        if (query.mine()) {
            filters.add(new Parts.Filter(
                    ui.t("inbox.filter.mine"),
                    new Query(query.series(), query.kind(), false, query.late(), query.show()).href(Lines.HERE)));
        }
        if (query.late()) {
            filters.add(new Parts.Filter(
                    ui.t("inbox.filter.late"),
                    new Query(query.series(), query.kind(), query.mine(), false, query.show()).href(Lines.HERE)));
        }
        return filters;
    }

    @GetMapping(Lines.HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @ModelAttribute("ui") Ui ui, @RequestParam Map<String, String> params) {
        Query query = Query.of(params);
        List<Inbox.Entry> all = inbox.of(Lines.reader(ui), ui.locale());
        Map<UUID, Series> products = lines.series(all);
        return TableFile.of(format, "tasks-" + ui.day(ui.now()), ui)
                .column("task", "home.file.task")
                .column("due", "home.file.due")
                .column("who", "home.file.who")
                .column("about", "home.file.about")
                .column("address", "home.file.address")
                .column("kind", "home.file.kind")
                .column("product", "home.file.product")
                .column("place", "home.file.place")
                .download(all.stream()
                        .filter(one -> query.fits(one, products, Lines.today(ui)))
                        .filter(one ->
                                query.show().map(place -> place == one.place()).orElse(true))
                        .map(one -> List.of(
                                one.task().sentence(),
                                one.task().due() == null ? "" : one.task().due().toString(),
                                one.who(),
                                one.task().about(),
                                one.task().href(),
                                Lines.kind(ui, one.task().kind()),
                                Lines.of(one, products).map(Series::name).orElse(""),
                                ui.t("inbox.place." + one.place().id())))
                        .toList());
    }

    @GetMapping(TaskActs.ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String task,
            @ModelAttribute("ui") Ui ui,
            Form<TaskLaterSent> later,
            Form<TaskHandSent> hand,
            Form<TaskAsideSent> aside) {
        Person person = Lines.reader(ui);
        Inbox.Entry entry = inbox.one(task, person, ui.locale()).orElseThrow(() -> new Problem(404, "inbox.unknown"));
        List<Person> receivers = acts.receivers(entry, person);
        boolean may = TaskActs.mayPut(entry, person);
        return new ModelAndView("inbox/one")
                .addObject(
                        "view",
                        new InboxView.One(
                                lines.line(ui, entry),
                                Lines.of(entry, lines.series(List.of(entry)))
                                        .map(Series::name)
                                        .orElse(""),
                                Lines.HERE + "/" + entry.mark(),
                                acts.version(entry),
                                may,
                                may && (!receivers.isEmpty() || hand.isSent()),
                                may && !entry.task().kind().isPersonal(),
                                entry.put() == null ? null : entry.place().id(),
                                elsewhere.stream()
                                        .flatMap(one -> one.of(entry, ui).stream())
                                        .toList()))
                .addObject(
                        "later", later.start("until", acts.today().plusDays(7).toString()))
                .addObject(
                        "hand",
                        hand.choices(
                                "receiver",
                                receivers.stream()
                                        .map(one -> new Parts.Choice(one.id().toString(), one.name()))
                                        .toList()))
                .addObject("aside", aside);
    }
}
