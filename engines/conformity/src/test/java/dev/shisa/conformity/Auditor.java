package dev.shisa.conformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derives a verdict again from its proof alone, with its own reading of docs/concepts/verdicts.md: neither the CEL library nor any
 * deciding code of the engine is used, only the records that a proof is made of. Disagrees with an error that names the
 * node.
 */
final class Auditor {

    record Finding(
            VerdictState state,
            @Nullable VerdictState towards,
            @Nullable Instant changesAt) {}

    private record Pair(Truth truth, Truth proven) {}

    private final Proof proof;
    private final Map<UUID, Fact> facts = new HashMap<>();
    private final Map<String, Object> params = new HashMap<>();
    private boolean ofContradiction;
    private @Nullable Instant changesAt;

    private Auditor(Proof proof) {
        this.proof = proof;
        proof.facts().forEach(f -> facts.put(f.id(), f));
        proof.parameters().forEach(p -> {
            Value value = p.value();
            if (value != null) {
                params.put(p.id(), plain(value));
            }
        });
    }

    static Finding audit(Proof proof) {
        return new Auditor(proof).finding();
    }

    private Finding finding() {
        Finding trees = trees();
        boolean good = trees.state().isGreen() || trees.state() == VerdictState.EXPECTED;
        if (!good && !proof.contradictions().isEmpty()) {
            throw new AssertionError(trees.state() + " cannot be contradicted");
        }
        boolean contradicted = false;
        for (Proof.Held held : proof.contradictions()) {
            ofContradiction = true;
            insist(held.when(), node(held.when()).truth() == Truth.TRUE, "a contradiction that does not hold");
            ofContradiction = false;
            insist(held.when(), touches(held, trees) != held.named(), "a contradiction of other facts");
            insist(held.when(), !(held.named() && byRoute(trees)), "a route past it");
            insist(held.when(), settled(held) == held.settled(), "settled " + settled(held));
            contradicted |= !held.settled();
        }
        Reopened reopened = proof.reopened();
        boolean waits = good && (contradicted || (reopened != null && reopened.review() == null));
        return waits ? found(VerdictState.RECHECK, null) : found(trees.state(), trees.towards());
    }

    private static boolean byRoute(Finding trees) {
        VerdictState outcome = trees.towards() == null ? trees.state() : trees.towards();
        return outcome == VerdictState.EXEMPT || outcome == VerdictState.DEEMED;
    }

    /** Whether the verdict rests on a fact on which the contradiction rests. */
    private boolean touches(Proof.Held held, Finding trees) {
        VerdictState outcome = trees.towards() == null ? trees.state() : trees.towards();
        Set<Slot> relied = new HashSet<>();
        switch (outcome) {
            case EXEMPT, DEEMED ->
                proof.routes().stream()
                        .map(Proof.RouteProof::when)
                        .filter(when -> when.truth() == Truth.TRUE)
                        .forEach(when -> rests(when, relied));
            case NOT_APPLICABLE -> rests(Objects.requireNonNull(proof.applies()), relied);
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK -> {
                Stream.ofNullable(proof.applies()).forEach(applies -> rests(applies, relied));
                rests(proof.rule(), relied);
            }
        }
        Set<Slot> contradicting = new HashSet<>();
        rests(held.when(), contradicting);
        return contradicting.stream().anyMatch(relied::contains);
    }

    private static void rests(ProofNode node, Set<Slot> slots) {
        Reading reading = node.reading();
        boolean some = node.kind() == ProofNode.Kind.EVERY && node.truth() != Truth.TRUE;
        if (reading != null && !(some && !node.children().isEmpty())) {
            slots.add(reading.slot());
        }
        for (ProofNode child : node.children()) {
            boolean other = node.kind() == ProofNode.Kind.NOT
                    || (node.kind() == ProofNode.Kind.EACH && child.path().endsWith(".where"));
            boolean day = node.kind() == ProofNode.Kind.EARLIER;
            if (day || child.truth() == (other ? swap(node.truth()) : node.truth())) {
                rests(child, slots);
            }
        }
    }

