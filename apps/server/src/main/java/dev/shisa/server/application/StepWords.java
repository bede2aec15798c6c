package dev.shisa.server.application;

import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.ApplicationView.EntryCard;
import dev.shisa.server.application.ApplicationView.EntryForm;
import dev.shisa.server.application.ApplicationView.FieldView;
import dev.shisa.server.application.ApplicationView.Labelled;
import dev.shisa.server.application.ApplicationView.Line;
import dev.shisa.server.application.ApplicationView.Panel;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.EntryKind.Field;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts one step of the way to the label into the reader's words: what to do, who acts, what is there, what is missing. */
final class StepWords {

    private final Ui ui;
    private final String here;
    private final View view;
    private final Journal journal;
    private final Scheme scheme;
    private final LabelClock clock;
    private final List<Enclosures.Needed> papers;
    private final List<Release> releases;
    private final int openChanges;
    private final LocalDate today;
    private final boolean may;

    /**
     * All that the steps are told from.
     *
     * @param openChanges how many changes since the label are not settled
     * @param may whether the reader may record
     */
    record Facts(
            View view,
            Journal journal,
            Scheme scheme,
            LabelClock clock,
            List<Enclosures.Needed> papers,
            List<Release> releases,
            int openChanges,
            LocalDate today,
            boolean may) {

        Facts {
            papers = List.copyOf(papers);
            releases = List.copyOf(releases);
        }
    }

    /** What was typed into a form that could not be taken. */
    record Typed(EntryKind kind, String key, String on, Map<String, String> values, Map<String, Journals.Wrong> wrong) {
        Typed {
            values = Map.copyOf(values);
            wrong = Map.copyOf(wrong);
        }
    }

    StepWords(Ui ui, Facts facts) {
        this.ui = ui;
        this.view = facts.view();
        this.here = "/products/" + ApplicationWords.encode(view.series().code());
        this.journal = facts.journal();
        this.scheme = facts.scheme();
        this.clock = facts.clock();
        this.papers = facts.papers();
        this.releases = facts.releases();
        this.openChanges = facts.openChanges();
        this.today = facts.today();
        this.may = facts.may();
    }

    /** Which steps are finished, by the register and by what was recorded. */
    Set<Step> finished() {
        Set<Step> finished = ApplicationWords.known(view, (int) Corrections.heavy(view.corrections()));
        Set<Step> recorded = journal.finished(journal.round());
        finished.addAll(recorded);
        boolean label = journal.last(journal.round(), EntryKind.LABEL).isPresent();
        // What was sent and taken by IPA is not undone by what changes afterwards: that is the step of changes.
        if (label) {
            finished.addAll(Set.of(
                    Step.SCOPE,
                    Step.EVALUATOR,
                    Step.CHECKLIST,
                    Step.NUMBER,
                    Step.SEND,
                    Step.CORRECTIONS,
                    Step.ACCEPTED));
        }
        if (recorded.contains(Step.LABEL) && openChanges == 0) {
            finished.add(Step.CHANGES);
        }
        return finished;
    }

    /** What was sent lies with IPA: whatever changes in the register meanwhile, the next thing is what IPA says. */
    Step now(Set<Step> finished) {
        boolean sent = journal.last(journal.round(), EntryKind.SENT).isPresent();
        for (Step step : Step.values()) {
            if (!finished.contains(step) && !(sent && step.compareTo(Step.SEND) <= 0)) {
                return step;
            }
        }
        return Step.RENEWAL;
    }

