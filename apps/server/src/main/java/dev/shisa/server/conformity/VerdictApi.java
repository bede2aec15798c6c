package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts with their proofs, the board in figures and the history for programs. */
@Controller
class VerdictApi {

    private static final int HISTORY_MAX = 1_000;

    private final Products products;
    private final Catalogues catalogues;
    private final Verdicts verdicts;
    private final JsonMapper json;

    VerdictApi(Products products, Catalogues catalogues, Verdicts verdicts, JsonMapper json) {
        this.products = products;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.json = json;
    }

    /**
     * A verdict. {@code towards} is what an expected one will be once it is proven; {@code changesAt} is the next instant
     * at which a fact that carries it ends.
     */
    record VerdictBody(
            String requirement,
            String framework,
            String number,

            @OneOf({"met", "deemed", "exempt", "not-applicable", "expected", "unknown", "recheck", "not-met"})
            String state,

            @Nullable String towards,
            String edition,
            Instant decidedAt,
            Instant since,
            @Nullable Instant changesAt) {}

    /** A verdict with all that it rests on: enough to derive it again. */
    record ProvenVerdictBody(VerdictBody verdict, JsonNode proof) {}

    /** How far a series is in one framework. */
    record BoardBody(
            String framework,
            int total,
            int settled,
            Map<String, Integer> counts,
            boolean waiting,
            @Nullable LocalDate supportEnds) {}

    record SeriesBoardBody(String series, BoardBody board) {}

    record VerdictChangeBody(
            long id,
            String requirement,
            Instant at,
            @Nullable String from,
            String to,
            @Nullable String towards,
            String cause,
            Instant causedAt) {}

