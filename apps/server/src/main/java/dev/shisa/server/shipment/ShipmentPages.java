package dev.shisa.server.shipment;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 出荷: what left the house, with which version, and may it still be out there? */
@Controller
class ShipmentPages {

    static final String ALL = "/field/shipments";
    private static final String ONE = ALL + "/{code}";
    private static final int SERIES_MAX = 1_000;
    private static final int QUERY_CHARS_MAX = 100;

    /** Each row says seven things, one below the other on a phone. */
    private static final int ROWS = 20;

    private static final int FAULTS_SHOWN = 100;
    private static final int SERIALS_IN_ROW = 2;
    private static final int SERIALS_SHOWN = 200;
    private static final Set<String> DONE = Set.of("added", "taken", "nothing", "struck");

    private final Shipments shipments;
    private final ShipmentStore store;
    private final ShipmentImport imports;
    private final Stops stops;
    private final Products products;

    ShipmentPages(Shipments shipments, ShipmentStore store, ShipmentImport imports, Stops stops, Products products) {
        this.shipments = shipments;
        this.store = store;
        this.imports = imports;
        this.stops = stops;
        this.products = products;
    }

    // The register

    private ShipmentStore.Filter filter(String q, @Nullable Series series, Person person) {
        String words = q.strip();
        return ShipmentStore.Filter.all(series == null ? person.series() : Set.of(series.id()))
                .with(words.substring(0, Math.min(words.length(), QUERY_CHARS_MAX)));
    }

    private @Nullable Series chosen(String code, Person person) {
        return code.isBlank() ? null : products.require(code, person);
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(q, series, page, to, "", DONE.contains(done) ? done : "", person, ui);
    }

    private ModelAndView list(
            String q, String series, String page, String to, String refused, String done, Person person, Ui ui) {
        Series one = chosen(series, person);
        // Whoever turns the pages goes on in the list as it was.
        UUID upTo = uuid(to).or(() -> store.newest(person.series())).orElse(null);
        ShipmentStore.Filter filter = filter(q, one, person).upTo(upTo);
        ShipmentStore.Count all = store.count(ShipmentStore.Filter.all(person.series()));
        ShipmentStore.Count found = store.count(filter);
        ListPage leaf = ListPage.of(found.rows(), page, ROWS);
        Query query = Query.of(ALL).with("q", q.strip()).with("series", one == null ? "" : one.code());
        Names names = new Names(ui);
        List<Parts.Choice> choices = new ArrayList<>(List.of(new Parts.Choice("", ui.t("shipment.filter.all"))));
        choices.addAll(series(person, true));
        return new ModelAndView("shipment/shipments")
                .addObject(
                        "rows",
                        store.page(filter, leaf.from(), ROWS).stream()
                                .map(names::row)
                                .toList())
                .addObject("total", all.rows())
                .addObject("devices", number(all.devices(), ui))
                .addObject("found", found.rows())
                .addObject("foundDevices", number(found.devices(), ui))
                .addObject("q", q)
                .addObject("series", one == null ? "" : one.code())
                .addObject("choices", choices)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject(
                        "pageHref",
                        query.with("to", upTo == null ? "" : upTo.toString()).pageHref())
                .addObject("exportHref", query.at(ALL + ".csv").href())
                .addObject("refused", refused)
                .addObject("done", done);
    }

