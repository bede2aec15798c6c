package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.ApplicationView.CellRow;
import dev.shisa.server.application.ApplicationView.CorrectionRow;
import dev.shisa.server.application.ApplicationView.MissingRow;
import dev.shisa.server.application.ApplicationView.Next;
import dev.shisa.server.application.ApplicationView.Overview;
import dev.shisa.server.application.ApplicationView.Plan;
import dev.shisa.server.application.ApplicationView.RoundRow;
import dev.shisa.server.application.ApplicationView.SheetRow;
import dev.shisa.server.application.Correction.Weight;
import dev.shisa.server.application.Correction.Where;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the state of an application into the reader's words. */
final class ApplicationWords {

    private final Ui ui;
    private final String here;

    ApplicationWords(Ui ui, String code) {
        this.ui = ui;
        this.here = "/products/" + encode(code);
    }

    /** The page that keeps what a form asks for; empty: there is none, or the reader may not open it. */
    static String kept(String href, Ui ui) {
        return href.endsWith("/edit") && !ui.can("edit-product") ? "" : href;
    }

    /**
     * The page of the stepper.
     *
     * @param shown the step that is open
     */
    Overview overview(
            StepWords words, StepWords.Facts facts, @Nullable Step shown, Plan plan, StepWords.@Nullable Typed typed) {
        View view = facts.view();
        Journal journal = facts.journal();
        int heavy = (int) Corrections.heavy(view.corrections());
        int undecided = (int) view.snapshot().answers().stream()
                .filter(answer -> answer.word() == VerdictWord.OPEN)
                .count();
        int written = view.plan() == null ? 0 : view.plan().written().size();
        Set<Step> finished = words.finished();
        Step now = words.now(finished);
        Step open = shown == null ? now : shown;
        List<Parts.Step> steps = Arrays.stream(Step.values())
                .map(step -> new Parts.Step(
                        ui.t("application.step." + step.id()),
                        "",
                        finished.contains(step)
                                ? Parts.Progress.DONE
                                : step == now ? Parts.Progress.NOW : Parts.Progress.LATER,
                        here + "/application/steps/" + step.id()))
                .toList();
        List<Parts.Choice> evaluators = new ArrayList<>();
        evaluators.add(new Parts.Choice("", ui.t("application.evaluator.open")));
        for (Application.Evaluator evaluator : Application.Evaluator.values()) {
            evaluators.add(new Parts.Choice(evaluator.id(), ui.t("application.evaluator." + evaluator.id())));
        }
        LabelClock clock = facts.clock();
        Scheme.Source source = facts.scheme()
                .source("procedure")
                .orElseGet(() -> facts.scheme().sources().getFirst());
        return new Overview(
                title(now, heavy, undecided, facts),
                view.outOfScope(),
                steps,
                next(now, view, heavy, undecided, facts),
                words.panel(open, finished, now, typed),
                evaluators,
                plan,
                heavy,
                view.corrections().size() - heavy,
                undecided,
                written,
                view.upload() == null ? "" : view.upload().fileName(),
                (int) view.basics().stream()
                        .filter(line -> line.value().isBlank())
                        .count(),
                journal.round(),
                clock.state() == LabelClock.State.NONE
                        ? ""
                        : ui.t("label." + clock.state().id(), String.valueOf(clock.until())),
                shape(clock.state()),
                clock.state() == LabelClock.State.NONE
                        ? ""
                        : ui.t(
                                "label." + clock.state().id() + ".text",
                                clock.number(),
                                String.valueOf(clock.issued()),
                                String.valueOf(clock.until()),
                                String.valueOf(clock.renewFrom())),
                rounds(journal),
                facts.openChanges(),
                facts.scheme().read().toString(),
                source.title().in(ui.locale()),
                source.url());
    }

    static String shape(LabelClock.State state) {
        return switch (state) {
            case NONE -> "unknown";
            case OPEN_ENDED, RENEW -> "recheck";
            case VALID -> "info";
            case EXPIRED -> "not-met";
        };
    }

