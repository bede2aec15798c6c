package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.NextQuestions;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Undecided;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides one series, or the organisation, again: for the change at hand and for everything that it still waits for.
 *
 * <p>Two transactions that change the same series must not each decide it without the other. Whoever decides holds the
 * lock of the series ({@link Products#lock}) from before the first reading to the commit, and reads in this order: what
 * waits, then the rules, then the facts. A change becomes visible together with its place in what waits, so one that
 * comes in between may be decided twice, but never not at all.
 *
 * <p>Where several causes bear on one requirement, the state that came out is told with the latest of them: what lay
 * between was never anybody's verdict.
 */
@Component
class Decider {

    /** The one fact that lists show although no requirement reads it. */
    static final Slot SUPPORT_ENDS = Slot.of("support.ends");

    private static final Cause EXPIRED = Cause.of("fact.expired");
    private static final Cause IN_SCOPE = Cause.of("scope.covers");

    private final VerdictStore store;
    private final BacklogStore backlog;
    private final Catalogues catalogues;
    private final Products products;
    private final Guides guides;
    private final EvidenceLog evidence;
    private final Reopenings reopenings;
    private final LedgerOutbox outbox;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final Counter decided;
    private final Histogram deciding;

    Decider(
            VerdictStore store,
            BacklogStore backlog,
            Catalogues catalogues,
            Products products,
            Guides guides,
            EvidenceLog evidence,
            Reopenings reopenings,
            LedgerOutbox outbox,
            ApplicationEventPublisher events,
            InstantSource clock,
            Metrics metrics) {
        this.store = store;
        this.backlog = backlog;
        this.catalogues = catalogues;
        this.products = products;
        this.guides = guides;
        this.evidence = evidence;
        this.reopenings = reopenings;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        decided = metrics.counter("shisa_verdicts_decided_total", "Verdicts decided, again or for the first time");
        deciding = metrics.durations(
                "shisa_verdict_decision_duration_seconds", "Time to decide the verdicts of one series");
    }

    /** Stored times have microseconds; finer ones would differ after reading. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Decides what waits and what this change bears on, of what is asked of the subject; the caller holds its lock.
     *
     * @param subjectId the series, or the organisation
     * @param change null when only what waits is to be decided
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void decide(UUID subjectId, @Nullable Change change) {
        long start = System.nanoTime();
        List<BacklogStore.Waiting> waiting = backlog.of(subjectId);
        Evaluator evaluator = catalogues.evaluator();
        Catalogue catalogue = evaluator.catalogue();
        Instant now = now();
        Map<RequirementId, VerdictStore.Before> before = store.before(subjectId);
        SequencedMap<String, List<Requirement>> asked = guides.chosen(subjectId).stream()
                .collect(Collectors.groupingBy(r -> r.id().framework(), LinkedHashMap::new, Collectors.toList()));
        Map<RequirementId, Change> why = why(before, waiting, change, now);
        why.keySet().retainAll(ids(asked));
        if (why.isEmpty()
                && waiting.isEmpty()
                && change == null
                && guides.outOfScope(subjectId).isEmpty()) {
            return;
        }
        Series series = products.byId(subjectId).orElse(null);
        Map<RequirementId, VerdictStore.Before> again = new HashMap<>(before);
        again.keySet().retainAll(why.keySet());
        reopenings.late(subjectId, again, catalogue, id -> store.proof(subjectId, id), now);
        Target target = target(subjectId, series).with(reopenings.of(subjectId));
        FactSource facts = evidence.source(
                target.layers().stream().map(layer -> layer.subject()).toList());
        Parameters parameters = catalogues.parameters();

        Map<String, Verdict> scope = series == null
                ? Map.of()
                : scope(series, asked, new Facts(evaluator, target, facts, parameters, now), why);
        Set<RequirementId> wanted = ids(asked);

        // What the edition no longer has, nobody follows any more or is not about the series leaves the board; its
        // history stays.
        List<RequirementId> gone =
                before.keySet().stream().filter(id -> !wanted.contains(id)).toList();
        gone.forEach(id -> store.forget(subjectId, id));
        gone.stream()
                .map(RequirementId::framework)
                .distinct()
                .filter(framework -> !asked.containsKey(framework))
                .forEach(framework -> store.forgetStanding(subjectId, framework));

        LocalDate supportEnds = supportEnds(target, facts);
        NextQuestions questions = new NextQuestions(evaluator);
        Undecided undecided = evaluator.undecided(target, wanted, facts, now);
        List<VerdictStore.Row> rows = new ArrayList<>();
        List<Runnable> changed = new ArrayList<>();
        for (Map.Entry<String, List<Requirement>> framework : asked.entrySet()) {
            if (Stream.concat(why.keySet().stream(), gone.stream())
                    .noneMatch(id -> id.framework().equals(framework.getKey()))) {
                continue;
            }
            // What is asked next follows from all of them.
            List<Verdict> verdicts = evaluator.evaluate(target, framework.getValue(), facts, parameters, now);
            Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
            for (Verdict verdict : verdicts) {
                RequirementId id = verdict.requirement();
                VerdictStore.Before old = before.get(id);
                Change cause = why.get(id);
                if (cause == null) {
                    if (old != null) {
                        counts.merge(old.state(), 1, Integer::sum);
                    }
                    continue;
                }
                counts.merge(verdict.state(), 1, Integer::sum);
                boolean changes = old == null || old.state() != verdict.state() || old.towards() != verdict.towards();
                StoredVerdict fresh = new StoredVerdict(
                        subjectId,
                        id,
                        series == null ? null : series.designated(),
                        verdict.state(),
                        verdict.towards(),
                        catalogue.edition(),
                        now,
                        changes || old == null ? now : old.since(),
                        verdict.changesAt(),
                        Ground.of(verdict));
                VerdictStore.Row row = VerdictStore.Row.of(fresh, verdict.proof(), reopenings.asked(catalogue, id));
                if (old == null || !old.isSame(row)) {
                    rows.add(row);
                }
                if (changes) {
                    changed.add(() -> changed(row, old == null ? null : old.state(), cause));
                }
            }
            List<Verdict> open = new ArrayList<>(verdicts);
            Optional.ofNullable(scope.get(framework.getKey())).ifPresent(open::add);
            store.standing(
                    subjectId, framework.getKey(), counts, questions.next(target, open, undecided), supportEnds, now);
        }
        store.put(rows);
        changed.forEach(Runnable::run);
        store.supportEnds(subjectId, supportEnds);
        backlog.done(subjectId, waiting);
        decided.inc(why.size());
        deciding.observe((System.nanoTime() - start) / 1e9);
    }

    /** What a decision is made from. */
    private record Facts(Evaluator evaluator, Target target, FactSource facts, Parameters parameters, Instant now) {

        Verdict decide(Requirement requirement) {
            return evaluator.evaluate(target, requirement, facts, parameters, now);
        }
    }

    /**
     * Whether each guide is about the series, before anything of it is decided: those that are not are taken out of what is
     * asked, all of those that are again has to be decided.
     */
    private Map<String, Verdict> scope(
            Series series, SequencedMap<String, List<Requirement>> asked, Facts from, Map<RequirementId, Change> why) {
        Map<String, Verdict> scope = new HashMap<>();
        Set<String> before = guides.outOfScope(series.id());
        for (String id : List.copyOf(asked.keySet())) {
            Requirement covers =
                    from.evaluator().catalogue().framework(id).orElseThrow().covers();
            if (covers == null) {
                continue;
            }
            Verdict verdict = from.decide(covers);
            scope.put(id, verdict);
            List<Requirement> all = Objects.requireNonNull(asked.get(id));
            if (verdict.proof().rule().truth() == Truth.FALSE) {
                guides.scope(series.id(), id, false, verdict.changesAt());
                asked.remove(id);
                all.forEach(requirement -> why.remove(requirement.id()));
            } else if (before.contains(id)) {
                guides.scope(series.id(), id, true, null);
                Change again = new Change(ids(Map.of(id, all)), IN_SCOPE, from.now());
                again.requirements().forEach(requirement -> why.putIfAbsent(requirement, again));
            }
        }
        // What is followed no longer is not out of scope either.
        before.stream().filter(id -> !scope.containsKey(id)).forEach(id -> guides.scope(series.id(), id, true, null));
        return scope;
    }

    private static Set<RequirementId> ids(Map<String, List<Requirement>> asked) {
        return asked.values().stream()
                .flatMap(List::stream)
                .map(Requirement::id)
                .collect(Collectors.toSet());
    }

    private Target target(UUID subjectId, @Nullable Series series) {
        if (series != null) {
            return products.target(series);
        }
        if (!products.isOrganisation(subjectId)) {
            throw new IllegalStateException("there is no series " + subjectId);
        }
        return products.organisationTarget();
    }

    /** Each requirement that has to be decided, with the latest of its causes. */
    private static Map<RequirementId, Change> why(
            Map<RequirementId, VerdictStore.Before> before,
            List<BacklogStore.Waiting> waiting,
            @Nullable Change change,
            Instant now) {
        Map<RequirementId, Change> why = new TreeMap<>();
        before.forEach((id, verdict) -> {
            Instant changesAt = verdict.changesAt();
            if (changesAt != null && !changesAt.isAfter(now)) {
                why.put(id, new Change(Set.of(id), EXPIRED, changesAt));
            }
        });
        waiting.forEach(w -> add(w.change(), why));
        if (change != null) {
            add(change, why);
        }
        return why;
    }

    private static void add(Change change, Map<RequirementId, Change> why) {
        change.requirements()
                .forEach(id ->
                        why.merge(id, change, (known, other) -> other.at().isBefore(known.at()) ? known : other));
    }

    private void changed(VerdictStore.Row row, @Nullable VerdictState from, Change change) {
        StoredVerdict verdict = row.verdict();
        VerdictState towards = verdict.towards();
        TreeMap<String, Object> body = new TreeMap<>();
        long id = store.changed(verdict, from, change);
        body.put("id", id);
        body.put("series", verdict.seriesId().toString());
        body.put("requirement", verdict.requirement().toString());
        body.put("state", verdict.state().code());
        body.put("towards", towards == null ? "" : towards.code());
        body.put("decidedAt", verdict.decidedAt().toString());
        body.put("cause", change.cause().key());
        body.put("causedAt", change.at().toString());
        body.put("proof", row.proof());
        outbox.append("verdict/1", verdict.seriesId(), body);
        if (from != null && from != verdict.state()) {
            events.publishEvent(
                    new VerdictTurned(id, verdict.seriesId(), verdict.requirement(), from, verdict.state()));
        }
    }

    /** What the maker stated last. */
    private static @Nullable LocalDate supportEnds(Target target, FactSource facts) {
        return target.layers().stream()
                .flatMap(layer -> facts.facts(layer.subject(), SUPPORT_ENDS).stream())
                .max(Comparator.comparing(Fact::observedAt))
                .map(Fact::value)
                .map(value -> value instanceof Value.Day(LocalDate day) ? day : null)
                .orElse(null);
    }
}
