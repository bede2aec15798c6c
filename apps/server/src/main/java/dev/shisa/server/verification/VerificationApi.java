package dev.shisa.server.verification;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.verification.Verifications.Wrong;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The verification plan for programs: its items, results, gates and orders. */
@Controller
class VerificationApi {

    private static final String ALL = "/api/v1/series/{code}/verification";
    private static final String ONE = ALL + "/items/{item}";

    private final Products products;
    private final Verifications verifications;
    private final VerificationStore store;
    private final Proposals proposals;
    private final Reviews reviews;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Messages messages;

    VerificationApi(
            Products products,
            Verifications verifications,
            VerificationStore store,
            Proposals proposals,
            Reviews reviews,
            EvidenceLog log,
            Blobs blobs,
            Messages messages) {
        this.products = products;
        this.verifications = verifications;
        this.store = store;
        this.proposals = proposals;
        this.reviews = reviews;
        this.log = log;
        this.blobs = blobs;
        this.messages = messages;
    }

    /**
     * An item of the plan.
     *
     * @param release name of the only version that it is for
     * @param months after how many it is done again; null: it is done for versions
     * @param dueOn when it has to be done for the designated version: what is repeated is due after its interval
     * @param state for the designated version
     */
    record VerificationItemBody(
            UUID id,
            int version,
            String phase,
            String kind,
            String title,
            String method,
            String who,
            @Nullable LocalDate due,
            @Nullable LocalDate dueOn,
            String applies,
            @Nullable String release,
            @Nullable Integer months,
            @Nullable String checklist,
            String ground,
            @Nullable String state) {}

    /** @param reason of a change; not needed for a new item */
    record NewVerificationItemBody(
            @OneOf({"design", "development", "verification", "before-release", "after-release"})
            String phase,

            @OneOf({
                "documents",
                "coding-rules",
                "coding",
                "software",
                "system",
                "ports",
                "vulnerabilities",
                "fuzzing",
                "selfcheck",
                "connected",
                "evaluated",
                "outside",
                "other"
            })
            String kind,

            String title,
            String method,
            @Nullable String who,
            @Nullable LocalDate due,
            @OneOf({"every", "major", "release", "regular"}) String applies,
            @Nullable String release,
            @Nullable Integer months,
            @Nullable String checklist,
            @Nullable String ground,
            @Nullable String reason) {}

    record VerificationReasonBody(String reason) {}

    /** What was said of a point of a checklist. */
    record VerificationPointBody(
            String point,
            @OneOf({"met", "finding", "inapplicable"}) String judgement,
            @Nullable String note) {}

    /**
     * A result.
     *
     * @param outcome null: the points say it
     * @param environment id of the environment's version
     * @param evidence code of evidence of the same version
     * @param file id of a file that was sent; null: the evidence is there, or the points are
     */
    record NewVerificationResultBody(
            String release,

            @OneOf({"passed", "failed", "omitted"}) @Nullable
            String outcome,

            @Nullable String examined,
            LocalDate performedOn,
            @Nullable String performedBy,
            @Nullable UUID environment,
            @Nullable String evidence,
            @Nullable UUID file,
            @Nullable List<VerificationPointBody> points,
            @Nullable String remarks,
            @Nullable String action,
            @Nullable String actionWho,
            @Nullable LocalDate actionDue) {}

    record VerificationResultBody(
            UUID id,
            UUID item,
            String release,
            String outcome,
            String examined,
            LocalDate performedOn,
            String performedBy,
            @Nullable UUID environment,
            @Nullable String evidence,
            String remarks,
            String action,
            String actionWho,
            @Nullable LocalDate actionDue,
            String by,
            Instant at,
            boolean withdrawn) {}

    /** One reason why a gate is closed. */
    record VerificationObstacleBody(
            String why, @Nullable UUID item, @Nullable String phase) {}

    /**
     * @param major whether the version counts as a major one
     * @param declared whether a person said so
     */
    record VerificationGateBody(
            String release, boolean open, boolean major, boolean declared, List<VerificationObstacleBody> obstacles) {}

    record VerificationKindBody(boolean major, String reason) {}

    /** @param evidence code of the contract */
    record VerificationOrderBody(
            UUID id,
            String release,
            String provider,
            @Nullable LocalDate listedOn,
            String handling,
            String secrecy,
            String content,
            LocalDate orderedOn,
            @Nullable String evidence,
            String by,
            Instant at,
            boolean cancelled) {}

