package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The questions of a customer's checklist for programs: on what they rest, and what is answered by the facts. */
@Controller
class RowApi {

    private final Products products;
    private final Checklists checklists;
    private final ChecklistStore store;
    private final RowJudge judge;
    private final ProposalIndex proposals;
    private final Catalogues catalogues;

    RowApi(
            Products products,
            Checklists checklists,
            ChecklistStore store,
            RowJudge judge,
            ProposalIndex proposals,
            Catalogues catalogues) {
        this.products = products;
        this.checklists = checklists;
        this.store = store;
        this.judge = judge;
        this.proposals = proposals;
        this.catalogues = catalogues;
    }

    /**
     * What the answer to a row rests on: a requirement, or a fact with the answers that the customer accepts.
     *
     * @param requirement null: a fact
     * @param fact null: a requirement
     */
    record ChecklistBasisBody(
            @Nullable String requirement, @Nullable String fact, List<String> accepted) {}

    /**
     * One thing that a row rests on, and what it comes to.
     *
     * @param proven whether nothing of it waits for a second person
     * @param open what is still to be answered, confirmed or settled
     */
    record ChecklistTieBody(
            UUID id,
            ChecklistBasisBody basis,
            String state,
            boolean proven,
            String reason,
            List<String> open,
            List<String> evidence,
            String by,
            Instant at) {}

    /**
     * A question with its answer by the facts of this instant.
     *
     * @param state of a verdict; {@code not-tied} where nobody said what it rests on, so that there is no answer
     * @param opposite whether "yes" is the bad answer to it
     * @param unconfirmedNo whether 不適合 would be written although no second person has looked
     */
    record ChecklistRowBody(
            int row,
            String number,
            String question,
            boolean opposite,
            String state,
            boolean unconfirmedNo,
            String reason,
            List<String> open,
            List<String> evidence,
            List<ChecklistTieBody> ties) {}

    /**
     * Something that a row may rest on; it counts for nothing until somebody ties the row to it.
     *
     * @param answers those that a customer may accept, for a fact
     * @param words the number that the question names, or the words that both have
     */
    record ChecklistProposalBody(
            @Nullable String requirement,
            @Nullable String fact,
            List<String> answers,

            @OneOf({"number", "related", "words"}) String why,

            List<String> words) {}

    /** To what a row is to be tied: a requirement, or a fact with accepted answers. */
    record NewChecklistTieBody(
            @Nullable String requirement,
            @Nullable String fact,
            @Nullable List<String> accepted) {}

    /** A row that nobody tied and that another checklist asks, too, with what it rests on there. */
    record ChecklistEarlierBody(
            int row, String number, String question, String checklist, List<ChecklistBasisBody> bases) {}

    record ChecklistRowsBody(List<Integer> rows) {}

    /** @param rows how many were tied */
    record ChecklistTakenBody(int rows) {}

