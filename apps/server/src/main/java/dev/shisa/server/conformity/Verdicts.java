package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.NextQuestions;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofJson;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.EditionChanged;
import dev.shisa.server.catalogue.ParametersChanged;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.DesignatedReleaseChanged;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.GuidesChosen;
import dev.shisa.server.product.ImpactSigned;
import dev.shisa.server.product.ItemRenamed;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesCreated;
import dev.shisa.server.product.SeriesStanding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The verdicts of all series and of the organisation, for the guides that each follows ({@link Guides}). A change of a few series decides them in its own transaction. One that concerns more (an
 * answer about the organisation, a parameter, an edition) writes in its transaction that they wait; they are decided right
 * after it, in the background, and each at the latest when somebody reads it. Lists over many series say which of them
 * wait. Each change of a state is a line of the history and an entry for the ledger.
 */
@Component
public class Verdicts {

    /** Deciding a series takes some milliseconds; a person who answers does not wait for more of them. */
    static final int AT_ONCE_MAX = 20;

    /** Series of which more than a line is looked up at once. */
    private static final int BATCH_MAX = 100;

    /** The states that leave something to do. */
    private static final Set<VerdictState> OPEN = Arrays.stream(VerdictState.values())
            .filter(state -> !state.isGreen())
            .collect(Collectors.toUnmodifiableSet());

    private static final Cause SCOPE_ENDED = Cause.of("fact.expired");

    static final Cause EDITION_CHANGED = Cause.of("edition.changed");

    private final VerdictStore store;
    private final BacklogStore backlog;
    private final BacklogSignal signal;
    private final Decider decider;
    private final Catalogues catalogues;
    private final Products products;
    private final Guides guides;
    private final NotAdopted notAdopted;
    private final Reopenings reopenings;
    private final Audit audit;
    private final TransactionTemplate transaction;

    Verdicts(
            VerdictStore store,
            BacklogStore backlog,
            BacklogSignal signal,
            Decider decider,
            Catalogues catalogues,
            Products products,
            Guides guides,
            NotAdopted notAdopted,
            Reopenings reopenings,
            Audit audit,
            TransactionTemplate transaction,
            Metrics metrics) {
        this.store = store;
        this.backlog = backlog;
        this.signal = signal;
        this.decider = decider;
        this.catalogues = catalogues;
        this.products = products;
        this.guides = guides;
        this.notAdopted = notAdopted;
        this.reopenings = reopenings;
        this.audit = audit;
        this.transaction = transaction;
        metrics.stored(
                "shisa_verdicts_due",
                "Series that wait to be decided again",
                () -> backlog.size(Set.of(), decider.now()).waiting());
    }

    /** The verdicts of a series in one framework, in the framework's order. */
    public List<StoredVerdict> of(UUID seriesId, String framework) {
        settle(seriesId);
        Map<RequirementId, StoredVerdict> byId =
                store.of(seriesId).stream().collect(Collectors.toMap(StoredVerdict::requirement, v -> v));
        return catalogues.current().framework(framework).map(Framework::requirements).orElse(List.of()).stream()
                .flatMap(r -> Optional.ofNullable(byId.get(r.id())).stream())
                .toList();
    }

    /** The verdicts of a series, or of the organisation, in all frameworks. */
    List<StoredVerdict> of(UUID subjectId) {
        settle(subjectId);
        return store.of(subjectId);
    }

    /** The states of all requirements that are decided for a series, or for the organisation. */
    public Map<RequirementId, VerdictState> states(UUID subjectId) {
        settle(subjectId);
        Map<RequirementId, VerdictState> states = new TreeMap<>();
        store.before(subjectId).forEach((id, verdict) -> states.put(id, verdict.state()));
        return states;
    }

    public Optional<StoredVerdict> of(UUID seriesId, RequirementId requirement) {
        settle(seriesId);
        return store.one(seriesId, requirement);
    }

    /** A verdict with its proof as it is stored. */
    Optional<VerdictStore.Proven> proven(UUID subjectId, RequirementId requirement) {
        settle(subjectId);
        return store.proven(subjectId, requirement);
    }