    /** @param contract id of a file that was sent; null: none is attached */
    record NewVerificationOrderBody(
            String release,
            String provider,
            @Nullable LocalDate listedOn,
            @Nullable String handling,
            @Nullable String secrecy,
            @Nullable String content,
            LocalDate orderedOn,
            @Nullable UUID contract) {}

    record VerificationChecklistBody(String id, String title, List<VerificationChecklistPointBody> points) {}

    record VerificationChecklistPointBody(String id, String text, String source) {}

    /** @param evidence code of the document */
    record VerificationEditionBody(String evidence) {}

    // The plan

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "verification.list")
    Answer<Listing<VerificationItemBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Whole whole = verifications.whole(series);
        Release release = products.designated(series).orElse(null);
        return Answer.of(paging.of(whole.current(), i -> i.item().toString(), i -> body(whole, i, release)));
    }

    @GetMapping(ALL + "/proposals")
    @Requires(Act.VIEW)
    @Operation(id = "verification.proposals")
    Answer<Listing<NewVerificationItemBody>> proposals(
            @PathVariable String code, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Locale locale = Locale.forLanguageTag(person.language());
        return Answer.of(new Listing<>(
                proposals.of(series, verifications.whole(series), locale).stream()
                        .map(p -> p.content())
                        .map(c -> new NewVerificationItemBody(
                                c.phase().id(),
                                c.kind().id(),
                                c.title(),
                                c.method(),
                                null,
                                null,
                                c.applies().id(),
                                null,
                                c.months() == 0 ? null : c.months(),
                                c.checklist().isEmpty() ? null : c.checklist(),
                                c.ground(),
                                null))
                        .toList(),
                null));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "verification.add", status = 201)
    Answer<VerificationItemBody> add(
            @PathVariable String code, @Body NewVerificationItemBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        PlanItem.Content content = content(series, sent);
        refuse(verifications.wrong(series, content));
        PlanItem added = verifications.add(series, content, person, "api");
        return answer(series, added.item())
                .at("/api/v1/series/" + series.code() + "/verification/items/" + added.item());
    }

    private Answer<VerificationItemBody> answer(Series series, UUID id) {
        Whole whole = verifications.whole(series);
        PlanItem item = verifications.item(whole, id);
        return Answer.of(body(whole, item, products.designated(series).orElse(null)))
                .version(item.number());
    }

    private PlanItem.Content content(Series series, NewVerificationItemBody sent) {
        String release = sent.release();
        Integer months = sent.months();
        return new PlanItem.Content(
                Phase.parse(sent.phase()).orElseThrow(),
                Kind.parse(sent.kind()).orElseThrow(),
                sent.title(),
                sent.method(),
                or(sent.who()),
                sent.due(),
                Applies.parse(sent.applies()).orElseThrow(),
                release == null ? null : release(series, release).id(),
                months == null ? 0 : months,
                or(sent.checklist()),
                or(sent.ground()));
    }

    private static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private Release release(Series series, String name) {
        List<Release> releases = products.releases(series.id());
        return releases.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadField(
                        "/release",
                        "one-of",
                        String.join(", ", releases.stream().map(Release::name).toList())));
    }

    private static void refuse(List<Wrong> wrong) {
        if (!wrong.isEmpty()) {
            Wrong first = wrong.getFirst();
            String field = switch (first.field()) {
                case "by" -> "performedBy";
                case "on" -> "performedOn";
                default -> first.field().startsWith("point-") ? "points" : first.field();
            };
            throw BadField.said(
                    "/" + field,
                    "verification.wrong." + first.why(),
                    first.args().toArray());
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "verification.get")
    Answer<VerificationItemBody> get(
            @PathVariable String code, @PathVariable UUID item, @AuthenticationPrincipal Person person) {
        return answer(products.require(code, person), item);
    }

    @PutMapping(ONE)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "verification.revise")
    Answer<VerificationItemBody> revise(
            @PathVariable String code,
            @PathVariable UUID item,
            @Body NewVerificationItemBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        int number = seen.require(
                verifications.item(verifications.whole(series), item).number());
        PlanItem.Content content = content(series, sent);
        refuse(verifications.wrong(series, content));
        verifications.revise(series, item, number, content, or(sent.reason()), person, "api");
        return answer(series, item);
    }

    @PostMapping(ONE + "/remove")
    @Requires(Act.RESOLVE)
    @Operation(id = "verification.remove")
    Answer<Done> remove(
            @PathVariable String code,
            @PathVariable UUID item,
            @Body VerificationReasonBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        int number = verifications.item(verifications.whole(series), item).number();
        verifications.remove(series, item, number, sent.reason(), person, "api");
        return Done.ANSWER;
    }

    @PostMapping(ALL + "/editions")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "verification.issue")
    Answer<VerificationEditionBody> issue(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return Answer.of(new VerificationEditionBody(verifications.issue(series, person, "api")));
    }

    @GetMapping("/api/v1/verification-checklists")
    @Requires(Act.VIEW)
    @Operation(id = "verification.checklists")
    Answer<Listing<VerificationChecklistBody>> checklists(@AuthenticationPrincipal Person person) {
        Locale locale = Locale.forLanguageTag(person.language());
        return Answer.of(new Listing<>(
                reviews.all().stream()
                        .map(c -> new VerificationChecklistBody(
                                c.id(),
                                messages.get(locale, "verification.review." + c.id()),
                                c.points().stream()
                                        .map(p -> new VerificationChecklistPointBody(p.id(), p.in(locale), p.source()))
                                        .toList()))
                        .toList(),
                null));
    }

    // Results

    @GetMapping(ALL + "/results")
    @Requires(Act.VIEW)
    @Operation(id = "verification.results")
    Answer<Listing<VerificationResultBody>> results(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Map<UUID, String> names = names(series);
        return Answer.of(paging.of(store.results(series.id()), r -> r.id().toString(), r -> body(r, names)));
    }

    @PostMapping(ONE + "/results")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "verification.record", status = 201)
    Answer<VerificationResultBody> record(
            @PathVariable String code,
            @PathVariable UUID item,
            @Body NewVerificationResultBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        PlanItem of = verifications.item(verifications.whole(series), item);
        Map<String, Reviews.Judged> judged = new HashMap<>();
        List<VerificationPointBody> points = sent.points() == null ? List.of() : sent.points();
        for (int i = 0; i < points.size(); i++) {
            VerificationPointBody point = points.get(i);
            boolean known = reviews.find(of.content().checklist()).stream()
                    .flatMap(c -> c.points().stream())
                    .anyMatch(p -> p.id().equals(point.point()));
            if (!known) {
                throw new BadField("/points/" + i + "/point", "note");
            }
            judged.put(
                    point.point(),
                    new Reviews.Judged(
                            Reviews.Judgement.parse(point.judgement()).orElseThrow(), or(point.note())));
        }
        if (sent.file() != null && (!points.isEmpty() || !or(sent.evidence()).isBlank())) {
            throw new BadField("/file", "unused", points.isEmpty() ? "evidence" : "points");
        }
        Verifications.Told told = new Verifications.Told(
                release(series, sent.release()),
                sent.outcome() == null ? null : Outcome.parse(sent.outcome()).orElseThrow(),
                or(sent.examined()),
                sent.performedOn(),
                sent.performedBy() == null ? person.name() : sent.performedBy(),
                sent.environment(),
                or(sent.evidence()),
                sent.file() == null
                        ? null
                        : blobs.upload(sent.file(), person).orElseThrow(() -> new BadField("/file", "upload")),
                judged,
                or(sent.remarks()),
                or(sent.action()),
                or(sent.actionWho()),
                sent.actionDue());
        refuse(verifications.wrong(series, of, told));
        Result result = verifications.record(series, item, told, person, "api");
        return Answer.of(body(result, names(series))).at("/api/v1/series/" + series.code() + "/verification/results");
    }

    @PostMapping(ALL + "/results/{id}/withdraw")
    @Requires(Act.RESOLVE)
    @Operation(id = "verification.withdraw")
    Answer<Done> withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body VerificationReasonBody sent,
            @AuthenticationPrincipal Person person) {
        verifications.withdraw(products.requireInUse(code, person), id, sent.reason(), person, "api");
        return Done.ANSWER;
    }

    // Gates

    @GetMapping(ALL + "/gates")
    @Requires(Act.VIEW)
    @Operation(id = "verification.gates")
    Answer<Listing<VerificationGateBody>> gates(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Whole whole = verifications.whole(series);
        return Answer.of(paging.of(whole.releases(), r -> r.id().toString(), r -> body(whole.gate(r))));
    }

    @PutMapping(ALL + "/gates/{release}")
    @Requires(Act.RESOLVE)
    @Operation(id = "verification.declare")
    Answer<VerificationGateBody> declare(
            @PathVariable String code,
            @PathVariable String release,
            @Body VerificationKindBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Release of = products.releaseNamed(series, release);
        verifications.declare(series, of, sent.major(), sent.reason(), person, "api");
        return Answer.of(body(verifications.whole(series).gate(of)));
    }

    // Orders

    @GetMapping(ALL + "/orders")
    @Requires(Act.VIEW)
    @Operation(id = "verification.orders")
    Answer<Listing<VerificationOrderBody>> orders(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Map<UUID, String> names = names(series);
        return Answer.of(paging.of(store.orders(series.id()), o -> o.id().toString(), o -> body(o, names)));
    }

    @PostMapping(ALL + "/orders")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "verification.order", status = 201)
    Answer<VerificationOrderBody> order(
            @PathVariable String code, @Body NewVerificationOrderBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Verifications.NewOrder given = new Verifications.NewOrder(
                release(series, sent.release()),
                sent.provider(),
                sent.listedOn(),
                or(sent.handling()),
                or(sent.secrecy()),
                or(sent.content()),
                sent.orderedOn(),
                sent.contract() == null
                        ? null
                        : blobs.upload(sent.contract(), person).orElseThrow(() -> new BadField("/contract", "upload")));
        refuse(verifications.wrong(given));
        return Answer.of(body(verifications.order(series, given, person, "api"), names(series)))
                .at("/api/v1/series/" + series.code() + "/verification/orders");
    }

    @PostMapping(ALL + "/orders/{id}/cancel")
    @Requires(Act.RESOLVE)
    @Operation(id = "verification.cancel")
    Answer<Done> cancel(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body VerificationReasonBody sent,
            @AuthenticationPrincipal Person person) {
        verifications.cancel(products.requireInUse(code, person), id, sent.reason(), person);
        return Done.ANSWER;
    }

    private Map<UUID, String> names(Series series) {
        Map<UUID, String> names = new HashMap<>();
        products.releases(series.id()).forEach(r -> names.put(r.id(), r.name()));
        return names;
    }

    private static VerificationItemBody body(Whole whole, PlanItem item, @Nullable Release designated) {
        PlanItem.Content content = item.content();
        return new VerificationItemBody(
                item.item(),
                item.number(),
                content.phase().id(),
                content.kind().id(),
                content.title(),
                content.method(),
                content.who(),
                content.due(),
                designated == null ? null : whole.due(item, designated),
                content.applies().id(),
                whole.releases().stream()
                        .filter(r -> r.id().equals(content.release()))
                        .map(Release::name)
                        .findFirst()
                        .orElse(null),
                content.months() == 0 ? null : content.months(),
                content.checklist().isEmpty() ? null : content.checklist(),
                content.ground(),
                designated == null
                        ? null
                        : whole.state(item, designated.id()).name().toLowerCase(Locale.ROOT));
    }

    private VerificationResultBody body(Result result, Map<UUID, String> names) {
        return new VerificationResultBody(
                result.id(),
                result.item(),
                names.getOrDefault(result.releaseId(), ""),
                result.outcome().id(),
                result.examined(),
                result.performedOn(),
                result.performedBy(),
                result.environment(),
                code(result.evidence()),
                result.remarks(),
                result.action(),
                result.actionWho(),
                result.actionDue(),
                result.recordedName(),
                result.recordedAt(),
                result.withdrawn() != null);
    }

    private @Nullable String code(@Nullable UUID evidence) {
        return Optional.ofNullable(evidence)
                .flatMap(log::byId)
                .map(EvidenceDetails::code)
                .orElse(null);
    }

    private static VerificationGateBody body(Gate gate) {
        return new VerificationGateBody(
                gate.release().name(),
                gate.isOpen(),
                gate.major(),
                gate.declared(),
                gate.obstacles().stream()
                        .map(o -> {
                            PlanItem item = o.item();
                            Phase phase = o.phase();
                            return new VerificationObstacleBody(
                                    o.why().id(), item == null ? null : item.item(), phase == null ? null : phase.id());
                        })
                        .toList());
    }

    private VerificationOrderBody body(Order order, Map<UUID, String> names) {
        return new VerificationOrderBody(
                order.id(),
                names.getOrDefault(order.releaseId(), ""),
                order.provider(),
                order.listedOn(),
                order.handling(),
                order.secrecy(),
                order.content(),
                order.orderedOn(),
                code(order.evidence()),
                order.recordedName(),
                order.recordedAt(),
                order.cancelled() != null);
    }
}