    /** Judged so by two people, after each fact of the contradiction had been stated as it is. */
    private boolean settled(Proof.Held held) {
        Set<UUID> since = new HashSet<>();
        List<ProofNode> open = new ArrayList<>(List.of(held.when()));
        while (!open.isEmpty()) {
            ProofNode node = open.removeLast();
            open.addAll(node.children());
            Set<Slot> slots = new HashSet<>();
            rests(held.when(), slots);
            Reading reading = node.reading();
            if (reading != null && slots.contains(reading.slot())) {
                reading.used().stream()
                        .min(Comparator.comparing(id -> fact(id).recordedAt()))
                        .ifPresent(since::add);
            }
        }
        Pair both = reading(new ProofNode(
                "both", ProofNode.Kind.LEAF, null, "", null, Truth.UNKNOWN, Truth.UNKNOWN, List.of(), held.both()));
        return both.proven() == Truth.TRUE
                && !since.isEmpty()
                && held.both().used().stream()
                        .map(this::fact)
                        .anyMatch(judgement -> judgement.confirmation() != null
                                && since.stream()
                                        .noneMatch(id -> fact(id).recordedAt().isAfter(judgement.recordedAt())));
    }

    private Fact fact(UUID id) {
        return Objects.requireNonNull(facts.get(id));
    }

