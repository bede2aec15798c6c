package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts rows, ties and proposals into the words of a page. */
@Component
class ChecklistWords {

    private final Catalogues catalogues;
    private final RowJudge judge;
    private final FactWords words;

    ChecklistWords(Catalogues catalogues, RowJudge judge, FactWords words) {
        this.catalogues = catalogues;
        this.judge = judge;
        this.words = words;
    }

    String state(String code, Ui ui) {
        return code.equals("not-tied") ? ui.t("checklist.not-tied") : ui.t("web.verdict." + code);
    }

    String title(Checklist checklist, List<JudgedRow> rows, Ui ui) {
        if (rows.isEmpty()) {
            return ui.t("checklist.title.unread", checklist.name());
        }
        long untied = rows.stream().filter(row -> row.state() == null).count();
        long settled = rows.stream()
                .filter(row -> row.state() != null && row.state().isGreen())
                .count();
        return ui.t(
                untied == 0 ? "checklist.title.tied" : "checklist.title",
                checklist.name(),
                rows.size(),
                settled,
                untied);
    }

    /** The states that occur, with how many rows have them. */
    List<Parts.Choice> states(List<JudgedRow> rows, Ui ui) {
        return ChecklistPages.STATES.stream()
                .map(code -> {
                    long count =
                            rows.stream().filter(row -> row.code().equals(code)).count();
                    return count == 0
                            ? null
                            : new Parts.Choice(code, ui.t("checklist.state.count", state(code, ui), count));
                })
                .flatMap(choice -> Optional.ofNullable(choice).stream())
                .toList();
    }

    ChecklistView.Row row(JudgedRow row, String here, Ui ui) {
        return new ChecklistView.Row(
                row.row().row(),
                row.row().number(),
                row.row().question(),
                row.code(),
                row.isUnconfirmedNo(),
                row.parts().stream().map(part -> tied(part, ui)).toList(),
                lines(row.reason()),
                row.open(),
                row.beside(),
                row.row().opposite(),
                here + "/rows/" + row.row().row());
    }

    private static ChecklistView.Tied tied(JudgedRow.Part part, Ui ui) {
        return new ChecklistView.Tied(
                part.tie().id().toString(),
                part.name(),
                part.number().isEmpty() ? "" : part.title(),
                part.number().isEmpty() ? ui.t("checklist.fact") : part.guide(),
                part.accepted(),
                part.href(),
                part.state().code(),
                lines(part.reason()),
                part.open(),
                part.beside(),
                ui.t(
                        "checklist.tied.by",
                        part.tie().byName(),
                        ui.minute(part.tie().at())));
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    ChecklistView.Earlier earlier(ChecklistReader.Row row, List<ChecklistStore.Earlier> ties, Ui ui) {
        return new ChecklistView.Earlier(
                row.row(),
                row.number(),
                row.question(),
                ties.stream().map(earlier -> basis(earlier.tie().basis(), ui)).collect(Collectors.joining("\n")),
                ties.getFirst().checklist());
    }

    private String basis(Basis basis, Ui ui) {
        Catalogue catalogue = catalogues.current();
        return switch (basis) {
            case Basis.Asked(RequirementId id) ->
                catalogue
                        .requirement(id)
                        .map(r -> id.number() + " " + r.title().in(ui.locale()))
                        .orElse(id.toString());
            case Basis.Stated stated ->
                catalogue
                        .fact(stated.fact())
                        .map(fact -> ui.t(
                                "checklist.basis.fact",
                                question(fact, ui),
                                stated.accepted().stream()
                                        .map(value -> judge.label(fact, value, ui.locale()))
                                        .collect(Collectors.joining(ui.t("fact.list-separator")))))
                        .orElse(stated.fact().value());
        };
    }

    private String question(FactDefinition fact, Ui ui) {
        return words.question(fact, ui.locale());
    }

    ChecklistView.Proposed proposed(Proposals.Proposal proposal, Ui ui) {
        Catalogue catalogue = catalogues.current();
        String why = switch (proposal.why()) {
            case Proposals.Why.Named(String number) -> ui.t("checklist.why.number", number);
            case Proposals.Why.Related(String number) -> ui.t("checklist.why.related", number);
            case Proposals.Why.Words(List<String> shared) ->
                ui.t("checklist.why.words", String.join(ui.t("fact.list-separator"), shared));
        };
        RequirementId id = proposal.requirement();
        if (id != null) {
            Requirement requirement = catalogue.requirement(id).orElseThrow();
            return new ChecklistView.Proposed(
                    id.toString(),
                    "",
                    id.number(),
                    requirement.title().in(ui.locale()),
                    catalogue
                            .framework(id.framework())
                            .map(f -> f.title().in(ui.locale()))
                            .orElse(""),
                    why,
                    List.of());
        }
        FactKey key = Objects.requireNonNull(proposal.fact());
        FactDefinition fact = catalogue.fact(key).orElseThrow();
        return new ChecklistView.Proposed(
                "",
                key.value(),
                question(fact, ui),
                "",
                ui.t("checklist.fact"),
                why,
                Basis.answers(fact).stream()
                        .map(value -> new Parts.Choice(value, judge.label(fact, value, ui.locale())))
                        .toList());
    }
}