    public Optional<Proof> proof(UUID seriesId, RequirementId requirement) {
        settle(seriesId);
        return store.proof(seriesId, requirement).map(ProofJson::read);
    }

    /** All proofs of a series in one framework. */
    public Map<RequirementId, Proof> proofs(UUID seriesId, String framework) {
        settle(seriesId);
        Map<RequirementId, Proof> proofs = new HashMap<>();
        store.proofs(seriesId, framework).forEach((id, json) -> proofs.put(id, ProofJson.read(json)));
        return proofs;
    }

    /** The newest changes first. */
    public List<VerdictChange> history(UUID seriesId, RequirementId requirement, int most) {
        settle(seriesId);
        return store.history(seriesId, requirement, most);
    }

    /** The latest changes of one series in one guide, the newest first. */
    public List<VerdictChange> latest(UUID seriesId, String framework, int most) {
        return store.latest(new VerdictStore.Subjects(Set.of(seriesId), Set.of()), framework, most);
    }

    /** The latest changes of these series that are not archived, the newest first; of all, if none is named. */
    List<VerdictChange> latest(Collection<UUID> series, int most) {
        return store.latest(present(series), null, most);
    }

    /** Those of these series that are not archived; of all, if none is named. */
    private VerdictStore.Subjects present(Collection<UUID> series) {
        return new VerdictStore.Subjects(
                series,
                Stream.concat(products.archived().stream(), products.organisationId().stream())
                        .collect(Collectors.toSet()));
    }

    /** What lists show of many series, by guide in the catalogue's order; those that wait to be decided again say so. */
    public Map<UUID, List<Standing>> standings(Collection<UUID> series) {
        List<String> order =
                catalogues.current().frameworks().stream().map(Framework::id).toList();
        Map<UUID, Map<RequirementId, NotAdopted.Decision>> against = notAdopted.of(series);
        Map<UUID, List<Standing>> standings = new HashMap<>();
        store.standings(series, decider.now())
                .forEach((id, byFramework) -> standings.put(
                        id,
                        order.stream()
                                .flatMap(framework -> Optional.ofNullable(byFramework.get(framework)).stream())
                                .toList()));
        List<UUID> deciding = List.copyOf(against.keySet());
        for (int from = 0; from < deciding.size(); from += BATCH_MAX) {
            List<UUID> some = deciding.subList(from, Math.min(deciding.size(), from + BATCH_MAX));
            Map<UUID, Map<String, List<NextQuestion>>> next = store.next(some);
            Map<UUID, Set<RequirementId>> open = store.inStates(some, OPEN).stream()
                    .collect(Collectors.groupingBy(
                            OpenVerdict::seriesId, Collectors.mapping(OpenVerdict::requirement, Collectors.toSet())));
            some.forEach(id -> standings.computeIfPresent(
                    id,
                    (_, all) -> all.stream()
                            .map(standing -> without(
                                    standing,
                                    against.getOrDefault(id, Map.of()).keySet(),
                                    open.getOrDefault(id, Set.of()),
                                    next.getOrDefault(id, Map.of()).getOrDefault(standing.framework(), List.of())))
                            .toList()));
        }
        return standings;
    }

    /** A standing without what the maker has decided against, which nobody is asked for. */
    private static Standing without(
            Standing standing, Set<RequirementId> against, Set<RequirementId> open, List<NextQuestion> next) {
        Set<RequirementId> here = against.stream()
                .filter(id -> id.framework().equals(standing.framework()))
                .collect(Collectors.toSet());
        if (here.isEmpty()) {
            return standing;
        }
        return new Standing(
                standing.seriesId(),
                standing.framework(),
                standing.counts(),
                (int) here.stream().filter(open::contains).count(),
                NextInShort.of(without(next, here)),
                standing.supportEnds(),
                standing.waiting());
    }

    private static List<NextQuestion> without(List<NextQuestion> questions, Set<RequirementId> against) {
        return questions.stream()
                .filter(question -> !against.containsAll(question.touches()))
                .toList();
    }