    private Finding trees() {
        List<Pair> routes = proof.routes().stream().map(r -> node(r.when())).toList();
        ProofNode appliesNode = proof.applies();
        Pair applies = appliesNode == null ? new Pair(Truth.TRUE, Truth.TRUE) : node(appliesNode);
        Pair rule = node(proof.rule());
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).proven() == Truth.TRUE) {
                return found(proof.routes().get(i).verdict(), null);
            }
        }
        if (routes.stream().anyMatch(r -> r.truth() == Truth.STALE || r.truth() == Truth.CONFLICT)) {
            return found(VerdictState.RECHECK, null);
        }
        if (applies.proven() == Truth.FALSE) {
            return found(VerdictState.NOT_APPLICABLE, null);
        }
        if (applies.truth() == Truth.STALE || applies.truth() == Truth.CONFLICT) {
            return found(VerdictState.RECHECK, null);
        }
        if (applies.proven() == Truth.TRUE && rule.proven() == Truth.TRUE) {
            return found(VerdictState.MET, null);
        }
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).truth() == Truth.TRUE) {
                return found(VerdictState.EXPECTED, proof.routes().get(i).verdict());
            }
        }
        if (applies.truth() == Truth.FALSE) {
            return found(VerdictState.EXPECTED, VerdictState.NOT_APPLICABLE);
        }
        if (applies.truth() == Truth.UNKNOWN || rule.truth() == Truth.UNKNOWN) {
            return found(VerdictState.UNKNOWN, null);
        }
        if (rule.truth() == Truth.TRUE) {
            return found(VerdictState.EXPECTED, VerdictState.MET);
        }
        return found(rule.truth() == Truth.FALSE ? VerdictState.NOT_MET : VerdictState.RECHECK, null);
    }

    private Finding found(VerdictState state, @Nullable VerdictState towards) {
        return new Finding(state, towards, changesAt);
    }

    /** Derives the truths of a node from what is below it, and insists that the proof states the same. */
    private Pair node(ProofNode node) {
        List<Pair> below = node.children().stream().map(this::node).toList();
        Pair derived = switch (node.kind()) {
            case ALL -> both(below, Truth.FALSE, Truth.TRUE);
            case ANY -> both(below, Truth.TRUE, Truth.FALSE);
            case NOT -> not(below.getFirst());
            case EARLIER -> earlier(node, below);
            case EACH -> each(node, below);
            case EVERY -> {
                Pair list = reading(node);
                if (list.truth() != Truth.TRUE) {
                    yield list;
                }
                checkItems(node);
                Pair all = both(below, Truth.FALSE, Truth.TRUE);
                yield new Pair(all.truth(), list.proven() == Truth.TRUE ? all.proven() : Truth.UNKNOWN);
            }
            case LEAF -> reading(node);
        };
        insist(node, derived.truth() == node.truth(), "truth " + derived.truth());
        insist(node, derived.proven() == node.proven(), "proven " + derived.proven());
        return derived;
    }

    private static void checkItems(ProofNode every) {
        if (read(every).reason() == Reading.Reason.NOTHING_FOUND) {
            insist(every, every.children().isEmpty(), "no child for what was not found");
            return;
        }
        Value.Words items = (Value.Words) Objects.requireNonNull(read(every).value());
        List<String> decided = every.children().stream().map(ProofNode::about).toList();
        insist(every, List.copyOf(items.value()).equals(decided), "one child for each of " + items.value());
    }

    private static Pair each(ProofNode node, List<Pair> below) {
        if (!node.children().getFirst().path().endsWith(".where")) {
            return below.getFirst();
        }
        Pair notMeant = not(below.getFirst());
        if (below.size() == 1) {
            insist(node, notMeant.proven() == Truth.TRUE, "holds, as where is not proven false");
            return notMeant;
        }
        return both(List.of(notMeant, below.get(1)), Truth.TRUE, Truth.FALSE);
    }

    private static Pair earlier(ProofNode node, List<Pair> below) {
        Pair known = both(below, Truth.FALSE, Truth.TRUE);
        if (known.truth() != Truth.TRUE) {
            return known;
        }
        List<String> days = node.children().stream()
                .map(child -> Objects.requireNonNull(read(child).value()).canonical())
                .toList();
        Truth truth = days.getFirst().compareTo(days.getLast()) < 0 ? Truth.TRUE : Truth.FALSE;
        return new Pair(truth, known.proven() == Truth.TRUE ? truth : Truth.UNKNOWN);
    }

    private static Pair not(Pair pair) {
        return new Pair(swap(pair.truth()), swap(pair.proven()));
    }

    private static Truth swap(Truth truth) {
        return truth == Truth.TRUE ? Truth.FALSE : truth == Truth.FALSE ? Truth.TRUE : truth;
    }

    private static Pair both(List<Pair> pairs, Truth winner, Truth otherwise) {
        return new Pair(
                table(pairs.stream().map(Pair::truth).toList(), winner, otherwise),
                table(pairs.stream().map(Pair::proven).toList(), winner, otherwise));
    }

    private static Truth table(List<Truth> truths, Truth winner, Truth otherwise) {
        for (Truth truth : List.of(winner, Truth.CONFLICT, Truth.STALE, Truth.UNKNOWN)) {
            if (truths.contains(truth)) {
                return truth;
            }
        }
        return otherwise;
    }

    private static Reading read(ProofNode node) {
        return Objects.requireNonNull(node.reading());
    }

    /** The truths of a leaf, or of the list of an every, from the facts that its reading names. */
    private Pair reading(ProofNode node) {
        Reading reading = read(node);
        List<Fact> all = Stream.of(reading.used(), reading.against(), reading.passedOver())
                .flatMap(List::stream)
                .map(id -> Objects.requireNonNull(facts.get(id)))
                .toList();
        insist(node, all.isEmpty() == (reading.subject() == null), "a subject where there are facts");
        for (Fact fact : all) {
            insist(node, fact.slot().equals(reading.slot()), "only facts of its slot");
            insist(node, fact.subject().equals(reading.subject()), "only facts of one subject");
            Instant end = end(fact, reading.ageDays());
            if (end.isAfter(proof.decidedAt())
                    && end.isBefore(Instant.MAX)
                    && (changesAt == null || end.isBefore(changesAt))) {
                changesAt = end;
            }
        }
        insist(node, unset(reading).equals(Set.copyOf(reading.unset())), "unset " + unset(reading));
        if (!reading.unset().isEmpty()) {
            return new Pair(Truth.UNKNOWN, Truth.UNKNOWN);
        }
        if (reading.touched()) {
            return new Pair(Truth.STALE, Truth.STALE);
        }
        if (reading.reason() == Reading.Reason.SILENCE) {
            insist(node, all.isEmpty() && node.kind() == ProofNode.Kind.LEAF, "a leaf with facts is not silent");
            return new Pair(Truth.FALSE, Truth.FALSE);
        }
        if (reading.reason() == Reading.Reason.NOTHING_FOUND) {
            insist(node, all.isEmpty() && node.kind() == ProofNode.Kind.EVERY, "a list with facts found something");
            return new Pair(Truth.TRUE, Truth.TRUE);
        }
        Object present = present(all, reading.ageDays());
        if (ofContradiction && present == Truth.CONFLICT && reading.reason() != Reading.Reason.CONTRADICTION) {
            // A contradiction may read one side of records that contradict each other.
            present = fact(reading.used().getFirst());
            Value side = ((Fact) present).value();
            insist(node, reading.used().stream().allMatch(id -> fact(id).value().equals(side)), "one side");
            insist(
                    node,
                    reading.against().stream().noneMatch(id -> fact(id).value().equals(side)),
                    "the other side");
        }
        if (present instanceof Truth doubt) {
            return new Pair(doubt, doubt);
        }
        Value value = ((Fact) present).value();
        insist(node, value.equals(reading.value()), "value " + value);
        boolean holds = node.kind() == ProofNode.Kind.EVERY
                || MiniCel.holds(reading.predicate(), plain(value), params, reading.around(), reading.called());
        if (reading.reason() == Reading.Reason.FALLS_SHORT) {
            insist(node, !holds, "reaches far enough");
            return new Pair(Truth.UNKNOWN, Truth.UNKNOWN);
        }
        Truth truth = holds ? Truth.TRUE : Truth.FALSE;
        boolean proven = all.stream()
                .anyMatch(f -> f.value().equals(value)
                        && end(f, reading.ageDays()).isAfter(proof.decidedAt())
                        && reading.used().contains(f.id())
                        && f.strength().compareTo(reading.least()) >= 0
                        && f.confirmation() != null);
        return new Pair(truth, proven ? truth : Truth.UNKNOWN);
    }

    private Set<String> unset(Reading reading) {
        Set<String> needed = new HashSet<>();
        Matcher matcher = Pattern.compile("params\\[[\"']([^\"']*)").matcher(reading.predicate());
        while (matcher.find()) {
            needed.add(matcher.group(1));
        }
        String age = reading.ageParameter();
        if (age != null) {
            needed.add(age);
        }
        needed.removeAll(params.keySet());
        return needed;
    }

    /** Rules 2 to 7: the leading fact, or the doubt that there is instead. */
    private Object present(List<Fact> all, @Nullable Integer ageDays) {
        if (all.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Instant now = proof.decidedAt();
        Instant counted = Instant.MIN;
        for (Strength strength : List.of(Strength.MEASURED, Strength.TESTED, Strength.DOCUMENTED, Strength.DECLARED)) {
            Instant from = counted;
            List<Fact> counting = all.stream()
                    .filter(f -> f.strength().compareTo(strength) <= 0
                            && !f.observedAt().isBefore(from))
                    .toList();
            List<Fact> peers =
                    counting.stream().filter(f -> f.strength() == strength).toList();
            Fact leader = null;
            for (Fact fact : peers) {
                boolean holds = end(fact, ageDays).isAfter(now);
                if (holds && (leader == null || isLater(fact, leader))) {
                    leader = fact;
                }
                Instant end = end(fact, ageDays);
                counted = end.isAfter(counted) ? end : counted;
            }
            if (leader != null) {
                Fact leads = leader;
                return counting.stream().anyMatch(f -> contradicts(f, leads, ageDays)) ? Truth.CONFLICT : leads;
            }
        }
        return Truth.STALE;
    }

    private static boolean isLater(Fact one, Fact other) {
        return Comparator.comparing(Fact::observedAt)
                        .thenComparing(Fact::recordedAt)
                        .thenComparing(Fact::id)
                        .compare(one, other)
                > 0;
    }

    private static boolean contradicts(Fact fact, Fact leader, @Nullable Integer ageDays) {
        Instant begins = fact.observedAt();
        Instant ends = end(fact, ageDays);
        Instant leads = leader.observedAt();
        Instant leadEnds = end(leader, ageDays);
        if (fact.value().equals(leader.value()) || !begins.isBefore(ends)) {
            return false;
        }
        return fact.strength() == leader.strength()
                ? begins.isBefore(leadEnds) && leads.isBefore(ends)
                : begins.isAfter(leads) && begins.isBefore(leadEnds);
    }

    private static Instant end(Fact fact, @Nullable Integer ageDays) {
        Instant until = fact.validUntil();
        Instant since = fact.observedAt();
        if (fact.value() instanceof Value.Day day
                && day.canonical().compareTo(since.toString().substring(0, 10)) < 0) {
            since = Instant.parse(day.canonical() + "T00:00:00Z");
        }
        Instant aged = ageDays == null ? Instant.MAX : since.plusSeconds(ageDays * 86_400L);
        return until == null || aged.isBefore(until) ? aged : until;
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Flag flag -> flag.value();
            case Value.Whole whole -> whole.value();
            case Value.Word word -> word.value();
            case Value.Day day -> day.value().toString();
            case Value.Words words -> words.value();
        };
    }

    private static void insist(ProofNode node, boolean holds, String derived) {
        if (!holds) {
            throw new AssertionError(node.path() + " says " + node.truth() + "/" + node.proven() + ", derived: "
                    + derived + " from " + node.reading());
        }
    }
}
