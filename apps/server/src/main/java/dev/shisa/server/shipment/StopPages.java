package dev.shisa.server.shipment;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 出荷停止・回収・再開: what must not leave, since when, and how far is it? (S-139) */
@Controller
class StopPages {

    static final String ALL = "/field/stops";
    private static final String ONE = ALL + "/{code}";
    private static final int SERIES_MAX = 1_000;
    private static final int IN_STOP_SHOWN = 20;
    private static final Set<String> DONE = Set.of("begun", "stepped");

    private final Stops stops;
    private final Products products;
    private final ObjectProvider<StopAudience> audiences;

    StopPages(Stops stops, Products products, ObjectProvider<StopAudience> audiences) {
        this.stops = stops;
        this.products = products;
        this.audiences = audiences;
    }

    static String here(Stop stop) {
        return ALL + "/" + stop.code().toLowerCase(Locale.ROOT);
    }

    static String shape(Stop.State state) {
        return switch (state) {
            case STOPPED, WITHDRAWING -> "not-met";
            case RESUMED, CLOSED -> "met";
            case ENDED -> "not-applicable";
        };
    }

    // The list

    private List<Stop> found(String q, String state, Person person, Ui ui) {
        SearchWords sought = SearchWords.of(q);
        return stops.visibleTo(person).stream()
                .filter(one -> state.isEmpty() || one.state().id().equals(state))
                .filter(one -> {
                    StopView.Row row = row(one, ui);
                    return sought.isEmpty()
                            || sought.isIn(one.code() + "\n" + code(one) + "\n" + row.series() + "\n" + row.concerned()
                                    + "\n" + one.content().reason().in(ui.lang()));
                })
                .toList();
    }

    private String code(Stop one) {
        return products.byId(one.series()).map(Series::code).orElse("");
    }

    private StopView.Row row(Stop one, Ui ui) {
        Series series = products.byId(one.series()).orElseThrow();
        java.time.LocalDate planned = one.content().planned();
        return new StopView.Row(
                here(one),
                one.code(),
                series.name(),
                shape(one.state()),
                ui.t("shipping.state." + one.state().id()),
                words(one.content().concerned(), ui),
                one.steps().getFirst().day().toString(),
                planned == null || !one.state().blocks() ? "" : planned.toString(),
                ui.t(one.content().open() ? "shipping.open.yes" : "shipping.open.no"));
    }

    /** What is concerned, as one sentence part. */
    static String words(Concerned concerned, Ui ui) {
        if (concerned.isAll()) {
            return ui.t("shipping.concerned.all");
        }
        return parts(concerned, ui).stream()
                .map(part -> ui.t("shipping.concerned.part", part.label(), part.href()))
                .collect(Collectors.joining(ui.t("shipping.concerned.and")));
    }