    /** How many of these series that are not archived have something open; of all, if none is named. */
    int open(Collection<UUID> series) {
        return store.open(present(series));
    }

    /** Those of them behind one, in the order of their ids. */
    List<UUID> open(Collection<UUID> series, UUID after, int most) {
        return store.open(present(series), after, most);
    }

    /** Those of them in which something fails or must be looked at again, in the order of their ids. */
    List<UUID> pressing(Collection<UUID> series, int most) {
        return store.pressing(present(series), LocalDate.ofInstant(decider.now(), Ui.ZONE), most);
    }

    /** Those of these series that were judged by a guide, behind one of them, in the order of their ids. */
    List<UUID> judged(Collection<UUID> series, String framework, @Nullable UUID after, int most) {
        return store.judged(present(series), framework, after, most);
    }

    /** The places of all series in an order of lists. */
    Map<UUID, Long> places(SeriesStanding.Order by) {
        List<String> frameworks =
                catalogues.current().frameworks().stream().map(Framework::id).toList();
        return switch (by) {
            case SETTLED -> store.settled(frameworks);
            case NEXT -> store.nextSteps(frameworks);
            case SUPPORT -> store.supportEnds(frameworks);
        };
    }

    /** The standings of one series, or of the organisation, by guide in the catalogue's order. */
    public List<Standing> standings(UUID subjectId) {
        settle(subjectId);
        return standings(List.of(subjectId)).getOrDefault(subjectId, List.of());
    }

    public Standing standing(UUID subjectId, String framework) {
        return standings(subjectId).stream()
                .filter(standing -> standing.framework().equals(framework))
                .findFirst()
                .orElse(Standing.none(subjectId, framework));
    }

    /**
     * What to ask next, the most deciding first; the first few hundred of each guide.
     *
     * @param about a guide or one requirement, as {@link Asking} reads it, of the series or of the organisation; empty: all
     *     that the series follows
     */
    public List<NextQuestion> next(UUID seriesId, String about) {
        if (about.isEmpty()) {
            return next(List.of(seriesId));
        }
        Asking asking = Asking.parse(about, catalogues.current());
        return withOrganisation(seriesId).stream()
                .filter(question -> question.touches().stream().anyMatch(asking::names))
                .toList();
    }

    /** What to ask next of a series and of the company behind it, of all guides that either follows. */
    public List<NextQuestion> withOrganisation(UUID seriesId) {
        return next(List.of(seriesId, products.organisation().id()));
    }

    private List<NextQuestion> next(List<UUID> subjects) {
        List<List<NextQuestion>> lists = new ArrayList<>();
        for (UUID subjectId : subjects) {
            settle(subjectId);
            Map<String, List<NextQuestion>> byFramework =
                    store.next(List.of(subjectId)).getOrDefault(subjectId, Map.of());
            Set<RequirementId> against = notAdopted.of(subjectId).keySet();
            catalogues
                    .current()
                    .frameworks()
                    .forEach(framework -> Optional.ofNullable(byFramework.get(framework.id()))
                            .map(questions -> without(questions, against))
                            .ifPresent(lists::add));
        }
        return NextQuestions.together(catalogues.current(), lists);
    }

    /** The verdicts in one of these states that nobody decided against, of each series in the catalogue's order. */
    Map<UUID, List<OpenVerdict>> inStates(Collection<UUID> series, Set<VerdictState> states) {
        Map<RequirementId, Integer> order = new HashMap<>();
        catalogues.current().requirements().forEach(requirement -> order.put(requirement.id(), order.size()));
        Map<UUID, Map<RequirementId, NotAdopted.Decision>> against = notAdopted.of(series);
        return store.inStates(series, states).stream()
                .filter(v -> !against.getOrDefault(v.seriesId(), Map.of()).containsKey(v.requirement()))
                .filter(v -> order.containsKey(v.requirement()))
                .sorted(Comparator.comparing(v -> order.getOrDefault(v.requirement(), Integer.MAX_VALUE)))
                .collect(Collectors.groupingBy(OpenVerdict::seriesId));
    }

