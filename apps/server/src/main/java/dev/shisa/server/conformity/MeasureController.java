package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Table;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Measures.Group;
import dev.shisa.server.conformity.Measures.Measure;
import dev.shisa.server.conformity.Measures.Presence;
import dev.shisa.server.conformity.Measures.Selection;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Which of the seven technical measures does this device call for, and which do we carry out? */
@Controller
class MeasureController {

    /** The table of the library that has the measures in the guide's order, with content and reason. */
    private static final String TABLE = "technical-measures";

    private final Products products;
    private final SeriesFrames frames;
    private final Measures measures;
    private final Adopted adopted;
    private final Deciding deciding;
    private final Catalogues catalogues;
    private final EvidenceLog evidence;
    private final FactWords words;

    MeasureController(
            Products products,
            SeriesFrames frames,
            Measures measures,
            Adopted adopted,
            Deciding deciding,
            Catalogues catalogues,
            EvidenceLog evidence,
            FactWords words) {
        this.products = products;
        this.frames = frames;
        this.measures = measures;
        this.adopted = adopted;
        this.deciding = deciding;
        this.catalogues = catalogues;
        this.evidence = evidence;
        this.words = words;
    }

    @GetMapping("/products/{code}/measures")
    @Requires(Act.VIEW)
    String measures(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        return page(products.require(code, person), "", Boards.Typed.NOTHING, done, person, ui, model);
    }

    private String page(
            Series series, String typedAbout, Boards.Typed typed, String done, Person person, Ui ui, Model model) {
        Selection selection = measures.of(series);
        List<MeasureView.Group> groups = selection.groups().stream()
                .map(group -> view(series, group, ui))
                .toList();
        int waiting = selection.groups().stream().mapToInt(Group::waiting).sum();
        long open = selection.groups().stream()
                .filter(group -> group.found().presence() == Presence.OPEN)
                .count();
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("groups", groups);
        model.addAttribute("followed", selection.followed());
        model.addAttribute(
                "title",
                open > 0
                        ? waiting > 0
                                ? ui.t("measures.title.open", waiting, open)
                                : ui.t("measures.title.unsettled", open)
                        : waiting > 0 ? ui.t("measures.title.waiting", waiting) : ui.t("measures.title.decided"));
        model.addAttribute("typedAbout", typedAbout);
        model.addAttribute("typed", new MeasureView.Typed(typed.reason(), typed.until()));
        model.addAttribute("mistakes", typed.mistakes());
        model.addAttribute("done", List.of("adopted", "not-adopted", "open").contains(done) ? done : "");
        return "conformity/measures";
    }

    private MeasureView.Group view(Series series, Group group, Ui ui) {
        String trait = group.found().trait().id();
        String presence = switch (group.found().presence()) {
            case YES -> group.found().confirmed() ? "yes" : "yes-unconfirmed";
            case NO -> group.found().confirmed() ? "no" : "no-unconfirmed";
            case OPEN -> "open";
        };
        return new MeasureView.Group(
                trait,
                ui.t("measures.trait." + trait),
                presence,
                ui.t("measures.presence." + presence),
                says(series, group, ui),
                group.measures().stream()
                        .map(measure -> view(series, measure, ui))
                        .toList());
    }

    /** The facts that decide the trait with their values; for an open one the questions that are not answered. */
    private List<MeasureView.Says> says(Series series, Group group, Ui ui) {
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        Map<String, String> names = products.itemNames(series.id());
        List<FactEntry> entries = evidence.entries(subjects);
        List<MeasureView.Says> says = new ArrayList<>();
        for (Slot slot : group.found().says()) {
            String value = group.found().presence() == Presence.OPEN
                    ? ""
                    : entries.stream()
                            .filter(entry ->
                                    entry.isStanding() && entry.fact().slot().equals(slot))
                            .map(FactEntry::fact)
                            .max(Comparator.comparing(Fact::strength).thenComparing(Fact::observedAt))
                            .map(fact -> words.value(slot, fact.value(), ui.locale(), names))
                            .orElse("");
            says.add(new MeasureView.Says(
                    words.question(slot, ui.locale(), names),
                    value,
                    base(series) + "/questions/one?key="
                            + URLEncoder.encode(slot.key().value(), StandardCharsets.UTF_8)));
        }
        return says;
    }

    private MeasureView.Measure view(Series series, Measure measure, Ui ui) {
        RequirementId id = measure.requirement().id();
        Table.@Nullable Row row = row(catalogues.current(), id);
        NotAdopted.Decision against = measure.against();
        Adopted.Decision decided = measure.decided();
        return new MeasureView.Measure(
                id.number(),
                measure.requirement().title().in(ui.locale()),
                cell(row, "content", ui).orElse(measure.requirement().text().in(ui.locale())),
                cell(row, "reason", ui).orElse(""),
                cell(row, "consider", ui).orElse(""),
                base(series) + "/conformity/" + id.framework() + "/" + id.number(),
                measure.state().code(),
                measure.state().isGreen(),
                against != null ? "not-adopted" : decided != null ? "adopted" : "open",
                against != null ? against.reason() : decided != null ? decided.reason() : "",
                against != null
                        ? ui.t("against.by", against.byName(), ui.minute(against.at()))
                        : decided != null ? ui.t("against.by", decided.byName(), ui.minute(decided.at())) : "",
                against == null || against.until() == null
                        ? ""
                        : against.until().toString());
    }

    private static Table.@Nullable Row row(Catalogue catalogue, RequirementId id) {
        return catalogue.references().table(TABLE).stream()
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.requirements().contains(id))
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> cell(Table.@Nullable Row row, String column, Ui ui) {
        return row == null
                ? Optional.empty()
                : row.cell(column)
                        .filter(Table.Told.class::isInstance)
                        .map(cell -> ((Table.Told) cell).text().in(ui.locale()));
    }

    private static String base(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8);
    }

    private static RequirementId known(String number) {
        RequirementId id = new RequirementId(Trait.GUIDE, number);
        if (Trait.of(id).isEmpty()) {
            throw new Problem(404, "not-found");
        }
        return id;
    }

    @PostMapping("/products/{code}/measures/{number}/adopted")
    @Requires(Act.NOT_ADOPT)
    String adopt(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RequirementId id = known(number);
        if (reason.strip().length() > NotAdopted.REASON_CHARS_MAX) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            Mistakes mistakes = new Mistakes()
                    .add(
                            "why-" + number,
                            ui.t("against.mistake.long", reason.strip().length(), NotAdopted.REASON_CHARS_MAX));
            return page(series, number, new Boards.Typed(reason, "", "", mistakes), "", person, ui, model);
        }
        adopted.decide(series.id(), id, reason.strip(), person);
        return "redirect:" + base(series) + "/measures?done=adopted#" + number;
    }

    @PostMapping("/products/{code}/measures/{number}/not-adopted")
    @Requires(Act.NOT_ADOPT)
    String notAdopted(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String until,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RequirementId id = known(number);
        Boards.Typed typed = deciding.take(Judged.of(series), id, reason, until, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + base(series) + "/measures?done=not-adopted#" + number;
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(series, number, typed, "", person, ui, model);
    }

    @PostMapping("/products/{code}/measures/{number}/open")
    @Requires(Act.NOT_ADOPT)
    String open(@PathVariable String code, @PathVariable String number, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        adopted.takeBack(series.id(), known(number), person);
        return "redirect:" + base(series) + "/measures?done=open#" + number;
    }
}
