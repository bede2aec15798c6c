package dev.shisa.server.application;

import dev.shisa.server.application.ApplicationView.CommentRow;
import dev.shisa.server.application.ApplicationView.EvaluationRow;
import dev.shisa.server.application.ApplicationView.EvidenceCard;
import dev.shisa.server.application.ApplicationView.SignRow;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What the workspace of an evaluator shows: the same for an account and for a link, which differ in their addresses only. */
@Component
class EvaluationModel {

    private final Evaluations evaluations;
    private final Journals journals;

    EvaluationModel(Evaluations evaluations, Journals journals) {
        this.evaluations = evaluations;
        this.journals = journals;
    }

    /**
     * The first page.
     *
     * @param base address of the workspace
     */
    Map<String, Object> overview(View view, String base, Ui ui) {
        Journal journal = journals.of(view.series());
        Evaluated state = evaluations.state(view);
        List<Entry> comments = journal.of(journal.round(), EntryKind.COMMENT);
        Map<String, Object> model = new TreeMap<>();
        model.put("base", base);
        model.put("release", state.release());
        model.put("edition", state.edition());
        model.put("guide", state.guide());
        model.put("hash", state.hash());
        model.put(
                "rows",
                view.snapshot().answers().stream()
                        .map(answer -> {
                            List<Entry> mine = comments.stream()
                                    .filter(e -> e.value("criterion").equals(answer.id()))
                                    .toList();
                            return new EvaluationRow(
                                    answer.id(),
                                    answer.title().in(ui.locale()),
                                    answer.state().code(),
                                    base + "/criteria/" + answer.id(),
                                    mine.size(),
                                    mine.isEmpty()
                                            ? ""
                                            : ui.t("entry.comment.opinion."
                                                    + mine.getLast().value("opinion")));
                        })
                        .toList());
        model.put(
                "signs",
                journal.of(journal.round(), EntryKind.SIGNED).reversed().stream()
                        .map(entry -> sign(entry, state, ui))
                        .toList());
        return model;
    }

    /** Whose word it is, and by which way it came where that was not the own account. */
    static String by(Entry entry, Ui ui) {
        return switch (entry.value("way")) {
            case "link" -> ui.t("evaluation.by.link", entry.author());
            case "sheet" -> ui.t("evaluation.by.sheet", entry.author(), entry.byName());
            default -> entry.author();
        };
    }

    private static SignRow sign(Entry entry, Evaluated state, Ui ui) {
        List<String> differing = state.differing(entry);
        boolean same = differing.isEmpty() && entry.value("release").equals(state.release());
        return new SignRow(
                by(entry, ui),
                ui.minute(entry.at()),
                entry.value("text"),
                entry.value("release"),
                entry.value("state"),
                same ? "met" : "recheck",
                ui.t(same ? "evaluation.sign.same" : "evaluation.sign.moved"),
                String.join(", ", differing));
    }

    /** The page of one criterion. */
    Map<String, Object> criterion(View view, String number, String base, boolean byLink, Ui ui) {
        CriterionAnswer answer = evaluations.requireCriterion(view, number);
        Journal journal = journals.of(view.series());
        Map<String, Object> model = new TreeMap<>();
        model.put("base", base);
        model.put("number", number);
        model.put("name", answer.title().in(ui.locale()));
        model.put("state", answer.state().code());
        model.put(
                "reason",
                (answer.route().in(ui.locale()) + "\n" + answer.reason().in(ui.locale())).strip());
        model.put(
                "evidence",
                evaluations.evidenceOf(view, number).stream()
                        .map(one -> card(one, base, byLink, ui))
                        .toList());
        model.put(
                "comments",
                journal.of(journal.round(), EntryKind.COMMENT).stream()
                        .filter(e -> e.value("criterion").equals(number))
                        .map(e -> new CommentRow(
                                e.value("opinion"),
                                ui.t("entry.comment.opinion." + e.value("opinion")),
                                e.value("text"),
                                by(e, ui),
                                ui.minute(e.at())))
                        .toList());
        return model;
    }

    private static EvidenceCard card(EvidenceDetails one, String base, boolean byLink, Ui ui) {
        StoredFile file = one.file();
        return new EvidenceCard(
                one.code(),
                one.summary().title().in(ui.locale()),
                one.summary().place(),
                one.statement(),
                ui.t("web.strength." + one.summary().strength().code()),
                ui.day(one.summary().observedAt()),
                file == null ? "" : file.fileName(),
                byLink ? (file == null ? "" : base + "/evidence/" + one.code()) : "/evidence/" + one.code());
    }
}