    /**
     * A verdict without its grounds.
     *
     * @param contradictions the facts that cannot all be so, for which it has to be rechecked
     */
    record OpenVerdict(
            UUID seriesId, RequirementId requirement, VerdictState state, List<Ground.Point> contradictions) {

        OpenVerdict {
            contradictions = List.copyOf(contradictions);
        }
    }

    /**
     * Decides first what waits for this series, so that nobody sees a verdict that a later change or an expiry has
     * overtaken. Every reading of one series does it.
     */
    public void settle(UUID seriesId) {
        if (backlog.waits(seriesId, decider.now())) {
            transaction.executeWithoutResult(status -> {
                products.lock(seriesId);
                decider.decide(seriesId, null);
            });
        }
    }

    /** How many of these series wait to be decided again; of all, if none is named. */
    public Backlog backlog(Collection<UUID> only) {
        return backlog.size(only, decider.now());
    }

    /**
     * Somebody compared what a requirement asks now with what it asked when it was decided, and says that it still fits.
     *
     * @param seen when the change that was looked at came into force
     * @throws Problem 409 if that one does not wait
     */
    void review(UUID subjectId, RequirementId id, Instant seen, String reason, Person person) {
        transaction.executeWithoutResult(status -> {
            products.lock(subjectId);
            Instant now = decider.now();
            if (!reopenings.review(subjectId, id, seen, reason, person, now)) {
                throw new Problem(409, "requirement.reviewed", id.number());
            }
            audit.record(person, "requirement.review", id.toString(), Map.of("reason", reason));
            decider.decide(subjectId, new Change(Set.of(id), Cause.of("edition.reviewed", person.name()), now));
        });
    }

    @EventListener
    void on(FactsChanged event) {
        Catalogue catalogue = catalogues.current();
        Set<UUID> dated = new HashSet<>();
        Map<UUID, Set<RequirementId>> touched = new TreeMap<>();
        event.slots().forEach(change -> {
            Set<RequirementId> readers =
                    catalogue.requirementsDependingOn(change.slot().key());
            boolean dates = change.slot().equals(Decider.SUPPORT_ENDS);
            if (!readers.isEmpty() || dates) {
                for (Series reader : products.reading(change.subject())) {
                    touched.computeIfAbsent(reader.id(), id -> new TreeSet<>()).addAll(readers);
                    if (dates) {
                        dated.add(reader.id());
                    }
                }
            }
            if (!readers.isEmpty() && products.isOrganisation(change.subject().id())) {
                touched.computeIfAbsent(change.subject().id(), id -> new TreeSet<>())
                        .addAll(readers);
            }
        });
        // Also of a guide that is not about the series: the change may bring it into scope.
        Map<UUID, Set<RequirementId>> asked = new TreeMap<>(guides.chosen(touched));
        dated.forEach(id -> asked.putIfAbsent(id, Set.of()));
        changed(asked, new Cause(event.cause(), event.causeArgs()));
    }

