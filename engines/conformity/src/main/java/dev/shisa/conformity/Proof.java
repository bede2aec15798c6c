package dev.shisa.conformity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a verdict is what it is: enough to derive it again without this code.
 *
 * @param edition the catalogue's
 * @param guideEdition the edition of the evaluation guide that the parameters were taken from; may be empty
 * @param parameters all that the trees use, also those that are not set
 * @param applies null when the requirement always applies
 * @param contradictions those that hold and touch the verdict that would stand without them
 * @param reopened that the requirement changed since it was decided; null if it did not
 * @param statements the signed change-impact statements between the target's release and the predecessors whose facts were read
 * @param facts every fact that a reading names, once, in the order of their ids
 */
public record Proof(
        String target,
        RequirementId requirement,
        String edition,
        String guideEdition,
        List<UsedParameter> parameters,
        Instant decidedAt,
        List<RouteProof> routes,
        @Nullable ProofNode applies,
        ProofNode rule,
        List<Held> contradictions,
        @Nullable Reopened reopened,
        List<Statement> statements,
        List<Fact> facts) {

    /**
     * A parameter that a tree uses.
     *
     * @param value null: not set
     */
    public record UsedParameter(
            String id, @Nullable Value value, @Nullable String source) {}

    public record RouteProof(VerdictState verdict, Text name, ProofNode when) {}

    /**
     * A contradiction between facts that holds.
     *
     * @param id the {@link Clash}'s
     * @param when its tree, which is true
     * @param both what was found of the judgement that both are so
     * @param settled whether that is confirmed and was recorded when the facts were as they are; then the verdict stands
     * @param named whether the verdict rests on none of its facts, and it stands in the way because the contradiction names
     *     the requirement
     */
    public record Held(String id, Text text, ProofNode when, Reading both, boolean settled, boolean named) {

        Held byName() {
            return new Held(id, text, when, both, settled, true);
        }
    }

    public Proof {
        parameters = List.copyOf(parameters);
        routes = List.copyOf(routes);
        contradictions = List.copyOf(contradictions);
        statements = List.copyOf(statements);
        facts = List.copyOf(facts);
    }

    /**
     * How an official sub-item, such as {@code S1.1-13.1A}, is decided. A sub-item that stands inside an {@code every} is
     * decided for all of its items together; empty if the trees do not name it, or there is no item to decide it for.
     */
    public Optional<ProofNode> item(String id) {
        List<ProofNode> found = nodes().filter(n -> id.equals(n.item())).toList();
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(found.getFirst());
            default -> Optional.of(ProofNode.together(id, found));
        };
    }

    /** The official sub-items that the trees name, in their order. */
    public List<String> items() {
        return nodes().flatMap(n -> Optional.ofNullable(n.item()).stream())
                .distinct()
                .toList();
    }

    /** All nodes of routes, applicability and rule, each before its children. */
    public Stream<ProofNode> nodes() {
        return Stream.of(routes.stream().map(RouteProof::when), Optional.ofNullable(applies).stream(), Stream.of(rule))
                .flatMap(s -> s)
                .flatMap(ProofNode::nodes);
    }

    /**
     * Whether it came of the requirement's trees as they are now, as far as it shows: what would have to hold for each item of
     * an empty list stands in no proof.
     */
    public boolean cameOf(Requirement trees) {
        return CameOf.trees(this, trees);
    }

    public Optional<Fact> fact(UUID id) {
        return facts.stream().filter(f -> f.id().equals(id)).findFirst();
    }

    /** Whether a contradiction stands in the way of the verdict that the trees give. */
    public boolean isContradicted() {
        return contradictions.stream().anyMatch(held -> !held.settled());
    }

    /** Whether the requirement changed and nobody has looked at it since. */
    public boolean isReopened() {
        return reopened != null && reopened.isOpen();
    }

    Proof decidedAt(Instant instant) {
        return new Proof(
                target,
                requirement,
                edition,
                guideEdition,
                parameters,
                instant,
                routes,
                applies,
                rule,
                contradictions,
                reopened,
                statements,
                facts);
    }
}
