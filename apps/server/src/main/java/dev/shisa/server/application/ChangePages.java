package dev.shisa.server.application;

import dev.shisa.server.application.ApplicationView.ChangeRow;
import dev.shisa.server.application.ApplicationView.EntryForm;
import dev.shisa.server.application.ApplicationView.NoticeRow;
import dev.shisa.server.application.LabelChanges.Change;
import dev.shisa.server.application.LabelChanges.State;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What changed since the label, and must IPA be told? A list to be judged, and the notices. */
@Controller
class ChangePages {

    private static final Set<String> DONE = Set.of("recorded", "undo", "notice");
    private static final Set<String> TYPES = Set.of("change", "report");

    private final Products products;
    private final SeriesFrames frames;
    private final Journals journals;
    private final LabelChanges changes;
    private final Schemes schemes;

    ChangePages(Products products, SeriesFrames frames, Journals journals, LabelChanges changes, Schemes schemes) {
        this.products = products;
        this.frames = frames;
        this.journals = journals;
        this.changes = changes;
        this.schemes = schemes;
    }

    @GetMapping("/products/{code}/application/changes")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String only,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String draft,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(
                products.require(code, person),
                only,
                TYPES.contains(draft) ? draft : "",
                null,
                new Mistakes(),
                done,
                person,
                ui);
    }

    private ModelAndView page(
            Series series,
            String only,
            String draft,
            @Nullable String typed,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        Journal journal = journals.of(series);
        List<Change> all = changes.of(series, journal);
        Entry label = journal.label().orElse(null);
        boolean may = ui.can("prepare-application") && !products.isArchived(series.id());
        String here = StepPages.here(series) + "/changes";
        boolean open = only.equals("open");
        List<ChangeRow> rows = all.stream()
                .filter(change -> !open || !change.state().isSettled())
                .map(change -> row(change, ui))
                .toList();
        long unjudged = all.stream().filter(c -> c.state() == State.OPEN).count();
        long unsettled = all.stream().filter(c -> !c.state().isSettled()).count();
        String text = "";
        if (label != null && !draft.isEmpty()) {
            text = typed == null ? changes.draft(series, label, draft, told(all, draft)) : typed;
        }
        return new ModelAndView("application/changes")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(label, all.size(), unjudged, unsettled, ui))
                .addObject("labelled", label != null)
                .addObject("late", late(label, ui))
                .addObject("rows", rows)
                .addObject("total", all.size())
                .addObject(
                        "filters",
                        open ? List.of(new Parts.Filter(ui.t("application.changes.only.open"), here)) : List.of())
                .addObject("only", open ? "open" : "")
                .addObject("notices", notices(journal, may, ui))
                .addObject("change", told(all, "change").size())
                .addObject("report", told(all, "report").size())
                .addObject("draft", draft)
                .addObject("text", text)
                .addObject("may", may)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** Where the label was recorded too late to know how the series stood on the day of issue. */
    private static String late(@Nullable Entry label, Ui ui) {
        if (label == null) {
            return "";
        }
        LocalDate day = LabelledState.day(label);
        return day.isAfter(label.on())
                ? ui.t("application.changes.late", label.on().toString(), day.toString())
                : "";
    }

    private static String title(@Nullable Entry label, int all, long unjudged, long unsettled, Ui ui) {
        if (label == null) {
            return ui.t("application.changes.title.no-label");
        }
        if (all == 0) {
            return ui.t("application.changes.title.none", label.on().toString());
        }
        return unsettled == 0
                ? ui.t("application.changes.title.settled", all)
                : unjudged == 0
                        ? ui.t("application.changes.title.notices", all, unsettled)
                        : ui.t("application.changes.title", all, unjudged);
    }

    /** Changes that a notice of this kind has yet to tell. */
    private static List<Change> told(List<Change> all, String type) {
        return all.stream()
                .filter(c -> c.state() == State.NEEDED
                        && c.judged() != null
                        && c.judged().value("needs").equals(type))
                .toList();
    }

    ChangeRow row(Change change, Ui ui) {
        Entry judged = change.judged();
        Entry notice = change.notice();
        return new ChangeRow(
                change.found().key(),
                changes.sentence(change.found(), ui.locale()),
                change.found().href(),
                change.found().on().toString(),
                switch (change.state()) {
                    case OPEN -> "recheck";
                    case NOTHING -> "not-applicable";
                    case NEEDED -> "not-met";
                    case DRAFTED, SENT -> "expected";
                    case TAKEN -> "met";
                },
                ui.t("application.change.state." + change.state().id()),
                judged == null ? "" : ui.t("entry.judged.needs." + judged.value("needs")),
                judged == null ? "" : judged.value("reason"),
                judged == null ? "" : judged.byName() + " " + ui.day(judged.at()),
                notice == null ? "" : notice.id().toString());
    }

    private List<NoticeRow> notices(Journal journal, boolean may, Ui ui) {
        List<NoticeRow> rows = new ArrayList<>();
        for (Entry notice : journal.standing()
                .filter(e -> e.kind() == EntryKind.NOTICE)
                .toList()
                .reversed()) {
            Journal.NoticeState state = journal.noticeState(notice);
            List<EntryForm> forms = new ArrayList<>();
            if (may && state == Journal.NoticeState.DRAFT) {
                forms.add(form(EntryKind.NOTICE_SENT, notice, ui));
            }
            if (may && state == Journal.NoticeState.SENT) {
                forms.add(form(EntryKind.NOTICE_TAKEN, notice, ui));
            }
            rows.add(new NoticeRow(
                    notice.id().toString(),
                    ui.t("entry.notice.type." + notice.value("type")),
                    switch (state) {
                        case DRAFT -> "unknown";
                        case SENT -> "expected";
                        case TAKEN -> "met";
                    },
                    ui.t("application.notice.state." + state.name().toLowerCase(Locale.ROOT)),
                    notice.value("text"),
                    notice.on().toString(),
                    notice.byName(),
                    forms,
                    journal.answering(notice).stream()
                            .map(e -> new ApplicationView.EntryCard(
                                    e.id().toString(),
                                    e.kind().id(),
                                    ui.t("entry." + e.kind().id()),
                                    "",
                                    "",
                                    e.on().toString(),
                                    e.byName(),
                                    e.values().values().stream()
                                            .filter(v -> !v.isEmpty())
                                            .map(v -> new ApplicationView.Labelled("", v, ""))
                                            .toList(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    "",
                                    may))
                            .toList(),
                    may && state == Journal.NoticeState.DRAFT));
        }
        return rows;
    }

    private EntryForm form(EntryKind kind, Entry about, Ui ui) {
        List<ApplicationView.FieldView> fields = kind.fields().stream()
                .map(field -> new ApplicationView.FieldView(
                        field.name(),
                        field.type().name().toLowerCase(Locale.ROOT),
                        ui.t("entry." + kind.id() + "." + field.name()),
                        "",
                        field.required(),
                        field.name().equals("to")
                                ? schemes.current()
                                        .address(about.value("type").equals("report") ? "report" : "change")
                                        .map(a -> a.name().in(ui.locale()))
                                        .orElse("")
                                : "",
                        null,
                        List.of()))
                .toList();
        return new EntryForm(
                kind.id(),
                about.id().toString(),
                kind.id() + "-" + about.id(),
                ui.t("entry." + kind.id() + ".do"),
                ui.t("entry." + kind.id() + ".help"),
                ui.t("entry." + kind.id() + ".act"),
                false,
                journals.today().toString(),
                null,
                fields);
    }

    @GetMapping("/products/{code}/application/changes.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-changes", ui)
                .column("on", "application.column.on")
                .column("what", "application.column.what")
                .column("state", "application.column.state")
                .column("needs", "entry.judged.needs")
                .column("reason", "entry.judged.reason")
                .column("by", "application.record.by")
                .download(changes.of(series, journals.of(series)).stream()
                        .filter(change ->
                                !only.equals("open") || !change.state().isSettled())
                        .map(change -> row(change, ui))
                        .map(row ->
                                List.of(row.on(), row.sentence(), row.stateWord(), row.needs(), row.reason(), row.by()))
                        .toList());
    }

    /** Keeps the text of a notice, with the changes that it tells. */
    @PostMapping("/products/{code}/application/changes/notices")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView notice(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        String kind = TYPES.contains(type) ? type : "change";
        if (text.isBlank()) {
            mistakes.add("text", ui.t("entry.wrong.empty"));
        } else if (text.length() > EntryKind.Field.LINES_MAX) {
            mistakes.add("text", ui.t("entry.wrong.long", text.length(), EntryKind.Field.LINES_MAX));
        }
        if (mistakes.none() && keep(series, kind, text, person)) {
            return new ModelAndView("redirect:" + StepPages.here(series) + "/changes?done=notice#notices");
        }
        if (mistakes.none()) {
            mistakes.add("text", ui.t("application.notice.nothing"));
        }
        response.setStatus(422);
        return page(series, "", kind, text, mistakes, "", person, ui);
    }

    /** False when no judged change waits for a notice of this kind. */
    boolean keep(Series series, String type, String text, Person person) {
        Journal journal = journals.of(series);
        List<Change> told = told(changes.of(series, journal), type);
        if (told.isEmpty()) {
            return false;
        }
        List<SortedMap<String, String>> rows = told.stream()
                .map(change -> Entry.row(
                        "what",
                        "change",
                        "item",
                        change.found().key(),
                        "sentence",
                        changes.sentence(change.found(), Locale.JAPANESE)))
                .toList();
        journals.write(
                series,
                EntryKind.NOTICE,
                journal.label().map(Entry::round).orElse(journal.round()),
                null,
                journals.today(),
                Entry.row("type", type, "text", text.strip()),
                rows,
                List.of(),
                person.id(),
                person.name());
        return true;
    }
}
