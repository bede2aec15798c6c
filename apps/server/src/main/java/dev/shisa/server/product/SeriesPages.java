package dev.shisa.server.product;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** The list of series; creating, editing and archiving one. */
@Controller
class SeriesPages {

    private static final Pattern CODE_IN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final List<String> SET_UP = List.of("owner", "organisation", "product", "verdict");

    /** Lines of a file that are held. */
    private static final int TAKEN_AT_ONCE = 500;

    private final Products products;
    private final SeriesLines lines;
    private final SeriesFrames frames;
    private final ObjectProvider<SeriesStart> start;
    private final Ids ids;

    SeriesPages(Products products, SeriesLines lines, SeriesFrames frames, ObjectProvider<SeriesStart> start, Ids ids) {
        this.products = products;
        this.lines = lines;
        this.frames = frames;
        this.start = start;
        this.ids = ids;
    }

    /** What the reader chose to see of the list; lives in the address. */
    record Choice(String q, String sort, boolean descending, boolean archived) {

        static Choice of(String q, String sort, String dir, String archived) {
            return new Choice(
                    Words.query(q),
                    Set.of("name", "settled", "next", "support").contains(sort) ? sort : "",
                    dir.equals("desc"),
                    archived.equals("1"));
        }

        String href(String path) {
            UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
            if (!q.isEmpty()) {
                address.queryParam("q", "{q}");
            }
            if (!sort.isEmpty()) {
                address.queryParam("sort", sort);
            }
            if (descending) {
                address.queryParam("dir", "desc");
            }
            if (archived) {
                address.queryParam("archived", "1");
            }
            return q.isEmpty()
                    ? address.toUriString()
                    : address.encode().buildAndExpand(q).toUriString();
        }

        Parts.Column column(Ui ui, String id) {
            boolean present = sort.equals(id);
            return Parts.Column.sortable(
                    ui.t("product.column." + id),
                    new Choice(q, id, present && !descending, archived).href("/products"),
                    !present ? Parts.Order.NONE : descending ? Parts.Order.DESCENDING : Parts.Order.ASCENDING);
        }

        /** Null: by name, or in the order in which they came. */
        private SeriesStanding.@Nullable Order byStanding() {
            return switch (sort) {
                case "settled" -> SeriesStanding.Order.SETTLED;
                case "next" -> SeriesStanding.Order.NEXT;
                case "support" -> SeriesStanding.Order.SUPPORT;
                default -> null;
            };
        }
    }

    @GetMapping("/products")
    @Requires(Act.VIEW)
    ModelAndView list(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String dir,
            @RequestParam(defaultValue = "") String archived,
            @RequestParam(name = "to", required = false) @Nullable Long upTo,
            @RequestParam(defaultValue = "1") int page) {
        Choice choice = Choice.of(q, sort, dir, archived);
        Person person = Words.reader(ui);
        // Whoever turns the pages goes on in the list as it was on the first.
        long newest = upTo == null ? lines.newest(person) : upTo;
        ProductStore.Wanted wanted = lines.wanted(person, choice.q(), choice.archived(), newest);
        int found = lines.count(wanted);
        ListPage leaf = ListPage.of(found, page);
        int present = lines.count(lines.wanted(person, "", false, null));
        String here = choice.href("/products");
        List<Parts.Filter> filters = new ArrayList<>();
        if (!choice.q().isEmpty()) {
            filters.add(new Parts.Filter(
                    ui.t("product.filter.q", choice.q()),
                    new Choice("", choice.sort(), choice.descending(), choice.archived()).href("/products")));
        }
        if (choice.archived()) {
            filters.add(new Parts.Filter(
                    ui.t("product.filter.archived"),
                    new Choice(choice.q(), choice.sort(), choice.descending(), false).href("/products")));
        }
        return new ModelAndView("product/list")
                .addObject("lines", lines.lines(ids(choice, wanted, leaf.from(), ListPage.ROWS), ui))
                .addObject("found", found)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", here + (here.contains("?") ? "&" : "?") + "to=" + newest + "&page=")
                .addObject("total", present + lines.count(lines.wanted(person, "", true, null)))
                .addObject("present", present)
                .addObject("withOpen", lines.open(person))
                .addObject("again", lines.again(person))
                .addObject("choice", choice.q())
                .addObject("archived", choice.archived())
                .addObject("filters", filters)
                .addObject("exportHref", choice.href("/products/export.csv"))
                .addObject(
                        "columns",
                        List.of(
                                choice.column(ui, "name"),
                                choice.column(ui, "settled"),
                                choice.column(ui, "next"),
                                choice.column(ui, "support")));
    }

    private List<UUID> ids(Choice choice, ProductStore.Wanted wanted, int from, int most) {
        SeriesStanding.Order by = choice.byStanding();
        return by == null
                ? lines.ids(wanted, choice.sort().equals("name"), choice.descending(), from, most)
                : lines.ids(wanted, by, choice.descending()).stream()
                        .skip(from)
                        .limit(most)
                        .toList();
    }

    @GetMapping("/products/export.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String dir,
            @RequestParam(defaultValue = "") String archived) {
        Choice choice = Choice.of(q, sort, dir, archived);
        Person person = Words.reader(ui);
        return TableFile.of(format, "products", ui)
                .column("code", "product.code")
                .column("name", "product.column.name")
                .column("kind", "product.kind")
                .column("release", "product.designated")
                .column("models", "product.models")
                .column("settled", "product.csv.settled")
                .column("total", "product.csv.total")
                .column("open", "product.csv.open")
                .column("next", "product.column.next")
                .column("supportEnds", "product.column.support")
                .column("again", "product.csv.again")
                .column("label", "product.csv.label")
                .download((most, line) -> {
                    ProductStore.Wanted wanted = lines.wanted(person, choice.q(), choice.archived(), null);
                    // Which they are is decided once, so none is lost or doubled by what changes meanwhile.
                    List<UUID> all = ids(choice, wanted, 0, most);
                    for (int i = 0; i < all.size(); i += TAKEN_AT_ONCE) {
                        lines.lines(all.subList(i, Math.min(all.size(), i + TAKEN_AT_ONCE)), ui)
                                .forEach(one -> line.accept(cells(one, ui)));
                    }
                });
    }