    Panel panel(Step step, Set<Step> finished, Step now, @Nullable Typed typed) {
        List<Line> there = new ArrayList<>();
        List<Line> missing = new ArrayList<>();
        List<EntryForm> forms = new ArrayList<>();
        String due = "";
        switch (step) {
            case SCOPE -> scope(there, missing);
            case EVALUATOR -> evaluator(there, missing);
            case CHECKLIST -> checklist(there, missing);
            case NUMBER -> {
                address("number", there);
                form(
                        EntryKind.NUMBER,
                        journal.last(journal.round(), EntryKind.NUMBER).isEmpty(),
                        typed,
                        forms);
            }
            case SEND -> {
                boolean sent = finished.contains(Step.SEND);
                // What was not there when it was sent stands in the entry of the sending.
                send(there, sent ? new ArrayList<>() : missing);
                if (sent && !finished.contains(Step.NUMBER)) {
                    missing.add(new Line(ui.t("step.send.no-number"), here + "/application/steps/number"));
                }
                form(
                        EntryKind.SENT,
                        !sent && !journal.of(journal.round(), EntryKind.PACKAGE).isEmpty(),
                        typed,
                        forms);
            }
            case CORRECTIONS -> {
                due = corrections(missing);
                form(EntryKind.CORRECTION, false, typed, forms);
                form(EntryKind.SETTLED, false, typed, forms);
            }
            case ACCEPTED -> {
                fee(there, missing);
                form(
                        EntryKind.ACCEPTED,
                        journal.last(journal.round(), EntryKind.ACCEPTED).isEmpty(),
                        typed,
                        forms);
                form(EntryKind.PAID, false, typed, forms);
            }
            case LABEL -> {
                label(there, missing);
                boolean issued = journal.last(journal.round(), EntryKind.LABEL).isPresent();
                form(EntryKind.LABEL, !issued, typed, forms);
                if (issued) {
                    form(
                            EntryKind.CHECKED,
                            journal.last(journal.round(), EntryKind.CHECKED).isEmpty(),
                            typed,
                            forms);
                }
            }
            case CHANGES -> changes(there, missing);
            case RENEWAL -> {
                due = renewal(there, missing);
                form(EntryKind.RENEWAL, false, typed, forms);
            }
        }
        if (due.isEmpty()) {
            due = due(step, finished);
        }
        return new Panel(
                step.id(),
                List.of(Step.values()).indexOf(step) + 1,
                ui.t("application.step." + step.id()),
                finished.contains(step) ? "done" : step == now ? "now" : "later",
                ui.t("step." + step.id() + ".todo"),
                ui.t("step." + step.id() + ".who"),
                due,
                there,
                missing,
                may ? forms : List.of(),
                cards(step, typed));
    }

    private String due(Step step, Set<Step> finished) {
        LocalDate planned = view.application().plannedOn();
        boolean before = step.compareTo(Step.SEND) <= 0 && !finished.contains(step);
        return before && planned != null ? planned.toString() : "";
    }

    private void scope(List<Line> there, List<Line> missing) {
        for (BasicField field : List.of(BasicField.MODEL_NUMBERS, BasicField.FIRMWARE)) {
            view.basics().stream().filter(line -> line.field() == field).forEach(line -> {
                String name = ui.t("application.basic." + field.id());
                if (line.value().isBlank()) {
                    missing.add(new Line(ui.t("step.missing", name), line.href()));
                } else {
                    there.add(new Line(ui.t("step.there", name, line.value()), line.href()));
                }
            });
        }
        if (view.inScope()) {
            there.add(new Line(ui.t("step.scope.in"), here + "/register/scope"));
        } else {
            String said = view.outOfScope() ? "step.scope.out" : "step.scope.open";
            missing.add(new Line(ui.t(said), here + "/register/scope"));
        }
    }

    private void evaluator(List<Line> there, List<Line> missing) {
        Application plan = view.application();
        if (plan.evaluator() == null) {
            missing.add(new Line(ui.t("step.evaluator.open"), here + "/application/steps/evaluator#plan"));
        } else {
            there.add(new Line(
                    ui.t(
                            "step.there",
                            ui.t("application.evaluator"),
                            ui.t("application.evaluator." + plan.evaluator().id())),
                    here + "/application/steps/evaluator#plan"));
        }
        if (plan.isByProxy()) {
            there.add(new Line(ui.t("step.there", ui.t("application.proxy"), plan.proxy()), ""));
        }
        if (plan.corporateNumber().isEmpty()) {
            missing.add(new Line(ui.t("step.corporate.open"), here + "/application/steps/evaluator#plan"));
        }
        if (Enclosures.isPsti(view)) {
            there.add(new Line(
                    ui.t(
                            "step.psti",
                            String.join(
                                    ", ", scheme.pstiExcused().stream().sorted().toList()),
                            scheme.pstiFrom().toString()),
                    here + "/register"));
        }
        int signed = journal.of(journal.round(), EntryKind.SIGNED).size();
        int comments = journal.of(journal.round(), EntryKind.COMMENT).size();
        if (signed + comments > 0) {
            there.add(new Line(ui.t("step.evaluation", signed, comments), here + "/application/evaluation"));
        } else if (plan.evaluator() != null && plan.evaluator() != Application.Evaluator.SELF) {
            missing.add(new Line(ui.t("step.evaluation.none"), here + "/application/evaluation"));
        }
    }

