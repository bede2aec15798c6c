package dev.shisa.server.product;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The releases of a series, which of them the label is for, and what a change touches. */
@Controller
class ReleasePages {

    private static final Set<String> DONE = Set.of("added", "saved", "designated", "waits", "confirmed");
    /** The choice that nothing is touched; never an id of a requirement. */
    private static final String NONE = "none";

    private final Products products;
    private final SeriesFrames frames;
    private final Guides guides;
    private final OutNow outNow;

    ReleasePages(Products products, SeriesFrames frames, Guides guides, OutNow outNow) {
        this.outNow = outNow;
        this.products = products;
        this.frames = frames;
        this.guides = guides;
    }

    @GetMapping("/products/{code}/releases")
    @Requires(Act.VIEW)
    ModelAndView list(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String done) {
        Series series = products.require(code, Words.reader(ui));
        String words = Words.query(q);
        List<View.ReleaseRow> all = rows(series);
        List<View.ReleaseRow> shown = shown(all, words, sort);
        String here = "/products/" + series.code() + "/releases";
        String sortByName = here + (sort.equals("name") ? "" : "?sort=name");
        List<Parts.Column> columns = List.of(
                Parts.Column.sortable(
                        ui.t("product.release"),
                        sortByName,
                        sort.equals("name") ? Parts.Order.ASCENDING : Parts.Order.NONE),
                Parts.Column.plain(ui.t("product.release.on")),
                Parts.Column.plain(ui.t("product.release.before")),
                Parts.Column.plain(ui.t("product.impact")),
                Parts.Column.plain(ui.t("product.designated")));
        return new ModelAndView("product/releases")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", shown)
                .addObject("total", all.size())
                .addObject(
                        "out",
                        outNow.of(series, LocalDate.ofInstant(ui.now(), Ui.ZONE), ui.locale())
                                .filter(out -> !out.cautions().isEmpty())
                                .orElse(null))
                .addObject("q", words)
                .addObject(
                        "filters",
                        words.isEmpty() ? List.of() : List.of(new Parts.Filter(ui.t("product.filter.q", words), here)))
                .addObject("columns", columns)
                .addObject(
                        "exportHref",
                        Query.of(here + ".csv")
                                .with("q", words)
                                .with("sort", sort.equals("name") ? sort : "")
                                .href())
                .addObject("done", Words.done(done, DONE));
    }

    @GetMapping("/products/{code}/releases.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort) {
        Series series = products.require(code, Words.reader(ui));
        return TableFile.of(format, series.code() + "-releases", ui)
                .column("release", "product.release")
                .column("releasedOn", "product.release.on")
                .column("predecessor", "product.release.before")
                .column("touched", "product.csv.touched")
                .column("reason", "product.csv.reason")
                .column("designated", "product.designated")
                .column("notes", "product.release.notes")
                .download(shown(rows(series), Words.query(q), sort).stream()
                        .map(row -> line(row, ui))
                        .toList());
    }

    private static List<String> line(View.ReleaseRow row, Ui ui) {
        ChangeImpact impact = row.impact();
        LocalDate on = row.release().releasedOn();
        return List.of(
                row.release().name(),
                on == null ? "" : on.toString(),
                row.predecessor(),
                impact == null
                        ? ""
                        : impact.waits()
                                ? ui.t(
                                        "product.impact.signed.waits",
                                        impact.touched().size())
                                : impact.touched().stream()
                                        .sorted()
                                        .map(RequirementId::number)
                                        .collect(Collectors.joining(" ")),
                impact == null ? "" : impact.reason(),
                row.designated() ? ui.t("product.yes") : "",
                row.release().notes());
    }

    private List<View.ReleaseRow> rows(Series series) {
        List<Release> releases = products.releases(series.id());
        Map<UUID, String> names = releases.stream().collect(Collectors.toMap(Release::id, Release::name));
        return releases.stream()
                .map(release -> new View.ReleaseRow(
                        release,
                        release.predecessor() == null ? "" : names.getOrDefault(release.predecessor(), ""),
                        release.predecessor() == null
                                ? null
                                : products.impact(release.id()).orElse(null),
                        release.id().equals(series.designated())))
                .toList();
    }

    private static List<View.ReleaseRow> shown(List<View.ReleaseRow> all, String q, String sort) {
        List<View.ReleaseRow> shown = new ArrayList<>(all.stream()
                .filter(row -> q.isEmpty()
                        || Words.contains(row.release().name(), q)
                        || Words.contains(row.release().notes(), q))
                .toList());
        if (sort.equals("name")) {
            shown.sort(java.util.Comparator.comparing(row -> row.release().name()));
        }
        return shown;
    }