    private static List<String> cells(SeriesLine line, Ui ui) {
        SeriesStanding.Standing standing = line.standing();
        return List.of(
                line.series().code(),
                line.series().name(),
                line.series().kind(),
                line.release(),
                String.valueOf(line.models()),
                standing == null ? "" : String.valueOf(standing.settled()),
                standing == null ? "" : String.valueOf(standing.total()),
                line.open(),
                line.next(),
                standing == null || standing.supportEnds() == null
                        ? ""
                        : standing.supportEnds().toString(),
                standing != null && standing.again() ? ui.t("product.yes") : "",
                line.label() == null ? "" : line.label().words());
    }

    @GetMapping("/products/new")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView create(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String first) {
        return createForm(ui, first.equals("1"), new View.NewSeries("", "", "", "", "", ""), new Mistakes());
    }

    @PostMapping("/products/new")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView create(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String nameEn,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String models,
            @RequestParam(defaultValue = "") String release,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        View.NewSeries typed = new View.NewSeries(name, nameEn, kind, code, models, release);
        Mistakes mistakes = new Mistakes();
        if (release.isBlank()) {
            mistakes.add("release", ui.t("product.field.empty"));
        }
        try {
            if (mistakes.none()) {
                Series series = products.create(
                        new NewSeries(
                                code.isBlank() && !name.isBlank() ? proposedCode(name) : code,
                                name,
                                nameEn,
                                kind,
                                "",
                                models.lines().limit(Entries.MODELS_MAX + 1L).toList(),
                                release),
                        person);
                SeriesStart next = start.getIfAvailable();
                return new ModelAndView(
                        "redirect:" + (next == null ? href(series) + "?done=created" : next.href(series.code())));
            }
        } catch (InputRefused e) {
            mistakes = Words.of(ui, e);
        }
        response.setStatus(422);
        return createForm(ui, first.equals("1"), typed, mistakes);
    }

    private ModelAndView createForm(Ui ui, boolean first, View.NewSeries typed, Mistakes mistakes) {
        List<Parts.Step> steps = new ArrayList<>();
        if (first && ui.has("account.set-up.step.owner")) {
            for (int i = 0; i < SET_UP.size(); i++) {
                steps.add(new Parts.Step(
                        ui.t("account.set-up.step." + SET_UP.get(i)),
                        i < 2 ? Parts.Progress.DONE : i == 2 ? Parts.Progress.NOW : Parts.Progress.LATER));
            }
        }
        return new ModelAndView("product/new")
                .addObject("first", first)
                .addObject("steps", steps)
                .addObject("typed", typed)
                .addObject("mistakes", mistakes);
    }

    /**
     * {@code MC-200シリーズ} → {@code MC-200}: the longest part with a digit, or without one where none has any; a short
     * readable one when the name has no such part; free either way.
     */
    private String proposedCode(String name) {
        String best = CODE_IN_NAME
                .matcher(name)
                .results()
                .map(part -> part.group().replaceAll("[._-]+$", ""))
                .sorted(Comparator.comparing((String part) -> part.chars().anyMatch(Character::isDigit))
                        .thenComparingInt(String::length)
                        .reversed())
                .findFirst()
                .orElse("");
        String base = best.isEmpty() ? ids.code("P") : best.substring(0, Math.min(best.length(), 36));
        String code = base;
        for (int i = 2; products.taken(code) && i < 100; i++) {
            code = base + "-" + i;
        }
        return code;
    }

    @GetMapping("/products/{code}/edit")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView edit(@ModelAttribute("ui") Ui ui, @PathVariable String code) {
        Series series = products.require(code, Words.reader(ui));
        return editForm(ui, series, series, null, new Mistakes());
    }

    @PostMapping("/products/{code}/edit")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView edit(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String nameEn,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "", name = "newCode") String newCode,
            @RequestParam(defaultValue = "") String about,
            @RequestParam(defaultValue = "0") int version,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        Series typed = new Series(series.id(), newCode, name, nameEn, kind, about, series.designated(), version);
        try {
            Series saved = products.edit(typed, person);
            return new ModelAndView("redirect:" + href(saved) + "?done=saved");
        } catch (InputRefused e) {
            response.setStatus(422);
            return editForm(ui, series, typed, null, Words.of(ui, e));
        } catch (ChangedMeanwhile e) {
            response.setStatus(409);
            Series stored = products.byId(series.id()).orElse(series);
            Series again =
                    new Series(series.id(), newCode, name, nameEn, kind, about, stored.designated(), stored.version());
            return editForm(ui, stored, again, stored, new Mistakes());
        }
    }

    /** The stored series beside the typed one when somebody else saved first. */
    private ModelAndView editForm(Ui ui, Series series, Series typed, @Nullable Series stored, Mistakes mistakes) {
        return new ModelAndView("product/edit")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("typed", typed)
                .addObject("stored", stored)
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/products/{code}/archive")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView archive(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "true") boolean archived) {
        Person person = Words.reader(ui);
        Series series = products.require(code, person);
        products.archive(series, archived, person);
        return new ModelAndView("redirect:" + href(series) + "?done=" + (archived ? "archived" : "restored"));
    }

    private static String href(Series series) {
        return "/products/" + series.code();
    }
}