    private void checklist(List<Line> there, List<Line> missing) {
        int undecided = (int) view.snapshot().answers().stream()
                .filter(answer -> answer.word() == VerdictWord.OPEN)
                .count();
        int heavy = (int) Corrections.heavy(view.corrections());
        if (undecided > 0) {
            missing.add(new Line(ui.t("step.checklist.undecided", undecided), here + "/conformity"));
        }
        if (view.plan() == null) {
            missing.add(new Line(ui.t("step.checklist.upload"), here + "/application/form"));
        } else {
            there.add(
                    new Line(ui.t("step.checklist.cells", view.plan().written().size()), here + "/application/form"));
        }
        if (heavy > 0) {
            missing.add(new Line(ui.t("step.checklist.corrections", heavy), here + "/application/corrections"));
        }
    }

    private void address(String purpose, List<Line> there) {
        scheme.address(purpose)
                .ifPresent(address -> there.add(new Line(
                        ui.t("step.address", address.name().in(ui.locale())),
                        address.mail().isEmpty()
                                ? scheme.source(address.source())
                                        .map(Scheme.Source::url)
                                        .orElse("")
                                : "mailto:" + address.mail())));
    }

    private void send(List<Line> there, List<Line> missing) {
        String place = here + "/application/documents";
        for (Enclosures.Needed paper : papers) {
            String title = paper.form().title(ui.locale());
            if (paper.state() == Enclosures.State.READY) {
                there.add(new Line(title, place));
            } else {
                missing.add(new Line(
                        ui.t(
                                "step.there",
                                title,
                                ui.t("application.paper.state." + paper.state().id())),
                        place));
            }
        }
        List<Entry> packages = journal.of(journal.round(), EntryKind.PACKAGE);
        if (packages.isEmpty()) {
            missing.add(new Line(ui.t("step.send.package"), place));
        }
        address("documents", there);
    }

    private String corrections(List<Line> missing) {
        String first = "";
        for (Entry correction : journal.unsettled(journal.round())) {
            LocalDate day = correction.day("due");
            missing.add(new Line(
                    ui.t(
                            "step.correction."
                                    + journal.state(correction).name().toLowerCase(Locale.ROOT),
                            correction.value("place")),
                    "#entry-" + correction.id()));
            if (day != null && (first.isEmpty() || day.toString().compareTo(first) < 0)) {
                first = day.toString();
            }
        }
        return first;
    }

    private void fee(List<Line> there, List<Line> missing) {
        LocalDate day = journal.last(journal.round(), EntryKind.SENT)
                .map(Entry::on)
                .or(() -> java.util.Optional.ofNullable(view.application().plannedOn()))
                .orElse(today);
        boolean psti = Enclosures.isPsti(view);
        scheme.fee(psti, day)
                .ifPresentOrElse(
                        fee -> there.add(new Line(
                                ui.t(psti ? "step.fee.psti" : "step.fee", fee.yen(), day.toString()),
                                scheme.source(fee.source())
                                        .map(Scheme.Source::url)
                                        .orElse(""))),
                        () -> missing.add(new Line(ui.t("step.fee.unknown", day.toString()), "")));
        boolean accepted = journal.last(journal.round(), EntryKind.ACCEPTED).isPresent();
        if (accepted && journal.last(journal.round(), EntryKind.PAID).isEmpty()) {
            missing.add(new Line(ui.t("step.fee.unpaid"), "#form-paid"));
        }
    }

    private void label(List<Line> there, List<Line> missing) {
        Entry label = journal.last(journal.round(), EntryKind.LABEL).orElse(null);
        if (label == null) {
            return;
        }
        if (label.day("until") == null) {
            missing.add(new Line(ui.t("step.label.until"), "#form-label"));
        }
        Entry checked = journal.last(journal.round(), EntryKind.CHECKED).orElse(null);
        if (checked == null) {
            missing.add(new Line(ui.t("step.label.unchecked"), "#form-checked"));
        } else if (Journal.differs(checked)) {
            missing.add(new Line(ui.t("step.label.differs"), "#entry-" + checked.id()));
        }
        for (BasicField field :
                List.of(BasicField.MAKER, BasicField.MODEL_NUMBERS, BasicField.FIRMWARE, BasicField.SUPPORT_END)) {
            view.basics().stream()
                    .filter(line -> line.field() == field)
                    .forEach(line -> there.add(new Line(
                            ui.t(
                                    "step.there",
                                    ui.t("application.basic." + field.id()),
                                    line.value().isBlank() ? ui.t("application.basic.empty") : line.value()),
                            line.href())));
        }
        there.add(new Line(ui.t("step.label.claims"), here + "/application/claims"));
    }