    /** @param q only rows with these words in number, question or what they rest on */
    @GetMapping(ChecklistApi.ONE + "/rows")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.rows")
    Answer<Listing<ChecklistRowBody>> rows(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false)
                    @OneOf({
                        "not-tied",
                        "not-met",
                        "recheck",
                        "unknown",
                        "expected",
                        "met",
                        "deemed",
                        "exempt",
                        "not-applicable"
                    })
                    @Nullable
                    String state,
            Paging paging,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<JudgedRow> all = judge.of(series, checklists.require(series, id), ui.locale());
        return Answer.of(paging.of(
                ChecklistPages.shown(all, q, state == null ? "" : state),
                row -> "%07d".formatted(row.row().row()),
                RowApi::body));
    }

    @GetMapping(ChecklistApi.ONE + "/rows/{row}")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.row")
    Answer<ChecklistRowBody> row(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(body(judged(series, checklists.require(series, id), row, ui)));
    }

    /** @param q other words than the row's own */
    @GetMapping(ChecklistApi.ONE + "/rows/{row}/proposals")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.proposals")
    Answer<Listing<ChecklistProposalBody>> proposals(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @RequestParam(defaultValue = "") String q,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        JudgedRow judged = judged(series, checklists.require(series, id), row, ui);
        return Answer.of(
                new Listing<>(proposals.of(judged, q).stream().map(this::body).toList(), null));
    }

    @PostMapping(ChecklistApi.ONE + "/rows/{row}/ties")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.tie", status = 201)
    Answer<ChecklistRowBody> tie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @Body NewChecklistTieBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        ChecklistReader.Row asked = store.rows(checklist.id()).stream()
                .filter(r -> r.row() == row)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "checklist.row.unknown", row));
        checklists.tie(series, checklist, asked, basis(sent), person);
        return Answer.of(body(judged(series, checklist, row, ui)));
    }

    /** @param opposite whether "yes" is the bad answer */
    record ChecklistSenseBody(boolean opposite) {}

    @PutMapping(ChecklistApi.ONE + "/rows/{row}/sense")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.sense")
    Answer<ChecklistRowBody> sense(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @Body ChecklistSenseBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        checklists.turn(series, checklist, judged(series, checklist, row, ui).row(), sent.opposite(), person);
        return Answer.of(body(judged(series, checklist, row, ui)));
    }

    @DeleteMapping(ChecklistApi.ONE + "/ties/{tie}")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.untie")
    Answer<Done> untie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID tie,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.untie(series, checklists.require(series, id), tie, person);
        return Done.ANSWER;
    }

    @GetMapping(ChecklistApi.ONE + "/earlier")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.earlier")
    Answer<Listing<ChecklistEarlierBody>> earlier(
            @PathVariable String code, @PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        Checklist checklist = checklists.require(products.require(code, person), id);
        Map<Integer, ChecklistReader.Row> rows = store.rows(checklist.id()).stream()
                .collect(Collectors.toMap(ChecklistReader.Row::row, Function.identity()));
        List<ChecklistEarlierBody> all = new ArrayList<>();
        checklists.earlier(checklist, person).forEach((number, ties) -> {
            ChecklistReader.Row row = rows.get(number);
            if (row != null) {
                all.add(new ChecklistEarlierBody(
                        row.row(),
                        row.number(),
                        row.question(),
                        ties.getFirst().checklist(),
                        ties.stream()
                                .map(earlier -> body(earlier.tie().basis()))
                                .toList()));
            }
        });
        return Answer.of(paging.of(all, row -> "%07d".formatted(row.row()), Function.identity()));
    }

    @PostMapping(ChecklistApi.ONE + "/take-over")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.take-over")
    Answer<ChecklistTakenBody> takeOver(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ChecklistRowsBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return Answer.of(new ChecklistTakenBody(
                checklists.takeOver(series, checklists.require(series, id), Set.copyOf(sent.rows()), person)));
    }

    private JudgedRow judged(Series series, Checklist checklist, int number, Ui ui) {
        return judge.one(series, checklist, number, ui.locale())
                .orElseThrow(() -> new Problem(404, "checklist.row.unknown", number));
    }

    private Basis basis(NewChecklistTieBody sent) {
        Catalogue catalogue = catalogues.current();
        String requirement = sent.requirement();
        String fact = sent.fact();
        List<String> accepted = sent.accepted() == null ? List.of() : sent.accepted();
        if (requirement != null) {
            if (fact != null || !accepted.isEmpty()) {
                throw new BadField(fact != null ? "/fact" : "/accepted", "unused", "requirement");
            }
            return RequirementId.parse(requirement)
                    .filter(id -> catalogue.requirement(id).isPresent())
                    .map(Basis.Asked::new)
                    .orElseThrow(() -> new BadField("/requirement", "requirement", requirement));
        }
        if (fact == null) {
            throw new BadField("/requirement", "missing");
        }
        FactDefinition definition = FactKey.isKey(fact)
                ? catalogue.fact(new FactKey(fact)).filter(Basis::tieable).orElse(null)
                : null;
        if (definition == null) {
            throw new BadField("/fact", "tieable", fact);
        }
        List<String> answers = Basis.answers(definition);
        if (accepted.isEmpty()) {
            throw new BadField("/accepted", "missing");
        }
        for (int i = 0; i < accepted.size(); i++) {
            if (!answers.contains(accepted.get(i))) {
                throw new BadField("/accepted/" + i, "one-of", String.join(", ", answers));
            }
        }
        return new Basis.Stated(definition.key(), new TreeSet<>(accepted));
    }

    private static ChecklistRowBody body(JudgedRow row) {
        return new ChecklistRowBody(
                row.row().row(),
                row.row().number(),
                row.row().question(),
                row.row().opposite(),
                row.code(),
                row.isUnconfirmedNo(),
                row.reason(),
                row.open(),
                row.evidence(),
                row.parts().stream().map(RowApi::body).toList());
    }

    private static ChecklistTieBody body(JudgedRow.Part part) {
        return new ChecklistTieBody(
                part.tie().id(),
                body(part.tie().basis()),
                part.state().code(),
                part.proven(),
                part.reason(),
                part.open(),
                part.evidence(),
                part.tie().byName(),
                part.tie().at());
    }

    private static ChecklistBasisBody body(Basis basis) {
        return switch (basis) {
            case Basis.Asked(RequirementId id) -> new ChecklistBasisBody(id.toString(), null, List.of());
            case Basis.Stated stated ->
                new ChecklistBasisBody(null, stated.fact().value(), List.copyOf(stated.accepted()));
        };
    }

    private ChecklistProposalBody body(Proposals.Proposal proposal) {
        RequirementId requirement = proposal.requirement();
        FactKey fact = proposal.fact();
        return new ChecklistProposalBody(
                requirement == null ? null : requirement.toString(),
                fact == null ? null : fact.value(),
                fact == null
                        ? List.of()
                        : catalogues.current().fact(fact).map(Basis::answers).orElse(List.of()),
                switch (proposal.why()) {
                    case Proposals.Why.Named _ -> "number";
                    case Proposals.Why.Related _ -> "related";
                    case Proposals.Why.Words _ -> "words";
                },
                switch (proposal.why()) {
                    case Proposals.Why.Named(String number) -> List.of(number);
                    case Proposals.Why.Related(String number) -> List.of(number);
                    case Proposals.Why.Words(List<String> shared) -> shared;
                });
    }
}
