package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an open verdict waits for, read off its proof: first what its truth lacks, and once that is known what its proof
 * lacks. Parts of the trees that cannot change the verdict are not asked for.
 */
final class Needs {

    private final Catalogue catalogue;
    private final Target target;
    private final Proof proof;
    private final Set<Need> needs = new LinkedHashSet<>();

    private Needs(Catalogue catalogue, Target target, Proof proof) {
        this.catalogue = catalogue;
        this.target = target;
        this.proof = proof;
    }

    static Set<Need> of(Catalogue catalogue, Target target, Verdict verdict) {
        Needs needs = new Needs(catalogue, target, verdict.proof());
        switch (verdict.state()) {
            case UNKNOWN -> needs.ofUnknown();
            case RECHECK -> needs.ofRecheck();
            case EXPECTED -> needs.ofExpected(verdict.towards());
            case MET, NOT_MET, NOT_APPLICABLE, DEEMED, EXEMPT -> {}
        }
        return needs.needs;
    }

    /** The slots that they are about, whoever's fact it would be. */
    static Set<Slot> slots(Catalogue catalogue, Verdict verdict) {
        Target somebody =
                new Target(verdict.target(), List.of(new Layer.Own(new Subject(Subject.Kind.PRODUCT, new UUID(0, 0)))));
        return of(catalogue, somebody, verdict).stream()
                .flatMap(need -> Stream.ofNullable(need.slot()))
                .collect(Collectors.toSet());
    }

    private void ofUnknown() {
        proof.routes().forEach(route -> settle(route.when()));
        ProofNode applies = proof.applies();
        if (applies != null && applies.truth() == Truth.UNKNOWN) {
            settle(applies);
        } else {
            settle(proof.rule());
        }
    }

    private void ofRecheck() {
        if (Outcome.of(proof.routes(), proof.applies(), proof.rule()).isGood()) {
            ofContradicted();
            return;
        }
        List<ProofNode> routes = proof.routes().stream()
                .map(Proof.RouteProof::when)
                .filter(Needs::isDoubtful)
                .toList();
        ProofNode applies = proof.applies();
        if (!routes.isEmpty()) {
            routes.forEach(this::settle);
        } else if (applies != null && isDoubtful(applies)) {
            settle(applies);
        } else {
            settle(proof.rule());
        }
    }

    /** Any of the facts that contradict each other, or the judgement that both are so, or its confirmation. */
    private void ofContradicted() {
        proof.contradictions().stream().filter(held -> !held.settled()).forEach(held -> {
            Reading both = held.both();
            if (both.reason() == Reading.Reason.HOLDS && both.doubt() != Reading.Doubt.NONE) {
                // Somebody judged already; only the second person is missing.
                needs.addAll(toProve(both));
                return;
            }
            held.when()
                    .carrying()
                    .map(node -> Objects.requireNonNull(node.reading()))
                    .forEach(reading -> needs.add(Need.of(NextQuestion.Kind.SETTLE, home(reading), reading.slot())));
            needs.add(Need.of(NextQuestion.Kind.SETTLE, home(both), both.slot()));
        });
    }

    private static boolean isDoubtful(ProofNode node) {
        return node.truth() == Truth.STALE || node.truth() == Truth.CONFLICT;
    }

    private void ofExpected(@Nullable VerdictState towards) {
        ProofNode applies = proof.applies();
        switch (towards) {
            case EXEMPT, DEEMED ->
                proof.routes().stream()
                        .map(Proof.RouteProof::when)
                        .filter(when -> when.truth() == Truth.TRUE)
                        .findFirst()
                        .ifPresent(when -> needs.addAll(toProve(when)));
            case NOT_APPLICABLE -> needs.addAll(toProve(Objects.requireNonNull(applies)));
            case null, default -> {
                if (applies != null) {
                    needs.addAll(toProve(applies));
                }
                needs.addAll(toProve(proof.rule()));
            }
        }
    }