    private void changes(List<Line> there, List<Line> missing) {
        String place = here + "/application/changes";
        if (journal.label().isEmpty()) {
            there.add(new Line(ui.t("step.changes.no-label"), ""));
        } else if (openChanges > 0) {
            missing.add(new Line(ui.t("step.changes.open", openChanges), place));
        } else {
            there.add(new Line(ui.t("step.changes.none"), place));
        }
        address("change", there);
    }

    private String renewal(List<Line> there, List<Line> missing) {
        if (clock.until() == null) {
            there.add(new Line(ui.t("step.changes.no-label"), ""));
            return "";
        }
        there.add(new Line(ui.t("step.renewal.until", clock.until().toString()), ""));
        there.add(new Line(ui.t("step.renewal.from", String.valueOf(clock.renewFrom())), ""));
        if (clock.state() == LabelClock.State.RENEW || clock.state() == LabelClock.State.EXPIRED) {
            missing.add(new Line(ui.t("step.renewal.begin"), "#form-renewal"));
        }
        return clock.until().toString();
    }

    // ---- forms ----

    private void form(EntryKind kind, boolean open, @Nullable Typed typed, List<EntryForm> forms) {
        forms.add(form(kind, null, open, typed));
    }

    private EntryForm form(EntryKind kind, @Nullable UUID about, boolean open, @Nullable Typed typed) {
        String key = kind.id() + (about == null ? "" : "-" + about);
        Typed mine = typed != null && typed.key().equals(key) ? typed : null;
        List<FieldView> fields = new ArrayList<>();
        for (Field field : kind.fields()) {
            fields.add(field(kind, field, mine));
        }
        return new EntryForm(
                kind.id(),
                about == null ? "" : about.toString(),
                key,
                ui.t("entry." + kind.id() + ".do"),
                ui.t("entry." + kind.id() + ".help"),
                ui.t("entry." + kind.id() + ".act"),
                open || mine != null,
                mine == null ? today.toString() : mine.on(),
                error(mine, "on"),
                fields);
    }

    private FieldView field(EntryKind kind, Field field, @Nullable Typed mine) {
        String label = "entry." + kind.id() + "." + field.name();
        List<Parts.Choice> choices = new ArrayList<>();
        String type = field.type().name().toLowerCase(Locale.ROOT);
        String value = mine == null ? "" : mine.values().getOrDefault(field.name(), "");
        if (field.type() == EntryKind.Type.CHOICE) {
            field.choices().forEach(c -> choices.add(new Parts.Choice(c, ui.t(label + "." + c))));
        } else if (field.name().equals("package")) {
            type = "select";
            journal.of(journal.round(), EntryKind.PACKAGE)
                    .reversed()
                    .forEach(p -> choices.add(new Parts.Choice(
                            p.id().toString(), p.files().getFirst().fileName() + " (" + ui.minute(p.at()) + ")")));
            choices.add(new Parts.Choice("", ui.t("entry.sent.package.none")));
            value = value.isEmpty() && mine == null && !choices.isEmpty()
                    ? choices.getFirst().value()
                    : value;
        } else if (kind == EntryKind.LABEL && field.name().equals("release")) {
            type = "select";
            releases.forEach(r -> choices.add(new Parts.Choice(r.id().toString(), r.name())));
            UUID designated = view.series().designated();
            value = value.isEmpty() && designated != null ? designated.toString() : value;
        }
        String help = label + ".help";
        return new FieldView(
                field.name(),
                type,
                ui.t(label),
                ui.has(help) ? ui.t(help) : "",
                field.required() || (kind == EntryKind.LABEL && field.name().equals("until")),
                value,
                error(mine, field.name()),
                choices);
    }

    private @Nullable String error(@Nullable Typed typed, String field) {
        Journals.Wrong wrong = typed == null ? null : typed.wrong().get(field);
        return wrong == null ? null : words(ui, wrong);
    }

    static String words(Ui ui, Journals.Wrong wrong) {
        return ui.t("entry.wrong." + wrong.key(), wrong.args().toArray());
    }

    // ---- entries ----

    private List<EntryCard> cards(Step step, @Nullable Typed typed) {
        return journal.all().stream()
                .filter(e -> e.kind().step() == step && e.round() == journal.round() && e.about() == null)
                .filter(e -> e.kind() != EntryKind.COMMENT
                        && e.kind() != EntryKind.SIGNED
                        && e.kind() != EntryKind.PACK
                        && e.kind() != EntryKind.CLAIMS
                        && e.kind() != EntryKind.JUDGED
                        && e.kind() != EntryKind.NOTICE)
                .sorted(Comparator.comparing(Entry::on).thenComparing(Entry::at).reversed())
                .map(e -> card(e, typed))
                .toList();
    }