    @GetMapping("/api/v1/series/{code}/verdicts")
    @Requires(Act.VIEW)
    @Operation(id = "verdict.list")
    Answer<Listing<VerdictBody>> list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String framework,
            @RequestParam(required = false)
                    @OneOf({"met", "deemed", "exempt", "not-applicable", "expected", "unknown", "recheck", "not-met"})
                    @Nullable
                    String state,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        return list(products.require(code, person).id(), framework, state, paging);
    }

    @GetMapping("/api/v1/series/{code}/verdicts/{framework}/{number}")
    @Requires(Act.VIEW)
    @Operation(id = "verdict.get")
    Answer<ProvenVerdictBody> get(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @AuthenticationPrincipal Person person) {
        return get(products.require(code, person).id(), requirement(framework, number));
    }

    @GetMapping("/api/v1/series/{code}/verdicts/{framework}/{number}/history")
    @Requires(Act.VIEW)
    @Operation(id = "verdict.history")
    Answer<Listing<VerdictChangeBody>> history(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        return history(products.require(code, person).id(), requirement(framework, number), paging);
    }

    @GetMapping("/api/v1/series/{code}/board")
    @Requires(Act.VIEW)
    @Operation(id = "board.get")
    Answer<Listing<BoardBody>> board(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String framework,
            @AuthenticationPrincipal Person person) {
        return board(products.require(code, person).id(), framework);
    }

    @GetMapping("/api/v1/boards/{framework}")
    @Requires(Act.VIEW)
    @Operation(id = "board.list")
    Answer<Listing<SeriesBoardBody>> boards(
            @PathVariable String framework, Paging paging, @AuthenticationPrincipal Person person) {
        String id = frameworks(framework).getFirst();
        List<UUID> found = verdicts.judged(person.series(), id, paging.afterId(), paging.limit() + 1);
        Map<UUID, Series> series = products.byIds(found).stream().collect(Collectors.toMap(Series::id, one -> one));
        Map<UUID, List<Standing>> standings = verdicts.standings(found);
        return Answer.of(paging.found(
                found,
                UUID::toString,
                one -> new SeriesBoardBody(
                        Objects.requireNonNull(series.get(one)).code(),
                        body(
                                id,
                                standings.getOrDefault(one, List.of()).stream()
                                        .filter(standing -> standing.framework().equals(id))
                                        .findFirst()
                                        .orElseThrow()))));
    }

    // What guides ask of the company itself

    @GetMapping("/api/v1/organisation/verdicts")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.verdicts")
    Answer<Listing<VerdictBody>> ofOrganisation(
            @RequestParam(defaultValue = "") String framework,
            @RequestParam(required = false)
                    @OneOf({"met", "deemed", "exempt", "not-applicable", "expected", "unknown", "recheck", "not-met"})
                    @Nullable
                    String state,
            Paging paging) {
        return list(products.organisation().id(), framework, state, paging);
    }

    @GetMapping("/api/v1/organisation/verdicts/{framework}/{number}")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.verdict")
    Answer<ProvenVerdictBody> ofOrganisation(@PathVariable String framework, @PathVariable String number) {
        return get(products.organisation().id(), requirement(framework, number));
    }

    @GetMapping("/api/v1/organisation/verdicts/{framework}/{number}/history")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.history")
    Answer<Listing<VerdictChangeBody>> historyOfOrganisation(
            @PathVariable String framework, @PathVariable String number, Paging paging) {
        return history(products.organisation().id(), requirement(framework, number), paging);
    }

    @GetMapping("/api/v1/organisation/board")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.board")
    Answer<Listing<BoardBody>> boardOfOrganisation(@RequestParam(defaultValue = "") String framework) {
        return board(products.organisation().id(), framework);
    }

    private Answer<Listing<VerdictBody>> list(UUID subjectId, String framework, @Nullable String state, Paging paging) {
        Catalogue catalogue = catalogues.current();
        List<String> asked = frameworks(framework);
        List<StoredVerdict> found = verdicts.of(subjectId).stream()
                .filter(verdict -> asked.contains(verdict.requirement().framework()))
                .filter(verdict -> catalogue.requirement(verdict.requirement()).isPresent())
                .filter(verdict -> state == null || verdict.state().code().equals(state))
                .toList();
        return Answer.of(paging.of(found, verdict -> verdict.requirement().toString(), VerdictApi::body));
    }

    private Answer<ProvenVerdictBody> get(UUID subjectId, RequirementId id) {
        VerdictStore.Proven proven = verdicts.proven(subjectId, id).orElseThrow(() -> unknown(id));
        return Answer.of(new ProvenVerdictBody(body(proven.verdict()), json.readTree(proven.proof())));
    }

    private Answer<Listing<VerdictChangeBody>> history(UUID subjectId, RequirementId id, Paging paging) {
        List<VerdictChange> changes = verdicts.history(subjectId, id, HISTORY_MAX);
        return Answer.of(paging.of(changes, change -> "%019d".formatted(change.id()), VerdictApi::body));
    }

    private Answer<Listing<BoardBody>> board(UUID subjectId, String framework) {
        List<String> asked = frameworks(framework);
        return Answer.of(new Listing<>(
                verdicts.standings(subjectId).stream()
                        .filter(standing -> asked.contains(standing.framework()))
                        .map(standing -> body(standing.framework(), standing))
                        .toList(),
                null));
    }

    private List<String> frameworks(String wanted) {
        List<String> all =
                catalogues.current().frameworks().stream().map(Framework::id).toList();
        if (wanted.isEmpty()) {
            return all;
        }
        if (!all.contains(wanted)) {
            throw new Problem(404, "framework.unknown", wanted);
        }
        return List.of(wanted);
    }

    private RequirementId requirement(String framework, String number) {
        RequirementId id = new RequirementId(framework, number);
        return catalogues
                .current()
                .requirement(id)
                .orElseThrow(() -> unknown(id))
                .id();
    }

    private static Problem unknown(RequirementId id) {
        return new Problem(404, "requirement.unknown", id);
    }

    private static VerdictBody body(StoredVerdict verdict) {
        return new VerdictBody(
                verdict.requirement().toString(),
                verdict.requirement().framework(),
                verdict.requirement().number(),
                verdict.state().code(),
                code(verdict.towards()),
                verdict.edition(),
                verdict.decidedAt(),
                verdict.since(),
                verdict.changesAt());
    }

    private static BoardBody body(String framework, Standing standing) {
        Map<String, Integer> counts = new TreeMap<>();
        for (VerdictState state : VerdictState.values()) {
            counts.put(state.code(), standing.count(state));
        }
        return new BoardBody(
                framework, standing.total(), standing.settled(), counts, standing.waiting(), standing.supportEnds());
    }

    private static VerdictChangeBody body(VerdictChange change) {
        return new VerdictChangeBody(
                change.id(),
                change.requirement().toString(),
                change.at(),
                code(change.from()),
                change.to().code(),
                code(change.towards()),
                change.cause(),
                change.causedAt());
    }

    private static @Nullable String code(@Nullable VerdictState state) {
        return state == null ? null : state.code();
    }
}