    // Adding and editing

    @GetMapping("/products/{code}/releases/new")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView add(@ModelAttribute("ui") Ui ui, @PathVariable String code) {
        Series series = products.requireInUse(code, Words.reader(ui));
        UUID designated = series.designated();
        View.ReleaseForm typed = new View.ReleaseForm("", "", "", designated == null ? "" : designated.toString(), 0);
        return form(ui, series, null, typed, null, new Mistakes());
    }

    @PostMapping("/products/{code}/releases/new")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView add(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String notes,
            @RequestParam(defaultValue = "") String predecessor,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        View.ReleaseForm typed = new View.ReleaseForm(name, on, notes, predecessor, 0);
        Mistakes mistakes = new Mistakes();
        Optional<LocalDate> day = day(ui, on, mistakes);
        if (mistakes.none()) {
            try {
                products.addRelease(series, name, day.orElse(null), notes, id(predecessor), person);
                return new ModelAndView("redirect:/products/" + series.code() + "/releases?done=added");
            } catch (InputRefused e) {
                mistakes = Words.of(ui, e);
            }
        }
        response.setStatus(422);
        return form(ui, series, null, typed, null, mistakes);
    }

    @GetMapping("/products/{code}/releases/{id}/edit")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView edit(@ModelAttribute("ui") Ui ui, @PathVariable String code, @PathVariable UUID id) {
        Series series = products.requireInUse(code, Words.reader(ui));
        Release release = releaseOf(series, id);
        return form(ui, series, release, View.ReleaseForm.of(release), null, new Mistakes());
    }

