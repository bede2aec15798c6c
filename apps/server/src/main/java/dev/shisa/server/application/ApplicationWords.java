package dev.shisa.server.application;

import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.Application.StepDone;
import dev.shisa.server.application.ApplicationView.CellRow;
import dev.shisa.server.application.ApplicationView.CorrectionRow;
import dev.shisa.server.application.ApplicationView.MissingRow;
import dev.shisa.server.application.ApplicationView.Next;
import dev.shisa.server.application.ApplicationView.Overview;
import dev.shisa.server.application.ApplicationView.Plan;
import dev.shisa.server.application.ApplicationView.Recorded;
import dev.shisa.server.application.ApplicationView.SheetRow;
import dev.shisa.server.application.Correction.Weight;
import dev.shisa.server.application.Correction.Where;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the state of an application into the reader's words. */
final class ApplicationWords {

    private final Ui ui;
    private final String here;

    ApplicationWords(Ui ui, String code) {
        this.ui = ui;
        this.here = "/products/" + code;
    }

    Overview overview(View view, Map<Step, StepDone> done, Plan plan) {
        int heavy = (int) Corrections.heavy(view.corrections());
        int undecided = (int) view.snapshot().answers().stream()
                .filter(answer -> answer.word() == VerdictWord.OPEN)
                .count();
        int written = view.plan() == null ? 0 : view.plan().written().size();
        Set<Step> finished = finished(view, done, heavy);
        Step now = Arrays.stream(Step.values())
                .filter(step -> !finished.contains(step))
                .findFirst()
                .orElse(Step.RENEWAL);
        List<Parts.Step> steps = Arrays.stream(Step.values())
                .map(step -> new Parts.Step(
                        ui.t("application.step." + step.id()),
                        "",
                        finished.contains(step)
                                ? Parts.Progress.DONE
                                : step == now ? Parts.Progress.NOW : Parts.Progress.LATER,
                        null))
                .toList();
        List<Recorded> recorded = Arrays.stream(Step.values())
                .filter(Step::byPerson)
                .map(step -> {
                    StepDone record = done.get(step);
                    return new Recorded(
                            step.id(),
                            ui.t("application.step." + step.id()),
                            ui.t("application.step." + step.id() + ".note"),
                            record == null ? "" : record.on().toString(),
                            record == null ? "" : record.note(),
                            record == null ? "" : record.by());
                })
                .toList();
        List<Parts.Choice> evaluators = new ArrayList<>();
        evaluators.add(new Parts.Choice("", ui.t("application.evaluator.open")));
        for (Application.Evaluator evaluator : Application.Evaluator.values()) {
            evaluators.add(new Parts.Choice(evaluator.id(), ui.t("application.evaluator." + evaluator.id())));
        }
        return new Overview(
                title(now, heavy, undecided, view),
                steps,
                next(now, view, heavy, undecided),
                recorded,
                evaluators,
                plan,
                heavy,
                view.corrections().size() - heavy,
                undecided,
                written,
                view.upload() == null ? "" : view.upload().fileName(),
                (int) view.basics().stream()
                        .filter(line -> line.value().isBlank())
                        .count());
    }

    /** The first three steps follow from what is known; the others were recorded by a person. */
    static Set<Step> finished(View view, Map<Step, StepDone> done, int heavy) {
        Set<Step> finished = EnumSet.noneOf(Step.class);
        finished.addAll(done.keySet());
        boolean models = view.basics().stream()
                .anyMatch(line -> line.field() == BasicField.MODEL_NUMBERS
                        && !line.value().isBlank());
        if (models && view.series().designated() != null && isInScope(view)) {
            finished.add(Step.SCOPE);
        }
        if (view.application().evaluator() != null) {
            finished.add(Step.EVALUATOR);
        }
        if (heavy == 0 && view.plan() != null && view.plan().recognised()) {
            finished.add(Step.CHECKLIST);
        }
        return finished;
    }

    /** Sends and receives IP, directly or through others, and is no PC or smartphone: the first question of all. */
    private static boolean isInScope(View view) {
        return is(view, "scope.network", Set.of("direct", "indirect")) && is(view, "scope.computer", Set.of("no"));
    }

    private static boolean isOutOfScope(View view) {
        return is(view, "scope.network", Set.of("none")) || is(view, "scope.computer", Set.of("yes"));
    }

    private static boolean is(View view, String key, Set<String> values) {
        return view.snapshot()
                .leading(key)
                .map(entry -> values.contains(entry.fact().value().canonical()))
                .orElse(false);
    }

    private String title(Step now, int heavy, int undecided, View view) {
        if (isOutOfScope(view)) {
            return ui.t("application.title.out-of-scope");
        }
        if (undecided > 0) {
            return ui.t("application.title.undecided", view.snapshot().answers().size(), undecided);
        }
        if (heavy > 0) {
            return ui.t("application.title.corrections", heavy);
        }
        return ui.t("application.title.next", ui.t("application.step." + now.id()));
    }

    private Next next(Step now, View view, int heavy, int undecided) {
        String key = now.id();
        String href = here + "/application#steps";
        switch (now) {
            case SCOPE ->
                href = view.series().designated() == null
                        ? here + "/releases"
                        : isInScope(view) ? here : here + "/register/scope";
            case EVALUATOR -> href = here + "/application#plan";
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
            case NUMBER, SEND, CORRECTIONS, ACCEPTED, LABEL, CHANGES, RENEWAL -> {}
        }
        int count = key.equals("checklist.undecided") ? undecided : heavy;
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
        Object[] values = correction.values().toArray();
        return new CorrectionRow(
                correction.code().weight() == Weight.STOP ? "stop" : "look",
                ui.t(key, values),
                ui.t(key + ".do", values),
                correction.where().words(),
                href(correction),
                correction.code().id());
    }

    /** Where the thing is settled. */
    private String href(Correction correction) {
        return switch (correction.where()) {
            case Where.Criterion(String id) ->
                switch (correction.code()) {
                    case REASON_EMPTY -> here + "/application/reasons/" + id;
                    case UNCONFIRMED -> here + "/conformity/" + id;
                    default -> here + "/conformity/" + id;
                };
            case Where.Cell cell ->
                here + "/application/form?q=" + encode(cell.place().toString());
            case Where.Evidence(String code) -> "/evidence/" + code;
            case Where.Register register ->
                correction.code() == Correction.Code.RELEASE_NOT_DESIGNATED ? here + "/releases" : here;
            case Where.Published(String name, String criterion) ->
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
