package dev.shisa.conformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All verdicts of some targets, kept up to date in memory as facts come and time passes.
 *
 * <p>A new fact bears on few verdicts: those of the requirements that read its key, or that a contradiction touches which
 * begins, ends or changes by it, for the targets that have its subject among their layers. Time bears on those whose
 * {@link Verdict#changesAt} has come. Each act decides just these again, and returns the verdicts that now say something
 * else, or the same for other reasons. The tests hold it against deciding everything from scratch. Not safe for several
 * threads.
 */
public final class Assessment {

    private record Place(Subject subject, Slot slot) {

        static Place of(Fact fact) {
            return new Place(fact.subject(), fact.slot());
        }
    }

    private record Pair(String target, RequirementId requirement) {}

    private final Evaluator evaluator;
    private final Map<UUID, Fact> facts = new HashMap<>();
    private final Map<Place, List<Fact>> places = new HashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<Subject, Set<String>> targetsOf = new HashMap<>();
    private final Map<String, Clashes> clashes = new HashMap<>();
    private final Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
    private final NavigableMap<Instant, Set<Pair>> changes = new TreeMap<>();
    private Parameters parameters;
    private Instant now;

    public Assessment(Evaluator evaluator, Parameters parameters, Instant now) {
        this.evaluator = evaluator;
        this.parameters = parameters;
        this.now = now;
    }

    /** Adds a target, or replaces the one with its id. */
    public List<Verdict> put(Target target) {
        Target old = targets.put(target.id(), target);
        if (old != null) {
            old.layers().forEach(layer -> targetsAt(layer.subject()).remove(target.id()));
        }
        target.layers().forEach(layer -> targetsAt(layer.subject()).add(target.id()));
        clashes.put(target.id(), new Clashes(evaluator.catalogue(), target));
        return decide(evaluator.catalogue().requirements().stream()
                .map(requirement -> new Pair(target.id(), requirement.id()))
                .toList());
    }

    /**
     * Adds a fact; one that is there already, with the same content, changes nothing.
     *
     * @throws IllegalArgumentException if another fact with its id is there
     */
    public List<Verdict> add(Fact fact) {
        Fact known = facts.putIfAbsent(fact.id(), fact);
        if (known != null && !known.equals(fact)) {
            throw new IllegalArgumentException("fact " + fact.id() + " is there with other content");
        }
        return known != null ? List.of() : changed(fact);
    }

    /** Takes a fact out; one that is not there changes nothing. */
    public List<Verdict> withdraw(UUID id) {
        Fact fact = facts.remove(id);
        if (fact == null) {
            return List.of();
        }
        places.computeIfPresent(Place.of(fact), (_, here) -> without(here, id));
        return decideReaders(fact);
    }

    /**
     * Marks a fact as confirmed.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public List<Verdict> confirm(UUID id, Confirmation confirmation) {
        Fact confirmed = facts.computeIfPresent(id, (_, fact) -> fact.confirmed(confirmation));
        if (confirmed == null) {
            throw new IllegalArgumentException("there is no fact " + id);
        }
        return changed(confirmed);
    }

    /** Replaces the parameters, and decides what uses one that changed. */
    public List<Verdict> parameters(Parameters entered) {
        Parameters old = parameters;
        parameters = entered;
        Set<RequirementId> users = new TreeSet<>();
        if (!old.edition().equals(entered.edition())) {
            evaluator.catalogue().requirements().forEach(r -> users.add(r.id()));
        } else {
            Stream.concat(old.values().keySet().stream(), entered.values().keySet().stream())
                    .filter(id -> !Objects.equals(
                            old.values().get(id), entered.values().get(id)))
                    .forEach(id -> users.addAll(evaluator.catalogue().requirementsUsing(id)));
        }
        return decide(pairs(targets.keySet(), users));
    }

    /**
     * Moves time forward.
     *
     * @throws IllegalArgumentException if the instant lies before the present one
     */
    public List<Verdict> advance(Instant instant) {
        if (instant.isBefore(now)) {
            throw new IllegalArgumentException(instant + " is before " + now);
        }
        now = instant;
        List<Pair> due = changes.headMap(instant, true).values().stream()
                .flatMap(Set::stream)
                .toList();
        return decide(due);
    }

    /** All present verdicts, by target and requirement in the order in which they came. */
    public List<Verdict> verdicts() {
        return List.copyOf(verdicts.values());
    }

    public Optional<Verdict> verdict(String target, RequirementId requirement) {
        return Optional.ofNullable(verdicts.get(new Pair(target, requirement)));
    }

    /** When the next verdict may change by itself. */
    public Optional<Instant> nextChange() {
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.firstKey());
    }

    private static List<Fact> without(List<Fact> facts, UUID id) {
        return facts.stream().filter(fact -> !fact.id().equals(id)).toList();
    }

    private Set<String> targetsAt(Subject subject) {
        return targetsOf.computeIfAbsent(subject, _ -> new LinkedHashSet<>());
    }

    private List<Fact> look(Subject subject, Slot slot) {
        return places.getOrDefault(new Place(subject, slot), List.of());
    }

    private List<Verdict> changed(Fact fact) {
        places.merge(
                Place.of(fact),
                List.of(fact),
                (here, one) -> Stream.concat(without(here, fact.id()).stream(), one.stream())
                        .toList());
        return decideReaders(fact);
    }

    private List<Verdict> decideReaders(Fact fact) {
        FactKey key = fact.slot().key();
        Set<RequirementId> reading = evaluator.catalogue().requirementsReading(key);
        List<Pair> pairs = new ArrayList<>();
        Map<String, Function<RequirementId, SlotReader>> readers = new HashMap<>();
        for (String target : targetsAt(fact.subject())) {
            Set<RequirementId> bears = new TreeSet<>(reading);
            bears.addAll(clashesOf(target).moves(key, readers.computeIfAbsent(target, this::readers)));
            bears.forEach(requirement -> pairs.add(new Pair(target, requirement)));
        }
        return decide(pairs, readers);
    }

    private Clashes clashesOf(String target) {
        return Objects.requireNonNull(clashes.get(target));
    }

    private Function<RequirementId, SlotReader> readers(String target) {
        return evaluator.readers(Objects.requireNonNull(targets.get(target)), this::look, parameters, now);
    }

    private static List<Pair> pairs(Collection<String> targets, Collection<RequirementId> requirements) {
        return targets.stream()
                .flatMap(target -> requirements.stream().map(requirement -> new Pair(target, requirement)))
                .toList();
    }

    private List<Verdict> decide(List<Pair> pairs) {
        return decide(pairs, new HashMap<>());
    }

    private List<Verdict> decide(List<Pair> pairs, Map<String, Function<RequirementId, SlotReader>> readers) {
        List<Verdict> changed = new ArrayList<>();
        for (Pair pair : pairs) {
            Target target = Objects.requireNonNull(targets.get(pair.target()));
            Requirement requirement =
                    evaluator.catalogue().requirement(pair.requirement()).orElseThrow();
            Verdict verdict = evaluator.evaluate(
                    target,
                    requirement,
                    readers.computeIfAbsent(target.id(), this::readers),
                    clashesOf(target.id()),
                    parameters,
                    now);
            Verdict old = verdicts.put(pair, verdict);
            if (old != null) {
                unschedule(pair, old);
            }
            schedule(pair, verdict);
            if (old == null || !old.saysTheSameAs(verdict)) {
                changed.add(verdict);
            }
        }
        return changed;
    }

    private void schedule(Pair pair, Verdict verdict) {
        Instant at = verdict.changesAt();
        if (at != null) {
            changes.computeIfAbsent(at, _ -> new LinkedHashSet<>()).add(pair);
        }
    }

    private void unschedule(Pair pair, Verdict verdict) {
        Instant at = verdict.changesAt();
        Set<Pair> then = at == null ? null : changes.get(at);
        if (at != null && then != null) {
            then.remove(pair);
            if (then.isEmpty()) {
                changes.remove(at);
            }
        }
    }
}