    private static Optional<UUID> uuid(String typed) {
        return typed.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(typed))
                : Optional.empty();
    }

    static String number(long number, Ui ui) {
        return NumberFormat.getIntegerInstance(ui.locale()).format(number);
    }

    private List<Parts.Choice> series(Person person, boolean archived) {
        Set<UUID> old = products.archived();
        return products.visibleTo(person, 0, SERIES_MAX).stream()
                .filter(one -> archived || !old.contains(one.id()))
                .map(one -> new Parts.Choice(one.code(), one.name() + " " + one.code()))
                .toList();
    }

    /** Names and stops of series, each looked up once. */
    private final class Names {
        private final Ui ui;
        private final Map<UUID, String> series = new HashMap<>();
        private final Map<UUID, String> codes = new HashMap<>();
        private final Map<UUID, String> releases = new HashMap<>();
        private final Map<UUID, List<Stop>> stopped = new HashMap<>();

        Names(Ui ui) {
            this.ui = ui;
        }

        private void know(UUID id) {
            if (!series.containsKey(id)) {
                Series one = products.byId(id).orElseThrow();
                series.put(id, one.name());
                codes.put(id, one.code());
            }
        }

        String name(UUID id) {
            know(id);
            return series.getOrDefault(id, "");
        }

        String code(UUID id) {
            know(id);
            return codes.getOrDefault(id, "");
        }

        String release(@Nullable UUID id) {
            return id == null
                    ? ""
                    : releases.computeIfAbsent(
                            id, key -> products.release(key).map(Release::name).orElse(""));
        }

        Stops.Marked marked(Shipment one) {
            return Stops.mark(one, stopped.computeIfAbsent(one.series(), stops::of));
        }

        ShipmentView.Row row(Shipment one) {
            Stops.Marked marked = marked(one);
            boolean struck = one.struck() != null;
            return new ShipmentView.Row(
                    here(one),
                    one.code(),
                    one.day().toString(),
                    name(one.series()),
                    one.modelNumber(),
                    release(one.release()),
                    one.lot(),
                    number(one.devices(), ui),
                    serials(one),
                    struck ? "not-applicable" : shape(marked.mark()),
                    struck
                            ? ui.t("shipment.state.struck")
                            : marked.mark() == Stops.Mark.NONE
                                    ? ""
                                    : ui.t("shipment.state." + marked.mark().id()),
                    struck);
        }

        private String serials(Shipment one) {
            int more = one.serials().size() - SERIALS_IN_ROW;
            String first = SerialRange.text(
                    one.serials().subList(0, Math.min(one.serials().size(), SERIALS_IN_ROW)), ui.t("shipment.between"));
            return more > 0 ? ui.t("shipment.serials.more", first, more) : first;
        }
    }

    static String shape(Stops.Mark mark) {
        return switch (mark) {
            case NONE -> "";
            case PAST -> "info";
            case STOPPED, WITHDRAWING, MAYBE_IN_STOP -> "recheck";
            case UNCLEAR -> "unknown";
            case IN_STOP -> "not-met";
        };
    }

    static String here(Shipment one) {
        return ALL + "/" + one.code().toLowerCase(Locale.ROOT);
    }

    @GetMapping(ALL + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        ShipmentStore.Filter filter = filter(q, chosen(series, person), person);
        Names names = new Names(ui);
        return columns(TableFile.of(format, "shipments-" + ui.day(ui.now()), ui))
                .column(ShipmentFile.STRUCK, "shipment.column.struck")
                .column("code", "shipment.column.code")
                .column("state", "shipment.column.state")
                .download((most, lines) -> store.each(filter, most, one -> {
                    List<String> cells = new ArrayList<>(cells(one, names, ui));
                    Shipment.Struck struck = one.struck();
                    cells.add(struck == null ? "" : struck.reason());
                    cells.add(one.code());
                    cells.add(names.row(one).state());
                    lines.accept(cells);
                }));
    }

    private static TableFile columns(TableFile table) {
        ShipmentFile.COLUMNS.forEach(column -> table.column(column, "shipment.column." + column));
        return table;
    }

    private static List<String> cells(Shipment one, Names names, Ui ui) {
        return List.of(
                names.code(one.series()),
                one.modelNumber(),
                names.release(one.release()),
                one.lot(),
                one.day().toString(),
                Long.toString(one.devices()),
                SerialRange.text(one.serials(), ", "),
                one.destination(),
                one.again() ? ui.t("shipment.again.yes") : "");
    }

    // One

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return one(shipments.require(code, person), "", new Mistakes(), DONE.contains(done) ? done : "", ui);
    }

    private ModelAndView one(Shipment one, String reason, Mistakes mistakes, String done, Ui ui) {
        Names names = new Names(ui);
        Stop stop = names.marked(one).stop();
        Shipment.Struck struck = one.struck();
        UUID imported = one.imported();
        return new ModelAndView("shipment/shipment")
                .addObject(
                        "one",
                        new ShipmentView.One(
                                names.row(one),
                                one.destination(),
                                one.again(),
                                one.serials().stream()
                                        .limit(SERIALS_SHOWN)
                                        .map(SerialRange::text)
                                        .toList(),
                                Math.max(0, one.serials().size() - SERIALS_SHOWN),
                                ui.t("shipment.made.by", one.byName(), ui.minute(one.at())),
                                imported == null
                                        ? ""
                                        : store.importName(imported).orElse(""),
                                stop == null ? null : new Parts.Crumb(stop.code(), StopPages.here(stop)),
                                struck == null ? "" : struck.reason(),
                                struck == null
                                        ? ""
                                        : ui.t("shipment.struck.by", struck.byName(), ui.minute(struck.at()))))
                .addObject("reason", reason)
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    @PostMapping(ONE + "/strike")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView strike(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Shipment one = shipments.require(code, person);
        if (one.struck() == null && (reason.isBlank() || reason.length() > Shipment.REASON_CHARS_MAX)) {
            response.setStatus(422);
            return one(
                    one,
                    reason,
                    new Mistakes().add("reason", ui.t("shipment.wrong.reason", Shipment.REASON_CHARS_MAX)),
                    "",
                    ui);
        }
        shipments.strike(one, reason, person);
        return new ModelAndView("redirect:" + here(one) + "?done=struck");
    }

    // Entering one

    @GetMapping(ALL + "/new")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView fresh(
            @RequestParam(defaultValue = "") String series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<Parts.Choice> all = series(person, false);
        String code = series.isBlank() && all.size() == 1 ? all.getFirst().value() : series;
        Series one = code.isBlank() ? null : products.requireInUse(code, person);
        return form(
                one,
                new ShipmentView.Form(code, "", "", "", shipments.today().toString(), "", "", "", false, false),
                new Mistakes(),
                person,
                ui);
    }

    private ModelAndView form(
            @Nullable Series series, ShipmentView.Form form, Mistakes mistakes, Person person, Ui ui) {
        List<Parts.Choice> models = new ArrayList<>(List.of(new Parts.Choice("", ui.t("shipment.unsaid"))));
        List<Parts.Choice> releases = new ArrayList<>(List.of(new Parts.Choice("", ui.t("shipment.unsaid"))));
        if (series != null) {
            products.models(series.id())
                    .forEach((Model one) -> models.add(new Parts.Choice(one.number(), one.number())));
            products.releases(series.id())
                    .forEach((Release one) -> releases.add(new Parts.Choice(one.name(), one.name())));
        }
        return new ModelAndView("shipment/new")
                .addObject("name", series == null ? "" : series.name())
                .addObject("series", series(person, false))
                .addObject("models", models)
                .addObject("releases", releases)
                .addObject("form", form)
                .addObject("stopped", series == null ? List.of() : stopped(series))
                .addObject("mistakes", mistakes);
    }

    private List<Parts.Crumb> stopped(Series series) {
        return stops.of(series.id()).stream()
                .filter(one -> one.state().blocks())
                .map(one -> new Parts.Crumb(one.code(), StopPages.here(one)))
                .toList();
    }

    @PostMapping(ALL + "/new")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView add(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        ShipmentView.Form typed = new ShipmentView.Form(
                fields.getOrDefault("series", ""),
                fields.getOrDefault("model", ""),
                fields.getOrDefault("release", ""),
                fields.getOrDefault("lot", ""),
                fields.getOrDefault("day", ""),
                fields.getOrDefault("count", ""),
                fields.getOrDefault("serials", ""),
                fields.getOrDefault("destination", ""),
                fields.getOrDefault("again", "").equals("yes"),
                fields.getOrDefault("twice", "").equals("yes"));
        if (typed.series().isBlank()) {
            response.setStatus(422);
            return form(null, typed, new Mistakes().add("series", ui.t("shipment.wrong.series-empty", "")), person, ui);
        }
        Series series = products.requireInUse(typed.series(), person);
        Mistakes mistakes = new Mistakes();
        Model model = shipments.model(series, typed.model()).orElse(null);
        if (model == null && !typed.model().isBlank()) {
            mistakes.add("model", ui.t("shipment.wrong.model", typed.model(), series.code()));
        }
        Release release = shipments.release(series, typed.release()).orElse(null);
        if (release == null && !typed.release().isBlank()) {
            mistakes.add("release", ui.t("shipment.wrong.release", typed.release(), series.code()));
        }
        Shipments.Entered entered = new Shipments.Entered(
                series,
                model,
                release,
                typed.lot(),
                ShipmentCells.day(typed.day()),
                typed.count().isBlank() ? null : ShipmentCells.number(typed.count()),
                SerialRange.parse(typed.serials()),
                typed.destination(),
                typed.again(),
                typed.twice());
        shipments.wrongHere(entered).forEach(wrong -> mistakes.add(wrong.field(), words(wrong, ui)));
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(series, typed, mistakes, person, ui);
        }
        return new ModelAndView("redirect:" + here(shipments.add(entered, person)) + "?done=added");
    }

    static String words(Shipments.Wrong wrong, Ui ui) {
        return ui.t("shipment.wrong." + wrong.why(), wrong.args().toArray());
    }

    // Taking in a file

    /** An empty list with the columns, and a line of each kind to write over. */
    @GetMapping(ALL + "/template.{format}")
    @Requires(Act.RECORD_SHIPMENTS)
    @Recorded("take.list")
    ResponseEntity<TableFile> template(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series one = products.visibleTo(person, 0, 1).stream().findFirst().orElse(null);
        String code = one == null ? "GW-50" : one.code();
        String model = one == null
                ? ""
                : products.models(one.id()).stream()
                        .findFirst()
                        .map(Model::number)
                        .orElse("");
        String release = one == null
                ? ""
                : products.releases(one.id()).stream()
                        .findFirst()
                        .map(Release::name)
                        .orElse("");
        String day = shipments.today().toString();
        return columns(TableFile.of(format, "shipments-template", ui))
                .download(List.of(
                        List.of(code, model, release, "A123", day, "880", "AB24-000120–AB24-000999", "", ""),
                        List.of(code, model, release, "A124", day, "1", "AB24-001000", "", ""),
                        List.of(code, model, release, "A124", day, "1", "AB24-001001", "", "")));
    }

    @PostMapping(ALL + "/import")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView upload(
            @RequestParam(required = false) @Nullable MultipartFile list,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        if (list == null || list.isEmpty() || list.getSize() > ShipmentFile.BYTES_MAX) {
            response.setStatus(422);
            return list(
                    "",
                    "",
                    "1",
                    "",
                    ui.t("shipment.wrong.file-size", ShipmentFile.BYTES_MAX / 1024 / 1024),
                    "",
                    person,
                    ui);
        }
        String name = list.getOriginalFilename() == null ? "" : list.getOriginalFilename();
        byte[] content = list.getBytes();
        ShipmentFile.Read read = imports.look(content, person);
        if (read.whole()) {
            response.setStatus(422);
            return list("", "", "1", "", fault(read.faults().getFirst(), ui), "", person, ui);
        }
        return new ModelAndView("redirect:" + ALL + "/import/" + imports.keep(name, content, person));
    }

    static String fault(ShipmentFile.Fault fault, Ui ui) {
        String words = ui.t("shipment.wrong." + fault.why(), fault.args().toArray());
        return fault.why().startsWith("file") ? words : ui.t("shipment.import.line", fault.line(), words);
    }

    private ShipmentStore.Upload kept(String id, Person person) {
        return uuid(id).flatMap(key -> imports.kept(key, person))
                .orElseThrow(() -> new Problem(404, "shipment.upload"));
    }

    @GetMapping(ALL + "/import/{id}")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView preview(@PathVariable String id, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        ShipmentStore.Upload upload = kept(id, person);
        return preview(upload, imports.look(upload.content(), person), new Mistakes(), ui);
    }

    private static ModelAndView preview(ShipmentStore.Upload upload, ShipmentFile.Read read, Mistakes mistakes, Ui ui) {
        return new ModelAndView("shipment/import")
                .addObject(
                        "preview",
                        new ShipmentView.Preview(
                                upload.name(),
                                read.lines(),
                                read.entries().size(),
                                number(read.devices(), ui),
                                read.known(),
                                read.wrong(),
                                read.faults().stream()
                                        .limit(FAULTS_SHOWN)
                                        .map(one -> fault(one, ui))
                                        .toList(),
                                read.whole(),
                                ALL + "/import/" + upload.id()))
                .addObject("mistakes", mistakes);
    }

    @PostMapping(ALL + "/import/{id}")
    @Requires(Act.RECORD_SHIPMENTS)
    ModelAndView take(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String rest,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        ShipmentStore.Upload upload = kept(id, person);
        ShipmentImport.Outcome outcome = imports.take(upload.name(), upload.content(), rest.equals("yes"), person);
        if (!outcome.taken()) {
            response.setStatus(422);
            return preview(upload, outcome.read(), new Mistakes().add("rest", ui.t("shipment.import.rest.wrong")), ui);
        }
        imports.drop(upload.id());
        return new ModelAndView(
                "redirect:" + ALL + (outcome.read().entries().isEmpty() ? "?done=nothing" : "?done=taken"));
    }
}