    @PostMapping("/products/{code}/releases/{id}/edit")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView edit(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String notes,
            @RequestParam(defaultValue = "") String predecessor,
            @RequestParam(defaultValue = "0") int version,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        Release release = releaseOf(series, id);
        View.ReleaseForm typed = new View.ReleaseForm(name, on, notes, predecessor, version);
        Mistakes mistakes = new Mistakes();
        Optional<LocalDate> day = day(ui, on, mistakes);
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(ui, series, release, typed, null, mistakes);
        }
        try {
            products.editRelease(
                    new Release(id, series.id(), name, day.orElse(null), notes, id(predecessor), version), person);
            return new ModelAndView("redirect:/products/" + series.code() + "/releases?done=saved");
        } catch (InputRefused e) {
            response.setStatus(422);
            return form(ui, series, release, typed, null, Words.of(ui, e));
        } catch (ChangedMeanwhile e) {
            response.setStatus(409);
            Release stored = releaseOf(series, id);
            View.ReleaseForm again = new View.ReleaseForm(name, on, notes, predecessor, stored.version());
            return form(ui, series, stored, again, stored, new Mistakes());
        }
    }

    private ModelAndView form(
            Ui ui,
            Series series,
            @Nullable Release release,
            View.ReleaseForm typed,
            @Nullable Release stored,
            Mistakes mistakes) {
        List<Release> others = products.releases(series.id()).stream()
                .filter(r -> release == null || !r.id().equals(release.id()))
                .toList();
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", ui.t("product.release.before.none")));
        others.forEach(r -> choices.add(new Parts.Choice(r.id().toString(), r.name())));
        String storedBefore = stored == null || stored.predecessor() == null
                ? ""
                : products.release(stored.predecessor()).map(Release::name).orElse("");
        return new ModelAndView("product/release-form")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("release", release)
                .addObject("typed", typed)
                .addObject("stored", stored)
                .addObject("storedBefore", storedBefore)
                .addObject("choices", choices)
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/products/{code}/releases/{id}/designate")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView designate(@ModelAttribute("ui") Ui ui, @PathVariable String code, @PathVariable UUID id) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        products.designate(series, id, person);
        return new ModelAndView("redirect:/products/" + series.code() + "/releases?done=designated");
    }

    // Change impact

    @GetMapping("/products/{code}/releases/{id}/impact")
    @Requires(Act.VIEW)
    ModelAndView impact(@ModelAttribute("ui") Ui ui, @PathVariable String code, @PathVariable UUID id) {
        Series series = products.require(code, Words.reader(ui));
        Release release = releaseOf(series, id);
        return impactPage(ui, series, release, Set.of(), "", new Mistakes());
    }

    @PostMapping("/products/{code}/releases/{id}/impact")
    @Requires(Act.RESOLVE)
    ModelAndView sign(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable List<String> guide,
            @RequestParam(required = false) @Nullable List<String> touched,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        Release release = releaseOf(series, id);
        Set<String> ticked = touched == null ? Set.of() : new HashSet<>(touched);
        Set<RequirementId> known =
                touchable(series).stream().map(Requirement::id).collect(Collectors.toSet());
        Set<RequirementId> named = ticked.stream()
                .flatMap(text -> RequirementId.parse(text).stream())
                .filter(known::contains)
                .collect(Collectors.toSet());
        Mistakes mistakes = new Mistakes();
        if (ticked.contains(NONE) && !named.isEmpty()) {
            mistakes.add("touched", ui.t("product.field.touched-both", named.size()));
        } else if (!ticked.contains(NONE) && named.isEmpty()) {
            mistakes.add("touched", ui.t("product.field.touched-empty"));
        }
        if (reason.isBlank()) {
            mistakes.add("reason", ui.t("product.field.empty"));
        }
        // The statement says something only of what the signer has seen.
        Set<String> seen = guide == null ? Set.of() : Set.copyOf(guide);
        if (!seen.equals(Set.copyOf(followed(series)))) {
            mistakes.add("touched", ui.t("product.field.touched-guides"));
        }
        if (mistakes.none()) {
            try {
                products.signImpact(series, release.id(), seen, named, reason, person);
                return new ModelAndView("redirect:/products/" + series.code() + "/releases?done=waits");
            } catch (InputRefused e) {
                mistakes = Words.of(ui, e);
            }
        }
        response.setStatus(422);
        return impactPage(ui, series, release, ticked, reason, mistakes);
    }

    @PostMapping("/products/{code}/releases/{id}/impact/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView confirm(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String impact) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        UUID read = id(impact);
        products.confirmImpact(series, id, read == null ? new UUID(0, 0) : read, person);
        return new ModelAndView("redirect:/products/" + series.code() + "/releases?done=confirmed");
    }

    private ModelAndView impactPage(
            Ui ui, Series series, Release release, Set<String> ticked, String reason, Mistakes mistakes) {
        UUID predecessorId = release.predecessor();
        if (predecessorId == null) {
            throw new Problem(409, "impact.no-predecessor", release.name());
        }
        String predecessor = products.release(predecessorId).map(Release::name).orElse("");
        List<Requirement> touchable = touchable(series);
        List<Parts.Choice> choices = new ArrayList<>();
        touchable.forEach(requirement -> choices.add(new Parts.Choice(
                requirement.id().toString(),
                requirement.id().number() + " " + requirement.title().in(ui.locale()))));
        choices.add(new Parts.Choice(NONE, ui.t("product.impact.none"), ui.t("product.impact.none.help")));
        ChangeImpact signed = products.impact(release.id()).orElse(null);
        Map<RequirementId, String> titles = touchable.stream()
                .collect(Collectors.toMap(Requirement::id, r -> r.title().in(ui.locale())));
        List<String> signedWords = signed == null
                ? List.of()
                : signed.touched().stream()
                        .sorted()
                        .map(id -> id.number() + " " + titles.getOrDefault(id, ""))
                        .toList();
        return new ModelAndView("product/impact")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("release", release)
                .addObject("predecessor", predecessor)
                .addObject("choices", choices)
                .addObject(
                        "texts",
                        guides.followed(series.id()).stream()
                                .map(guide ->
                                        new Parts.Crumb(guide.title().in(ui.locale()), "/library/guides/" + guide.id()))
                                .toList())
                .addObject("guides", followed(series))
                .addObject("signed", signed)
                .addObject("own", signed != null && Words.reader(ui).id().equals(signed.signedBy()))
                .addObject("signedWords", signedWords)
                .addObject("ticked", ticked)
                .addObject("reason", reason)
                .addObject("mistakes", mistakes);
    }

    private List<Requirement> touchable(Series series) {
        return guides.asked(series.id());
    }

    private List<String> followed(Series series) {
        return guides.followed(series.id()).stream().map(Framework::id).toList();
    }

    private Release releaseOf(Series series, UUID id) {
        return products.release(id)
                .filter(release -> release.seriesId().equals(series.id()))
                .orElseThrow(() -> new Problem(404, "release.unknown"));
    }

    private static Optional<LocalDate> day(Ui ui, String typed, Mistakes mistakes) {
        if (typed.isBlank()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (day.getYear() < 1990 || day.getYear() > 2100) {
                mistakes.add("on", ui.t("product.field.day-far", typed.strip()));
            }
            return Optional.of(day);
        } catch (DateTimeParseException e) {
            mistakes.add("on", ui.t("product.field.day", typed.strip()));
            return Optional.empty();
        }
    }

    /** The id that a select sent; anything else counts as an unknown release. */
    private static @Nullable UUID id(String typed) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(typed);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }
}
