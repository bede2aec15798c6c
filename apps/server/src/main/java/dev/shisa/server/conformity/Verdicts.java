package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.NextQuestions;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofJson;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.EditionChanged;
import dev.shisa.server.catalogue.ParametersChanged;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.product.DesignatedReleaseChanged;
import dev.shisa.server.product.ImpactSigned;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesCreated;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The verdicts of all series. They are decided again in the transaction of whatever changed them, and when a fact
 * expires; each change of a state is a line of the history and an entry for the ledger.
 */
@Component
public class Verdicts {

    /** Expired verdicts that one round decides; the next round follows at once when there are more. */
    private static final int DUE_MAX = 500;

    /** The one fact that lists show although no requirement reads it. */
    private static final Slot SUPPORT_ENDS = Slot.of("support.ends");

    private final VerdictStore store;
    private final Catalogues catalogues;
    private final Products products;
    private final EvidenceLog evidence;
    private final LedgerOutbox outbox;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Counter decided;
    private final Histogram deciding;

    Verdicts(
            VerdictStore store,
            Catalogues catalogues,
            Products products,
            EvidenceLog evidence,
            LedgerOutbox outbox,
            TransactionTemplate transaction,
            InstantSource clock,
            Metrics metrics) {
        this.store = store;
        this.catalogues = catalogues;
        this.products = products;
        this.evidence = evidence;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
        decided = metrics.counter("shisa_verdicts_decided_total", "Verdicts decided, again or for the first time");
        deciding = metrics.durations(
                "shisa_verdict_decision_duration_seconds", "Time to decide the verdicts of one series");
        metrics.stored(
                "shisa_verdicts_due",
                "Verdicts whose facts have expired and that wait to be decided again",
                () -> store.countDue(clock.instant()));
    }

    /** The verdicts of a series in one framework, in the framework's order. */
    public List<StoredVerdict> of(UUID seriesId, String framework) {
        Map<RequirementId, StoredVerdict> byId =
                store.of(seriesId).stream().collect(Collectors.toMap(StoredVerdict::requirement, v -> v));
        return catalogues.current().framework(framework).map(Framework::requirements).orElse(List.of()).stream()
                .flatMap(r -> Optional.ofNullable(byId.get(r.id())).stream())
                .toList();
    }

    public Optional<StoredVerdict> of(UUID seriesId, RequirementId requirement) {
        return store.one(seriesId, requirement);
    }

    public Optional<Proof> proof(UUID seriesId, RequirementId requirement) {
        return store.proof(seriesId, requirement).map(ProofJson::read);
    }

    /** The newest changes first. */
    public List<VerdictChange> history(UUID seriesId, RequirementId requirement, int most) {
        return store.history(seriesId, requirement, most);
    }

    public List<VerdictChange> latest(Collection<UUID> series, int most) {
        return store.latest(series, most);
    }

    public Map<UUID, Standing> standings(Collection<UUID> series, String framework) {
        return store.standings(series, framework);
    }

    public Standing standing(UUID seriesId, String framework) {
        return standings(List.of(seriesId), framework)
                .getOrDefault(seriesId, new Standing(seriesId, Map.of(), NextInShort.NOTHING, null));
    }

    /** What to ask next of a series, the most deciding first; the first few dozen. */
    public List<NextQuestion> next(UUID seriesId, String framework) {
        return store.next(seriesId, framework);
    }

    /** The verdicts in one of these states, of each series in the framework's order. */
    Map<UUID, List<OpenVerdict>> inStates(Collection<UUID> series, String framework, Set<VerdictState> states) {
        List<RequirementId> order =
                catalogues.current().framework(framework).map(Framework::requirements).orElse(List.of()).stream()
                        .map(Requirement::id)
                        .toList();
        return store.inStates(series, framework, states).stream()
                .filter(v -> order.contains(v.requirement()))
                .sorted(Comparator.comparingInt(v -> order.indexOf(v.requirement())))
                .collect(Collectors.groupingBy(OpenVerdict::seriesId));
    }

    /** A verdict without its grounds. */
    record OpenVerdict(UUID seriesId, RequirementId requirement, VerdictState state) {}

    @EventListener
    void on(FactsChanged event) {
        Catalogue catalogue = catalogues.current();
        Map<UUID, Set<RequirementId>> touched = new TreeMap<>();
        Map<UUID, Series> series = new HashMap<>();
        event.slots().forEach(change -> {
            Set<RequirementId> readers =
                    catalogue.requirementsReading(change.slot().key());
            if (!readers.isEmpty() || change.slot().equals(SUPPORT_ENDS)) {
                for (Series reader : products.reading(change.subject())) {
                    series.put(reader.id(), reader);
                    touched.computeIfAbsent(reader.id(), id -> new TreeSet<>()).addAll(readers);
                }
            }
        });
        Cause cause = new Cause(event.cause(), event.causeArgs());
        // In the order of their ids, so that two transactions never wait for each other in a ring.
        touched.forEach((id, requirements) -> decide(Objects.requireNonNull(series.get(id)), requirements, cause));
    }

    @EventListener
    void on(SeriesCreated event) {
        all(event.seriesId(), Cause.of("series.created"));
    }

    @EventListener
    void on(DesignatedReleaseChanged event) {
        all(event.seriesId(), Cause.of("release.designated"));
    }

    @EventListener
    void on(ImpactSigned event) {
        all(event.seriesId(), Cause.of("impact.signed"));
    }