    /** Who chose holds the lock already, and waits for no more than this one. */
    @EventListener
    void on(GuidesChosen event) {
        Set<RequirementId> asked =
                guides.chosen(event.subjectId()).stream().map(Requirement::id).collect(Collectors.toSet());
        decider.decide(event.subjectId(), new Change(asked, Cause.of("guides.chosen"), decider.now()));
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
    void on(ItemRenamed event) {
        all(event.series().id(), Cause.of("item.renamed", event.name()));
    }

    @EventListener
    void on(ImpactSigned event) {
        all(event.seriesId(), Cause.of("impact.signed"));
    }

    @EventListener
    void on(ParametersChanged event) {
        Set<RequirementId> users = catalogues.current().requirementsUsing(event.parameter());
        if (!users.isEmpty()) {
            changed(guides.asked(everybody(users)), Cause.of("parameter.changed", event.parameter()));
        }
    }

    @EventListener
    void on(EditionChanged event) {
        reopenings.look(catalogues.current(), decider.now());
        changed(everybody(event.requirements()), EDITION_CHANGED);
    }

    /** Lets all series wait that were decided by another edition than the one in force: after an upgrade. */
    public void catchUp() {
        transaction.executeWithoutResult(status -> {
            Catalogue catalogue = catalogues.current();
            reopenings.look(catalogue, decider.now());
            Set<RequirementId> all = requirements(catalogue);
            List<UUID> behind = backlog.ofOtherEditions(catalogue.edition(), all, EDITION_CHANGED);
            if (!behind.isEmpty()) {
                later(new Change(all, EDITION_CHANGED, decider.now()), behind);
            }
        });
    }

    /**
     * Decides what waits, in the order of the series' ids, each series in a transaction of its own. A series that somebody
     * else has in hand is left out: whoever has it decides it, or the next round does.
     *
     * @param goesOn asked before each series
     * @return how many series were decided
     * @throws IllegalStateException when some could not be decided; all others are. Who reads one of them meets the same
     *     failure, and never its old verdicts
     */
    public int decideWaiting(BooleanSupplier goesOn) {
        List<UUID> ended = guides.scopeEnded(decider.now());
        if (!ended.isEmpty()) {
            transaction.executeWithoutResult(
                    status -> later(new Change(requirements(catalogues.current()), SCOPE_ENDED, decider.now()), ended));
        }
        int decided = 0;
        SequencedMap<UUID, RuntimeException> failed = new LinkedHashMap<>();
        UUID last = null;
        List<UUID> some;
        do {
            some = backlog.next(last, decider.now(), BATCH_MAX);
            for (UUID seriesId : some) {
                if (!goesOn.getAsBoolean()) {
                    return decided;
                }
                try {
                    decided += decideIfFree(seriesId) ? 1 : 0;
                } catch (RuntimeException e) {
                    failed.put(seriesId, e);
                }
                last = seriesId;
            }
        } while (some.size() == BATCH_MAX);
        backlog.tidy();
        if (!failed.isEmpty()) {
            Map.Entry<UUID, RuntimeException> first = failed.firstEntry();
            throw new IllegalStateException(
                    failed.size() + " series could not be decided again, the first of them " + first.getKey(),
                    first.getValue());
        }
        return decided;
    }

    private boolean decideIfFree(UUID seriesId) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean free = products.tryLock(seriesId);
            if (free) {
                decider.decide(seriesId, null);
            }
            return free;
        }));
    }

    /** Every series, and the organisation if it follows any guide. */
    private Map<UUID, Set<RequirementId>> everybody(Set<RequirementId> requirements) {
        Map<UUID, Set<RequirementId>> all = new HashMap<>();
        products.every().forEach(series -> all.put(series.id(), requirements));
        guides.organisation().ifPresent(id -> all.put(id, requirements));
        return all;
    }

    private static Set<RequirementId> requirements(Catalogue catalogue) {
        return catalogue.requirements().stream().map(Requirement::id).collect(Collectors.toSet());
    }

    private void all(UUID seriesId, Cause cause) {
        changed(Map.of(seriesId, requirements(catalogues.current())), cause);
    }

    /**
     * A change of one series, or of a few, is decided in its own transaction; of more, they wait. Only for a single series
     * does it wait itself: who holds some locks and waits for others may wait in a ring.
     */
    private void changed(Map<UUID, Set<RequirementId>> touched, Cause cause) {
        Instant at = decider.now();
        Map<Set<RequirementId>, List<UUID>> later = new HashMap<>();
        touched.forEach((seriesId, requirements) -> {
            boolean now = touched.size() <= AT_ONCE_MAX;
            if (now && touched.size() == 1) {
                products.lock(seriesId);
            } else if (now) {
                now = products.tryLock(seriesId);
            }
            if (now) {
                decider.decide(seriesId, new Change(requirements, cause, at));
            } else {
                later.computeIfAbsent(requirements, r -> new ArrayList<>()).add(seriesId);
            }
        });
        later.forEach((requirements, series) -> later(new Change(requirements, cause, at), series));
    }

    private void later(Change change, List<UUID> series) {
        backlog.add(change, series);
        signal.giveAfterCommit();
    }
}
