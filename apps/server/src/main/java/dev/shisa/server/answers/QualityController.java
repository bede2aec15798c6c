package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

/**
 * Was quality in use looked at from all 15 viewpoints (guide 004, table A-4)? They are facts in sections of the vocabulary, one
 * for each class, so an answer has its evidence, its history and its way to another installation as any other.
 */
@Controller
class QualityController {

    /** The page that these sections name in the vocabulary. */
    static final String PAGE = "quality-in-use";

    private static final String CONSIDERED = "considered";
    private static final String UNNEEDED = "unneeded";

    private final Products products;
    private final SeriesFrames frames;
    private final Answers answers;
    private final RegisterFields fields;
    private final FactWords words;
    private final EvidenceLog evidence;

    QualityController(
            Products products,
            SeriesFrames frames,
            Answers answers,
            RegisterFields fields,
            FactWords words,
            EvidenceLog evidence) {
        this.products = products;
        this.frames = frames;
        this.answers = answers;
        this.fields = fields;
        this.words = words;
        this.evidence = evidence;
    }

    @GetMapping("/products/{code}/quality-in-use")
    @Requires(Act.VIEW)
    ModelAndView viewpoints(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String saved,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(products.require(code, person), null, Set.of(), saved != null, person, ui);
    }

    @PostMapping("/products/{code}/quality-in-use")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView save(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        RegisterFields.Sent read = fields.read(
                series, definitions().stream().map(QualityController::slot).toList(), sent, answers.present(series));
        if (!read.canBeRecorded()) {
            response.setStatus(read.wrong() ? 422 : 409);
            return page(series, sent, read.raced(), false, person, ui);
        }
        if (!read.given().isEmpty()) {
            answers.record(
                    series,
                    ui.t("register.evidence", ui.t("quality.link")),
                    read.given(),
                    null,
                    Answers.Answerer.of(person, "register"),
                    Sending.of(sent, ui.csrfName(), person.id().toString()));
        }
        return new ModelAndView(
                "redirect:/products/" + QuestionController.encoded(series.code()) + "/" + PAGE + "?saved=1");
    }

    @GetMapping("/products/{code}/quality-in-use.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Map<Slot, FactEntry> present = answers.present(series);
        List<List<String>> lines = new ArrayList<>();
        for (Vocabulary.Section section : sections()) {
            for (FactDefinition definition : definitions(section)) {
                FactEntry now = present.get(slot(definition));
                lines.add(List.of(
                        section.name().in(ui.locale()),
                        definition.question().in(ui.locale()),
                        now == null
                                ? ui.t("quality.open")
                                : words.value(slot(definition), now.fact().value(), ui.locale(), Map.of()),
                        now == null ? "" : now.detail(),
                        now == null ? "" : by(now),
                        now == null ? "" : ui.day(now.fact().observedAt()),
                        now == null ? "" : now.evidenceCode()));
            }
        }
        return TableFile.of(format, series.code() + "-" + PAGE, ui)
                .column("class", "quality.file.class")
                .column("viewpoint", "quality.file.viewpoint")
                .column("state", "quality.file.state")
                .column("note", "quality.file.note")
                .column("by", "quality.file.by")
                .column("at", "quality.file.at")
                .column("evidence", "evidence.column.code")
                .download(lines);
    }

    private ModelAndView page(
            Series series,
            @Nullable MultiValueMap<String, String> sent,
            Set<Slot> raced,
            boolean saved,
            Person person,
            Ui ui) {
        Map<Slot, FactEntry> present = answers.present(series);
        List<Parts.Mistake> mistakes = new ArrayList<>();
        RegisterFields.Shown shown = fields.shown(series, present, Map.of(), sent, raced, mistakes, ui);
        List<RegisterView.Group> classes = new ArrayList<>();
        for (Vocabulary.Section section : sections()) {
            List<RegisterView.Viewpoint> viewpoints = new ArrayList<>();
            for (FactDefinition definition : definitions(section)) {
                FactEntry now = present.get(slot(definition));
                shown.field(slot(definition), definition)
                        .ifPresent(field -> viewpoints.add(new RegisterView.Viewpoint(
                                field,
                                state(now),
                                now == null
                                        ? ""
                                        : ui.t(
                                                "quality.by",
                                                by(now),
                                                ui.day(now.fact().observedAt())),
                                now == null ? "" : now.detail())));
            }
            classes.add(new RegisterView.Group(
                    section.id(),
                    section.name().in(ui.locale()),
                    section.about().in(ui.locale()),
                    viewpoints));
        }
        List<RegisterView.Viewpoint> all =
                classes.stream().flatMap(c -> c.viewpoints().stream()).toList();
        return new ModelAndView("answers/quality")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "title",
                        ui.t(
                                "quality.title",
                                count(all, CONSIDERED),
                                count(all, UNNEEDED),
                                all.size() - count(all, CONSIDERED) - count(all, UNNEEDED)))
                .addObject("classes", classes)
                .addObject("mistakes", mistakes)
                .addObject("raced", raced.size())
                .addObject("saved", saved);
    }

    private static int count(List<RegisterView.Viewpoint> viewpoints, String state) {
        return (int) viewpoints.stream().filter(v -> v.state().equals(state)).count();
    }

    /** What nobody answered is as open as what somebody left open. */
    private static String state(@Nullable FactEntry now) {
        return now == null ? "open" : now.fact().value().canonical();
    }

    private String by(FactEntry entry) {
        return evidence.byId(entry.fact().evidence())
                .map(details -> details.summary().submittedName())
                .orElse("");
    }

    private List<Vocabulary.Section> sections() {
        return answers.catalogue().vocabulary().sections().stream()
                .filter(section -> PAGE.equals(section.page()))
                .toList();
    }

    private List<FactDefinition> definitions() {
        return sections().stream()
                .flatMap(section -> definitions(section).stream())
                .toList();
    }

    private List<FactDefinition> definitions(Vocabulary.Section section) {
        return answers.catalogue().vocabulary().facts().stream()
                .filter(definition -> definition.section().equals(section.id()))
                .toList();
    }

    private static Slot slot(FactDefinition definition) {
        return new Slot(definition.key(), "");
    }
}