    @EventListener
    void on(ParametersChanged event) {
        Set<RequirementId> users = catalogues.current().requirementsUsing(event.parameter());
        if (!users.isEmpty()) {
            inOrder().forEach(series -> decide(series, users, Cause.of("parameter.changed", event.parameter())));
        }
    }

    @EventListener
    void on(EditionChanged event) {
        inOrder().forEach(series -> {
            // A requirement that the edition no longer has leaves the board; its history stays.
            store.of(series.id()).stream()
                    .map(StoredVerdict::requirement)
                    .filter(id -> catalogues.current().requirement(id).isEmpty())
                    .forEach(id -> store.forget(series.id(), id));
            decide(series, event.requirements(), Cause.of("edition.changed"));
        });
    }

    /** Decides again what rests on a fact that has expired; every fifteen seconds. */
    @Scheduled(fixedDelay = 15_000, initialDelay = 5_000)
    public void expire() {
        List<VerdictStore.Due> due;
        do {
            due = store.due(clock.instant(), DUE_MAX);
            Map<UUID, Set<RequirementId>> bySeries = new TreeMap<>();
            due.forEach(d -> bySeries.computeIfAbsent(d.seriesId(), id -> new TreeSet<>())
                    .add(d.requirement()));
            bySeries.forEach((id, requirements) -> transaction.executeWithoutResult(status ->
                    products.byId(id).ifPresent(series -> decide(series, requirements, Cause.of("fact.expired")))));
        } while (due.size() == DUE_MAX);
    }

    /** Decides everything again when the edition in force is not the one of the stored verdicts: after an upgrade. */
    public void catchUp() {
        transaction.executeWithoutResult(status -> {
            String edition = catalogues.current().edition();
            for (Series series : inOrder()) {
                Map<RequirementId, StoredVerdict> stored =
                        store.of(series.id()).stream().collect(Collectors.toMap(StoredVerdict::requirement, v -> v));
                Set<RequirementId> behind = catalogues.current().requirements().stream()
                        .map(Requirement::id)
                        .filter(id -> !Optional.ofNullable(stored.get(id))
                                .map(v -> v.edition().equals(edition))
                                .orElse(false))
                        .collect(Collectors.toCollection(TreeSet::new));
                if (!behind.isEmpty()) {
                    decide(series, behind, Cause.of("edition.changed"));
                }
            }
        });
    }

    private List<Series> inOrder() {
        return products.every().stream()
                .sorted(Comparator.comparing(Series::id))
                .toList();
    }

    private void all(UUID seriesId, Cause cause) {
        products.byId(seriesId)
                .ifPresent(series -> decide(
                        series,
                        catalogues.current().requirements().stream()
                                .map(Requirement::id)
                                .collect(Collectors.toSet()),
                        cause));
    }

    private void decide(Series series, Set<RequirementId> requirements, Cause cause) {
        long start = System.nanoTime();
        store.lock(series.id());
        Evaluator evaluator = catalogues.evaluator();
        Catalogue catalogue = evaluator.catalogue();
        Target target = products.target(series);
        FactSource facts = evidence.source(
                target.layers().stream().map(layer -> layer.subject()).toList());
        Parameters parameters = catalogues.parameters();
        Instant now = clock.instant();
        Map<RequirementId, StoredVerdict> before =
                store.of(series.id()).stream().collect(Collectors.toMap(StoredVerdict::requirement, v -> v));
        Map<RequirementId, VerdictState> states = new HashMap<>();
        before.forEach((id, verdict) -> states.put(id, verdict.state()));

        for (RequirementId id : requirements) {
            Requirement requirement = catalogue.requirement(id).orElse(null);
            if (requirement == null) {
                continue;
            }
            Verdict verdict = evaluator.evaluate(target, requirement, facts, parameters, now);
            StoredVerdict old = before.get(id);
            boolean changed = old == null || old.state() != verdict.state() || old.towards() != verdict.towards();
            StoredVerdict fresh = new StoredVerdict(
                    series.id(),
                    id,
                    series.designated(),
                    verdict.state(),
                    verdict.towards(),
                    catalogue.edition(),
                    now,
                    changed || old == null ? now : old.since(),
                    verdict.changesAt(),
                    Ground.of(verdict));
            String proof = ProofJson.write(verdict.proof());
            store.put(fresh, proof);
            states.put(id, verdict.state());
            if (changed) {
                TreeMap<String, Object> body = new TreeMap<>();
                body.put("id", store.changed(fresh, old == null ? null : old.state(), cause));
                body.put("series", series.id().toString());
                body.put("requirement", id.toString());
                body.put("state", verdict.state().code());
                body.put(
                        "towards",
                        verdict.towards() == null ? "" : verdict.towards().code());
                body.put("decidedAt", now.toString());
                body.put("cause", cause.key());
                body.put("proof", proof);
                outbox.append("verdict/1", series.id(), body);
            }
        }

        NextQuestions questions = new NextQuestions(evaluator);
        for (Framework framework : catalogue.frameworks()) {
            Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
            framework.requirements().forEach(r -> {
                VerdictState state = states.get(r.id());
                if (state != null) {
                    counts.merge(state, 1, Integer::sum);
                }
            });
            store.standing(
                    series.id(),
                    framework.id(),
                    counts,
                    questions.next(target, framework.requirements(), facts, parameters, now),
                    supportEnds(target, facts),
                    now);
        }
        decided.inc(requirements.size());
        deciding.observe((System.nanoTime() - start) / 1e9);
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