    List<RoundRow> rounds(Journal journal) {
        List<RoundRow> rows = new ArrayList<>();
        for (Journal.RoundSummary round : journal.rounds()) {
            rows.add(new RoundRow(
                    round.number(),
                    round.application(),
                    day(round.sent()),
                    day(round.accepted()),
                    round.label(),
                    day(round.issued()),
                    day(round.until()),
                    round.number() == journal.round()));
        }
        return rows;
    }

    private static String day(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }

    /** The first three steps follow from what is known. */
    static Set<Step> known(View view, int heavy) {
        Set<Step> finished = EnumSet.noneOf(Step.class);
        boolean models = view.basics().stream()
                .anyMatch(line -> line.field() == BasicField.MODEL_NUMBERS
                        && !line.value().isBlank());
        if (models && view.series().designated() != null && view.inScope()) {
            finished.add(Step.SCOPE);
        }
        if (view.application().evaluator() != null) {
            finished.add(Step.EVALUATOR);
        }
        if (!view.outOfScope()
                && heavy == 0
                && view.plan() != null
                && view.plan().recognised()) {
            finished.add(Step.CHECKLIST);
        }
        return finished;
    }

    private String title(Step now, int heavy, int undecided, StepWords.Facts facts) {
        View view = facts.view();
        LabelClock clock = facts.clock();
        boolean labelled =
                facts.journal().last(facts.journal().round(), EntryKind.LABEL).isPresent();
        if (labelled && clock.state() == LabelClock.State.EXPIRED) {
            return ui.t("application.title.expired", String.valueOf(clock.until()));
        }
        if (labelled && facts.openChanges() > 0) {
            return ui.t("application.title.changes", facts.openChanges());
        }
        if (labelled && clock.until() != null) {
            return ui.t(
                    clock.state() == LabelClock.State.RENEW ? "application.title.renew" : "application.title.labelled",
                    clock.until().toString());
        }
        if (view.outOfScope()) {
            return ui.t("application.title.out-of-scope");
        }
        boolean sent =
                facts.journal().last(facts.journal().round(), EntryKind.SENT).isPresent();
        int asked = facts.journal().unsettled(facts.journal().round()).size();
        if (sent && asked > 0) {
            return ui.t("application.title.asked", asked);
        }
        if (sent) {
            return ui.t("application.title.sent", ui.t("application.step." + now.id()));
        }
        if (undecided > 0) {
            List<CriterionAnswer> answers = view.snapshot().answers();
            long notMet = answers.stream()
                    .filter(answer -> answer.word() == VerdictWord.NOT_MET)
                    .count();
            return ui.t(
                    notMet > 0 ? "application.title.undecided.not-met" : "application.title.undecided",
                    answers.size(),
                    undecided,
                    notMet);
        }
        if (heavy > 0) {
            return ui.t("application.title.corrections", heavy);
        }
        return ui.t("application.title.next", ui.t("application.step." + now.id()));
    }

    private Next next(Step now, View view, int heavy, int undecided, StepWords.Facts facts) {
        int changes = facts.openChanges();
        int asked = facts.journal().unsettled(facts.journal().round()).size();
        String key = now.id();
        String href = here + "/application/steps/" + now.id();
        switch (now) {
            case SCOPE -> {
                boolean out = view.outOfScope();
                key = out ? "out-of-scope" : key;
                href = view.series().designated() == null && !out
                        ? here + "/releases"
                        : view.inScope() ? here : here + "/register/scope";
            }
            case EVALUATOR -> href += "#plan";
            case CHECKLIST -> {
                if (undecided > 0) {
                    key = "checklist.undecided";
                    href = here + "/conformity";
                } else if (view.upload() == null) {
                    key = "checklist.upload";
                    href = here + "/application/form";
                } else if (heavy > 0) {
                    key = "checklist.corrections";
                    href = here + "/application/corrections";
                } else {
                    href = here + "/application/form";
                }
            }
            case SEND -> href = here + "/application/documents";
            case CHANGES -> {
                if (changes > 0) {
                    href = here + "/application/changes";
                }
            }
            case CORRECTIONS -> {
                if (asked > 0) {
                    key = "corrections.asked";
                }
            }
            case NUMBER, ACCEPTED, LABEL, RENEWAL -> {}
        }
        int count = key.equals("checklist.undecided")
                ? undecided
                : now == Step.CHANGES ? changes : now == Step.CORRECTIONS ? asked : heavy;
        return new Next(
                ui.t("application.next." + key, count),
                ui.t("application.next." + key + ".text", count),
                ui.t("application.next." + key + ".act"),
                href);
    }