    EntryCard card(Entry entry, @Nullable Typed typed) {
        List<EntryForm> forms = new ArrayList<>();
        if (may
                && entry.holds()
                && entry.kind() == EntryKind.CORRECTION
                && journal.state(entry) != Journal.CorrectionState.SETTLED) {
            forms.add(form(EntryKind.ANSWER, entry.id(), false, typed));
        }
        Entry.Undone undone = entry.undone();
        String state = state(entry);
        return new EntryCard(
                entry.id().toString(),
                entry.kind().id(),
                ui.t("entry." + entry.kind().id()),
                state,
                state.isEmpty() ? "" : ui.t("entry.state." + state),
                entry.on().toString(),
                entry.byName(),
                values(entry),
                entry.files().stream()
                        .map(f -> new Labelled(
                                f.fileName(), f.sha256(), here + "/application/entries/" + entry.id() + "/file"))
                        .toList(),
                journal.answering(entry).stream().map(e -> card(e, null)).toList(),
                forms,
                undone == null ? "" : ui.t("entry.undone", undone.name(), ui.minute(undone.at()), undone.reason()),
                may && entry.holds() && journal.answering(entry).isEmpty());
    }

    private String state(Entry entry) {
        return switch (entry.kind()) {
            case CORRECTION ->
                switch (journal.state(entry)) {
                    case OPEN -> "open";
                    case SENT -> "sent";
                    case SETTLED -> "settled";
                };
            case CHECKED -> Journal.differs(entry) ? "differs" : "same";
            default -> "";
        };
    }

    private List<Labelled> values(Entry entry) {
        List<Labelled> values = new ArrayList<>();
        for (Field field : entry.kind().fields()) {
            String value = entry.value(field.name());
            if (value.isEmpty()) {
                continue;
            }
            String label = ui.t("entry." + entry.kind().id() + "." + field.name());
            switch (field.type()) {
                case CHOICE ->
                    values.add(new Labelled(
                            label, ui.t("entry." + entry.kind().id() + "." + field.name() + "." + value), ""));
                case YEN -> values.add(new Labelled(label, ui.t("entry.yen", Integer.parseInt(value)), ""));
                case URL -> values.add(new Labelled(label, value, value));
                case WORD -> word(field, value, label, values);
                case LINE, LINES, DAY -> values.add(new Labelled(label, value, ""));
            }
        }
        listed(entry, values);
        return values;
    }

    /** What an entry lists: the files that were put together, what the label was issued for. */
    private void listed(Entry entry, List<Labelled> values) {
        for (Map<String, String> file : entry.rows("file")) {
            values.add(new Labelled(
                    file.getOrDefault("title", ""),
                    file.getOrDefault("name", "") + "\nSHA-256 " + file.getOrDefault("sha256", ""),
                    ""));
        }
        Map<String, String> titles = scheme.titles(ui.locale());
        List<String> missing = entry.rows("missing").stream()
                .map(row -> titles.getOrDefault(row.getOrDefault("form", ""), row.getOrDefault("form", "")))
                .toList();
        if (!missing.isEmpty()) {
            values.add(new Labelled(
                    ui.t("application.contents.missing"), String.join(ui.t("application.or"), missing), ""));
        }
        List<String> models = entry.rows("model").stream()
                .map(row -> row.getOrDefault("name", ""))
                .toList();
        if (!models.isEmpty()) {
            values.add(new Labelled(ui.t("application.basic.model-numbers"), String.join(", ", models), ""));
        }
    }

    private void word(Field field, String value, String label, List<Labelled> values) {
        if (field.name().equals("package")) {
            journal.all().stream()
                    .filter(e -> e.id().toString().equals(value))
                    .findFirst()
                    .ifPresent(e -> values.add(new Labelled(
                            label,
                            e.files().getFirst().fileName() + "\nSHA-256 "
                                    + e.files().getFirst().sha256(),
                            here + "/application/entries/" + e.id() + "/file")));
        } else if (field.name().equals("form")) {
            values.add(new Labelled(label, scheme.titles(ui.locale()).getOrDefault(value, value), ""));
        } else {
            values.add(new Labelled(label, value, ""));
        }
    }
}