    /** Headings with their words. */
    private static List<Parts.Crumb> parts(Concerned concerned, Ui ui) {
        String between = ui.t("shipment.between");
        List<Parts.Crumb> parts = new ArrayList<>();
        if (!concerned.models().isEmpty()) {
            parts.add(new Parts.Crumb(
                    ui.t("shipment.column.model"),
                    concerned.models().stream().map(Concerned.Named::name).collect(Collectors.joining(between))));
        }
        if (!concerned.releases().isEmpty()) {
            parts.add(new Parts.Crumb(
                    ui.t("shipment.column.release"),
                    concerned.releases().stream().map(Concerned.Named::name).collect(Collectors.joining(between))));
        }
        if (!concerned.lots().isEmpty()) {
            parts.add(new Parts.Crumb(ui.t("shipment.column.lot"), String.join(between, concerned.lots())));
        }
        if (!concerned.serials().isEmpty()) {
            parts.add(new Parts.Crumb(ui.t("shipment.column.serials"), SerialRange.text(concerned.serials(), between)));
        }
        return parts;
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<Stop> all = stops.visibleTo(person);
        List<Stop> found = found(q, state, person, ui);
        long blocking = all.stream()
                .filter(one -> one.state() == Stop.State.STOPPED || one.state() == Stop.State.WITHDRAWING)
                .count();
        ListPage leaf = ListPage.of(found.size(), page);
        Query query = Query.of(ALL).with("q", q).with("state", state);
        return new ModelAndView("shipment/stops")
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("shipping.list.none")
                                : blocking == 0 ? ui.t("shipping.list.free") : ui.t("shipping.list.title", blocking))
                .addObject(
                        "rows", leaf.of(found).stream().map(one -> row(one, ui)).toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject("q", q)
                .addObject("state", state)
                .addObject(
                        "states",
                        Stream.concat(
                                        Stream.of(new Parts.Choice("", ui.t("shipment.filter.all"))),
                                        Arrays.stream(Stop.State.values())
                                                .map(s -> new Parts.Choice(s.id(), ui.t("shipping.state." + s.id()))))
                                .toList())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.at(ALL + ".csv").href());
    }

    @GetMapping(ALL + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "stops-" + ui.day(ui.now()), ui)
                .column("code", "shipment.column.code")
                .column("series", "shipment.column.series")
                .column("state", "shipment.column.state")
                .column("concerned", "shipping.concerned")
                .column("since", "shipping.since")
                .column("planned", "shipping.planned")
                .column("open", "shipping.open")
                .column("reason", "shipping.reason")
                .download(found(q, state, person, ui).stream()
                        .map(one -> {
                            StopView.Row row = row(one, ui);
                            return List.of(
                                    row.code(),
                                    row.series(),
                                    row.state(),
                                    row.concerned(),
                                    row.since(),
                                    row.planned(),
                                    row.open(),
                                    one.content().reason().in(ui.lang()));
                        })
                        .toList());
    }

    // Stopping

    private List<Parts.Choice> series(Person person) {
        Set<UUID> old = products.archived();
        return products.visibleTo(person, 0, SERIES_MAX).stream()
                .filter(one -> !old.contains(one.id()))
                .map(one -> new Parts.Choice(one.code(), one.name() + " " + one.code()))
                .toList();
    }

    @GetMapping(ALL + "/new")
    @Requires(Act.STOP_SHIPPING)
    ModelAndView fresh(
            @RequestParam(defaultValue = "") String series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<Parts.Choice> all = series(person);
        String code = series.isBlank() && all.size() == 1 ? all.getFirst().value() : series;
        Series one = code.isBlank() ? null : products.requireInUse(code, person);
        return form(
                one,
                new StopView.Form(
                        code, stops.today().toString(), Set.of(), Set.of(), "", "", "", "", "", "", false, "", ""),
                new Mistakes(),
                person);
    }

    private ModelAndView form(@Nullable Series series, StopView.Form form, Mistakes mistakes, Person person) {
        return new ModelAndView("shipment/stopping")
                .addObject("name", series == null ? "" : series.name())
                .addObject("series", series(person))
                .addObject("models", models(series))
                .addObject("releases", releases(series))
                .addObject("form", form)
                .addObject("mistakes", mistakes);
    }

    private List<Parts.Choice> models(@Nullable Series series) {
        return series == null
                ? List.of()
                : products.models(series.id()).stream()
                        .map(one -> new Parts.Choice(one.id().toString(), one.number()))
                        .toList();
    }

    private List<Parts.Choice> releases(@Nullable Series series) {
        return series == null
                ? List.of()
                : products.releases(series.id()).stream()
                        .map(one -> new Parts.Choice(one.id().toString(), one.name()))
                        .toList();
    }

    private static StopView.Form typed(MultiValueMap<String, String> fields) {
        return new StopView.Form(
                first(fields, "series"),
                first(fields, "day"),
                many(fields, "models"),
                many(fields, "releases"),
                first(fields, "lots"),
                first(fields, "serials"),
                first(fields, "reasonJa"),
                first(fields, "reasonEn"),
                first(fields, "actionJa"),
                first(fields, "actionEn"),
                first(fields, "open").equals("yes"),
                first(fields, "planned"),
                first(fields, "note"));
    }

    private static String first(MultiValueMap<String, String> fields, String name) {
        return Objects.requireNonNullElse(fields.getFirst(name), "");
    }

    private static Set<String> many(MultiValueMap<String, String> fields, String name) {
        List<String> values = fields.get(name);
        return values == null ? Set.of() : new HashSet<>(values);
    }

    private Stop.Content content(Series series, StopView.Form typed, Mistakes mistakes, Ui ui) {
        SerialRange.Typed serials = SerialRange.parse(typed.serials());
        if (!serials.wrong().isEmpty()) {
            String wrong = serials.wrong().getFirst();
            mistakes.add("serials", ui.t("shipment.wrong.serials", wrong.substring(0, Math.min(wrong.length(), 80))));
        }
        java.time.LocalDate planned = ShipmentCells.day(typed.planned());
        if (planned == null && !typed.planned().isBlank()) {
            mistakes.add("planned", ui.t("shipment.wrong.day"));
        }
        return new Stop.Content(
                new Concerned(
                        products.models(series.id()).stream()
                                .filter(one -> typed.models().contains(one.id().toString()))
                                .map((Model one) -> new Concerned.Named(one.id(), one.number()))
                                .toList(),
                        products.releases(series.id()).stream()
                                .filter(one ->
                                        typed.releases().contains(one.id().toString()))
                                .map((Release one) -> new Concerned.Named(one.id(), one.name()))
                                .toList(),
                        lots(typed.lots()),
                        serials.ranges()),
                said(typed.reasonJa(), typed.reasonEn()),
                said(typed.actionJa(), typed.actionEn()),
                typed.open(),
                planned);
    }

    static List<String> lots(String typed) {
        return Arrays.stream(typed.split("[,、;\\n\\r]+", -1))
                .map(Item::lot)
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
    }

    static Said said(String ja, String en) {
        return new Said(
                ja.replace("\r\n", "\n").strip(), en.replace("\r\n", "\n").strip());
    }

    @PostMapping(ALL + "/new")
    @Requires(Act.STOP_SHIPPING)
    ModelAndView begin(
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        StopView.Form typed = typed(fields);
        Mistakes mistakes = new Mistakes();
        if (typed.series().isBlank()) {
            response.setStatus(422);
            return form(null, typed, mistakes.add("series", ui.t("shipment.wrong.series-empty", "")), person);
        }
        Series series = products.requireInUse(typed.series(), person);
        Stops.Entered entered = new Stops.Entered(
                Stop.Act.STOP,
                ShipmentCells.day(typed.day()),
                typed.note(),
                content(series, typed, mistakes, ui),
                null);
        stops.wrong(null, entered).forEach(w -> mistakes.add(w.field(), ui.t("shipping.wrong." + w.why())));
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(series, typed, mistakes, person);
        }
        return new ModelAndView("redirect:" + here(stops.begin(series, entered, person)) + "?done=begun");
    }

    // One

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Stop one = stops.require(code, person);
        return one(one, next(), form(one), new Mistakes(), DONE.contains(done) ? done : "", person, ui);
    }

    private StopView.Next next() {
        return new StopView.Next("", stops.today().toString(), "", "");
    }

    private StopView.Form form(Stop one) {
        Stop.Content content = one.content();
        java.time.LocalDate planned = content.planned();
        return new StopView.Form(
                "",
                stops.today().toString(),
                content.concerned().models().stream()
                        .map(named -> named.id().toString())
                        .collect(Collectors.toSet()),
                content.concerned().releases().stream()
                        .map(named -> named.id().toString())
                        .collect(Collectors.toSet()),
                String.join("\n", content.concerned().lots()),
                SerialRange.text(content.concerned().serials(), "\n"),
                content.reason().ja(),
                content.reason().en(),
                content.action().ja(),
                content.action().en(),
                content.open(),
                planned == null ? "" : planned.toString(),
                "");
    }

    private ModelAndView one(
            Stop one, StopView.Next next, StopView.Form form, Mistakes mistakes, String done, Person person, Ui ui) {
        Series series = products.byId(one.series()).orElseThrow();
        Stops.Affected affected = stops.affected(one);
        Stop.Content content = one.content();
        return new ModelAndView("shipment/stop")
                .addObject(
                        "one",
                        new StopView.One(
                                row(one, ui),
                                lead(one, ui),
                                content.concerned().isAll()
                                        ? List.of(new Parts.Crumb(
                                                ui.t("shipping.concerned"), ui.t("shipping.concerned.all")))
                                        : parts(content.concerned(), ui),
                                content.reason().in(ui.lang()),
                                content.action().in(ui.lang()),
                                content.open(),
                                ShipmentPages.number(affected.shipments(), ui),
                                ShipmentPages.number(affected.devices(), ui),
                                ShipmentPages.number(affected.unclear(), ui),
                                ShipmentPages.number(affected.inStop(), ui),
                                happened(one, person, ui),
                                one.next().stream()
                                        .filter(act -> act != Stop.Act.CHANGE)
                                        .map(act -> new Parts.Choice(
                                                act.id(),
                                                ui.t("shipping.act." + act.id()),
                                                ui.t("shipping.act." + act.id() + ".text")))
                                        .toList(),
                                releases(series)))
                .addObject("inStop", affected.inStop() > 0)
                .addObject("unclear", affected.unclear() > 0)
                .addObject("change", one.next().contains(Stop.Act.CHANGE))
                .addObject("models", models(series))
                .addObject("next", next)
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    private String lead(Stop one, Ui ui) {
        java.time.LocalDate planned = one.content().planned();
        return switch (one.state()) {
            case STOPPED, WITHDRAWING ->
                planned == null
                        ? ui.t("shipping.lead." + one.state().id())
                        : ui.t("shipping.lead." + one.state().id() + ".planned", planned.toString());
            case RESUMED, CLOSED -> ui.t("shipping.lead." + one.state().id(), String.valueOf(one.resumed()));
            case ENDED -> ui.t("shipping.lead.ended");
        };
    }

    /** Steps, and what left in spite of them, as the days came. */
    private List<StopView.Happened> happened(Stop one, Person person, Ui ui) {
        Map<UUID, String> releases = stops.releases(one.series());
        List<StopView.Happened> happened = new ArrayList<>();
        for (Stop.Step step : one.steps()) {
            UUID fixed = step.fixed();
            List<String> more = new ArrayList<>();
            Stop.Content content = step.content();
            if (content != null && step.act() == Stop.Act.CHANGE) {
                more.add(ui.t("shipping.happened.concerned", words(content.concerned(), ui)));
            }
            if (!step.note().isEmpty()) {
                more.add(step.note());
            }
            happened.add(new StopView.Happened(
                    step.day().toString(),
                    switch (step.act()) {
                        case STOP, WITHDRAW -> "not-met";
                        case RESUME, FIXED -> "met";
                        case CHANGE, NOTICE, NOTE, CLOSE -> "info";
                    },
                    ui.t("shipping.happened." + step.act().id(), fixed == null ? "" : releases.getOrDefault(fixed, "")),
                    String.join("\n", more),
                    ui.t("shipment.by", step.byName(), ui.minute(step.at())),
                    "",
                    audiences.stream()
                            .flatMap(audience -> audience.notice(step.id(), person).stream())
                            .findFirst()
                            .orElse("")));
        }
        stops.eachAffected(one, (shipment, match) -> {
            if (one.blocksOn(shipment.day()) && happened.size() < one.steps().size() + IN_STOP_SHOWN) {
                happened.add(new StopView.Happened(
                        shipment.day().toString(),
                        match == Concerned.Match.YES ? "not-met" : "recheck",
                        ui.t(
                                match == Concerned.Match.YES ? "shipping.happened.left" : "shipping.happened.maybe",
                                ShipmentPages.number(shipment.devices(), ui)),
                        "",
                        ui.t("shipment.by", shipment.byName(), ui.minute(shipment.at())),
                        ShipmentPages.here(shipment),
                        ""));
            }
        });
        happened.sort(java.util.Comparator.comparing(StopView.Happened::day));
        return happened;
    }

    @PostMapping(ONE + "/steps")
    @Requires(Act.STOP_SHIPPING)
    ModelAndView step(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Stop one = stops.require(code, person);
        Series series = products.byId(one.series()).orElseThrow();
        StopView.Next typed = new StopView.Next(
                first(fields, "act"), first(fields, "day"), first(fields, "fixed"), first(fields, "note"));
        Mistakes mistakes = new Mistakes();
        boolean change = typed.act().equals(Stop.Act.CHANGE.id());
        StopView.Form form = change ? typed(fields) : form(one);
        Stops.Entered entered = new Stops.Entered(
                Stop.Act.of(typed.act()).orElse(null),
                ShipmentCells.day(typed.day()),
                typed.note(),
                change ? content(series, form, mistakes, ui) : null,
                products.releaseChosen(series, typed.fixed()).orElse(null));
        stops.wrong(one, entered).forEach(w -> mistakes.add(w.field(), ui.t("shipping.wrong." + w.why())));
        if (!mistakes.none()) {
            response.setStatus(422);
            return one(one, change ? next() : typed, form, prefixed(mistakes, change), "", person, ui);
        }
        return new ModelAndView("redirect:" + here(stops.step(one, entered, person)) + "?done=stepped");
    }

    /** The form of a change has ids of its own, since both stand on one page. */
    private static Mistakes prefixed(Mistakes mistakes, boolean change) {
        if (!change) {
            return mistakes;
        }
        Mistakes of = new Mistakes();
        mistakes.list().forEach(one -> of.add("change-" + one.fieldId(), one.message()));
        return of;
    }

    /** What of the register is concerned, with serials, for whoever has to find it. */
    @GetMapping(ONE + "/shipments.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> affected(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Stop one = stops.require(code, person);
        Map<UUID, String> releases = stops.releases(one.series());
        return TableFile.of(format, "stop-" + one.code(), ui)
                .column("code", "shipment.column.code")
                .column("match", "shipping.match")
                .column("day", "shipment.column.day")
                .column("model", "shipment.column.model")
                .column("release", "shipment.column.release")
                .column("lot", "shipment.column.lot")
                .column("count", "shipment.column.count")
                .column("concerned", "shipping.match.devices")
                .column("serials", "shipment.column.serials")
                .column("destination", "shipment.column.destination")
                .column("again", "shipment.column.again")
                .column("inStop", "shipping.match.in-stop")
                .download((most, lines) -> {
                    int[] left = {most};
                    stops.eachAffected(one, (shipment, match) -> {
                        if (left[0]-- > 0) {
                            UUID release = shipment.release();
                            lines.accept(List.of(
                                    shipment.code(),
                                    ui.t("shipping.match." + match.name().toLowerCase(Locale.ROOT)),
                                    shipment.day().toString(),
                                    shipment.modelNumber(),
                                    release == null ? "" : releases.getOrDefault(release, ""),
                                    shipment.lot(),
                                    Long.toString(shipment.devices()),
                                    Long.toString(
                                            one.content().concerned().devices(shipment.item(), shipment.devices())),
                                    SerialRange.text(shipment.serials(), ", "),
                                    shipment.destination(),
                                    shipment.again() ? ui.t("shipment.again.yes") : "",
                                    one.blocksOn(shipment.day()) ? ui.t("shipping.match.in-stop.yes") : ""));
                        }
                    });
                });
    }
}