    List<CorrectionRow> corrections(List<Correction> corrections) {
        return corrections.stream().map(this::row).toList();
    }

    private CorrectionRow row(Correction correction) {
        String key = "correction." + correction.code().id();
        Object[] values = FactWords.told(correction.values(), ui.locale());
        return new CorrectionRow(
                correction.code().weight() == Weight.STOP ? "stop" : "look",
                ui.t(key, values),
                ui.t(key + ".do", values),
                correction.where().words(ui.locale()),
                kept(href(correction), ui),
                correction.code().id());
    }

    /** Where the thing is settled. */
    private String href(Correction correction) {
        return switch (correction.where()) {
            case Where.Criterion(String id) ->
                correction.code() == Correction.Code.REASON_EMPTY
                        ? here + "/application/reasons/" + id
                        : here + "/conformity/" + id;
            case Where.Cell cell ->
                here + "/application/form?q=" + encode(cell.place().toString());
            case Where.Evidence(String code) -> "/evidence/" + code;
            case Where.Register register ->
                switch (correction.code()) {
                    case RELEASE_NOT_DESIGNATED -> here + "/releases";
                    case SCOPE_OPEN -> here + "/register/scope";
                    default -> here;
                };
            case Where.Published(Text _, String criterion) ->
                criterion.isEmpty() ? here + "/edit" : here + "/conformity/" + criterion;
        };
    }

    List<CellRow> cells(FormPlan plan, Set<Place> overwrite) {
        return plan.entries().stream()
                .map(entry -> new CellRow(
                        entry.place().toString(),
                        about(entry),
                        ui.t("application.part." + entry.part().id()),
                        entry.present(),
                        entry.value(),
                        entry.outcome().id(),
                        ui.t(
                                        "application.outcome." + entry.outcome().id(),
                                        String.join(ui.t("application.or"), entry.allowed()))
                                + (entry.hiddenRow() ? ui.t("application.outcome.hidden") : ""),
                        entry.outcome().canOverwrite(),
                        overwrite.contains(entry.place())))
                .toList();
    }

    private String about(FormPlan.Entry entry) {
        return entry.part() == AnswerPart.FIELD ? ui.t("application.basic." + entry.about()) : entry.about();
    }

    List<MissingRow> missing(FormPlan plan) {
        return plan.missing().stream()
                .map(missing -> new MissingRow(
                        missing.about(),
                        ui.t("application.missing." + missing.why().id()),
                        missing.why() == FormPlan.Why.NOT_DECIDED ? here + "/conformity/" + missing.criterion() : "",
                        missing.why() == FormPlan.Why.NOT_DECIDED ? ui.t("application.missing.decide") : ""))
                .toList();
    }

    List<SheetRow> sheets(FormPlan plan) {
        return plan.findings().stream()
                .map(finding -> new SheetRow(
                        finding.sheet(),
                        ui.t("application.sheet." + finding.how().id(), finding.criteria()),
                        columns(finding)))
                .toList();
    }

    private List<String> columns(SheetFinding finding) {
        List<String> columns = new ArrayList<>();
        finding.columns().forEach(column -> columns.add(column("application.sheet.column", column)));
        finding.doubtful().forEach(column -> columns.add(column("application.sheet.doubtful", column)));
        return columns.stream().distinct().toList();
    }

    private String column(String key, SheetFinding.Column column) {
        return ui.t(
                key,
                column.letter(),
                Spelling.trim(column.header().replace('\n', ' ')),
                ui.t("application.part." + column.part().id()));
    }

    static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