    /** What a node needs to become true or false. */
    private void settle(ProofNode node) {
        if (node.truth().isKnown()) {
            return;
        }
        Reading reading = node.reading();
        switch (node.kind()) {
            case LEAF -> settle(Objects.requireNonNull(reading));
            case EVERY -> {
                if (node.children().isEmpty()) {
                    settle(Objects.requireNonNull(reading));
                }
                node.children().forEach(this::settle);
            }
            case EACH -> {
                // Whether an item is meant comes first; what must hold for it is asked only then.
                ProofNode first = node.children().getFirst();
                if (first.truth().isKnown()) {
                    settle(node.children().getLast());
                } else {
                    settle(first);
                }
            }
            case ALL, ANY, NOT, EARLIER -> node.children().forEach(this::settle);
        }
    }

    private void settle(Reading reading) {
        switch (reading.reason()) {
            case NO_FACT -> needs.add(Need.of(NextQuestion.Kind.FACT, home(reading), reading.slot()));
            case EXPIRED, SHADOWED, TOUCHED_BY_CHANGE, EARLIER_VERSION, FALLS_SHORT, UNREADABLE ->
                needs.add(Need.of(NextQuestion.Kind.RENEW, home(reading), reading.slot()));
            case CONTRADICTION -> needs.add(Need.of(NextQuestion.Kind.RESOLVE, home(reading), reading.slot()));
            case PARAMETER_NOT_SET -> {
                reading.unset().forEach(id -> needs.add(Need.ofParameter(id)));
                if (reading.subject() == null) {
                    needs.add(Need.of(NextQuestion.Kind.FACT, home(reading), reading.slot()));
                }
            }
            case HOLDS, HOLDS_NOT, NOTHING_FOUND, SILENCE -> {}
        }
    }

    /** What a node whose truth is known needs so that it is proven. */
    private Set<Need> toProve(ProofNode node) {
        if (node.truth() == node.proven()) {
            return Set.of();
        }
        boolean is = node.truth() == Truth.TRUE;
        Reading reading = node.reading();
        return switch (node.kind()) {
            case LEAF -> toProve(Objects.requireNonNull(reading));
            case NOT -> toProve(node.children().getFirst());
            case EARLIER -> together(node.children());
            case ALL -> is ? together(node.children()) : cheapest(node.children(), Truth.FALSE);
            case ANY -> is ? cheapest(node.children(), Truth.TRUE) : together(node.children());
            case EVERY -> {
                Set<Need> both = new LinkedHashSet<>(toProve(Objects.requireNonNull(reading)));
                both.addAll(is ? together(node.children()) : cheapest(node.children(), Truth.FALSE));
                yield both;
            }
            case EACH -> is ? cheapestReason(node) : together(node.children());
        };
    }

    private Set<Need> together(List<ProofNode> nodes) {
        Set<Need> all = new LinkedHashSet<>();
        nodes.forEach(node -> all.addAll(toProve(node)));
        return all;
    }

    private Set<Need> cheapest(List<ProofNode> nodes, Truth truth) {
        return nodes.stream()
                .filter(node -> node.truth() == truth)
                .map(this::toProve)
                .min(Comparator.comparingInt(Set::size))
                .orElse(Set.of());
    }

    /** An item complies because it is not meant, or because what must hold does. */
    private Set<Need> cheapestReason(ProofNode each) {
        List<Set<Need>> reasons = new ArrayList<>();
        for (ProofNode child : each.children()) {
            if (child.truth() == (child.isWhere() ? Truth.FALSE : Truth.TRUE)) {
                reasons.add(toProve(child));
            }
        }
        return reasons.stream().min(Comparator.comparingInt(Set::size)).orElse(Set.of());
    }

    private Set<Need> toProve(Reading reading) {
        return switch (reading.doubt()) {
            case NONE -> Set.of();
            case TOO_WEAK -> Set.of(Need.of(NextQuestion.Kind.STRENGTHEN, home(reading), reading.slot()));
            case UNCONFIRMED -> {
                Fact fact = reading.used().stream()
                        .flatMap(id -> proof.fact(id).stream())
                        .filter(f -> f.strength().isAtLeast(reading.least()))
                        .findFirst()
                        .orElseThrow();
                yield Set.of(Need.toConfirm(fact.subject(), fact.slot(), fact.id()));
            }
        };
    }

    private Subject home(Reading reading) {
        return target.home(catalogue, reading);
    }
}
