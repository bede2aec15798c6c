package dev.shisa.conformity;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a verdict is not green: the smallest set of leaves that makes it what it is, so that every place names the same
 * cause.
 *
 * <p>The problem: a tree that fails has many leaves, and most of them are not to blame. Of {@code any}, each alternative
 * fails but one would do; of {@code every … where … holds}, what an item is ({@code where}) is no fault of it; behind one
 * leaf that fails, others are merely open.
 *
 * <p>The idea: a leaf <em>fails</em> if it is in the way that the verdict tells of: false for {@code not-met}, stale or in
 * conflict for {@code recheck}, unknown for {@code unknown}, not proven for {@code expected}; below a {@code not}, true
 * instead of false. A set of failing leaves explains the verdict if the verdict were another one with all of them as
 * wanted, and the same with any of them left as it is. Both follow from taking the lightest set that changes the verdict,
 * since each leaf weighs something. Going up the tree, where all parts are needed their sets add up, and where one
 * suffices the lightest is taken. A doubt is not quite like a fault: in an {@code any} it counts beside what is false, so
 * there either one alternative becomes true, or every doubtful one leaves its doubt.
 *
 * <p>The weight, compared in this order: leaves of a {@code where} (changing what a thing is comes last), leaves, how many
 * of the parts beside them hold already (what is begun is easier to end), the strengths that they ask for (the alternative
 * that asks for most is what a requirement is about; one that paper settles, such as that there is no such thing, is its
 * exception), place in the tree. It looks for the cause where the verdict does: a requirement that fails is not explained by the certificate that would have spared it. Whether a
 * requirement applies is explained by what would settle that it does not.
 *
 * <p>The cost is linear in the proof for what is false, unknown or unproven, and grows with the depth of nested {@code
 * any} for doubts; proofs are bounded ({@link Evaluator#PROOF_NODES_MAX}).
 */
public final class Decisive {

    /**
     * One of the leaves.
     *
     * @param node a {@code LEAF}, or an {@code EVERY} whose list is meant
     * @param wanted what it would have to be
     * @param claim the sentence that ought to hold and does not: its own, or that of the {@code not} around it; null if
     *     the catalogue has none. Of a contradiction, what it says
     * @param about the items that <code>{item}</code> means in the claim: one, without a name where there is none; of a
     *     contradiction all that it is about
     * @param contradicts whether it is one of the facts of a contradiction
     */
    public record Leaf(
            ProofNode node, Truth wanted, @Nullable Text claim, List<String> about, boolean contradicts) {

        public Leaf {
            about = List.copyOf(about);
        }

        public Reading reading() {
            return Objects.requireNonNull(node.reading());
        }
    }

    /** In which way leaves fail. */
    private enum Failing {
        FALSE,
        DOUBT,
        UNKNOWN,
        UNPROVEN;

        boolean in(ProofNode node, Truth wanted) {
            return switch (this) {
                case FALSE -> node.truth() == wanted.negate();
                case DOUBT -> isDoubtful(node);
                case UNKNOWN -> node.truth() == Truth.UNKNOWN;
                case UNPROVEN -> node.truth() == wanted && node.proven() != wanted;
            };
        }
    }

    /** Leaves that together change something, and what they weigh. */
    private record Way(int where, int held, int strengths, List<Leaf> leaves) {

        static final Way NOTHING = new Way(0, 0, 0, List.of());

        static final Way HELD = new Way(0, 1, 0, List.of());

        /** Leaves that do not fail stand in the way. */
        static final Way NONE = new Way(Integer.MAX_VALUE, 0, 0, List.of());

        private static final Comparator<Way> LIGHTEST_FIRST = Comparator.comparingInt(Way::where)
                .thenComparingInt(way -> way.leaves.size())
                .thenComparingInt(way -> -way.held)
                .thenComparingInt(way -> -way.strengths);

        static Way together(Stream<Way> ways) {
            return ways.reduce(NOTHING, Way::and);
        }

        /** The first of those that weigh the same. */
        static Way lightest(Stream<Way> ways) {
            return ways.reduce(NONE, (one, other) -> LIGHTEST_FIRST.compare(one, other) <= 0 ? one : other);
        }

        Way and(Way other) {
            return this == NONE || other == NONE
                    ? NONE
                    : new Way(
                            where + other.where,
                            held + other.held,
                            strengths + other.strengths,
                            Stream.concat(leaves.stream(), other.leaves.stream())
                                    .toList());
        }
    }

    /**
     * A node with what it should be, whether it stands below a {@code where}, and the sentence that speaks for it.
     *
     * @param contradicting the contradiction that it is a part of; null for a node of the requirement
     */
    private record At(
            ProofNode node,
            Truth wanted,
            boolean inWhere,
            @Nullable Text claim,
            @Nullable Contradicting contradicting) {

        static At root(ProofNode node, Truth wanted) {
            return new At(node, wanted, false, wanted == Truth.TRUE ? node.text() : null, null);
        }

        static At contradiction(ProofNode when, Text text) {
            return new At(
                    when,
                    Truth.FALSE,
                    false,
                    null,
                    new Contradicting(text, when.named().toList()));
        }

        List<At> parts() {
            return node.children().stream().map(this::part).toList();
        }

        private At part(ProofNode child) {
            boolean not = node.kind() == ProofNode.Kind.NOT;
            boolean turns = node.turns(child);
            Truth below = turns ? wanted.negate() : wanted;
            Text own = below == Truth.TRUE ? child.text() : null;
            return new At(child, below, inWhere || (turns && !not), own == null && not ? claim : own, contradicting);
        }

        /** Whether what is wanted takes all parts, or one of them suffices. */
        boolean takesAll() {
            boolean conjunction = switch (node.kind()) {
                case ALL, EVERY, EARLIER -> true;
                case ANY, EACH, NOT, LEAF -> false;
            };
            return conjunction == (wanted == Truth.TRUE);
        }

        boolean isLeaf() {
            return node.reading() != null && node.children().isEmpty();
        }

        /** Whether what must hold for the item was not looked at, as the item is not meant. */
        boolean isUnseen() {
            return node.kind() == ProofNode.Kind.EACH
                    && node.children().size() == 1
                    && node.children().getFirst().isWhere();
        }

        Way alone() {
            Leaf leaf = contradicting == null
                    ? new Leaf(node, wanted, claim, List.of(node.about()), false)
                    : new Leaf(node, wanted, contradicting.text(), contradicting.about(), true);
            return new Way(inWhere ? 1 : 0, 0, leaf.reading().least().ordinal(), List.of(leaf));
        }
    }

    /** What a contradiction says, and of which items. */
    private record Contradicting(Text text, List<String> about) {}

    private final Failing failing;

    private Decisive(Failing failing) {
        this.failing = failing;
    }

    /** The leaves that make the verdict what it is, in the order of the tree; none for a green one. */
    public static List<Leaf> of(Proof proof) {
        Outcome outcome = Outcome.of(proof);
        At rule = At.root(proof.rule(), Truth.TRUE);
        ProofNode applies = proof.applies();
        Way way = switch (outcome.state()) {
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> Way.NOTHING;
            case NOT_MET -> not(rule);
            case UNKNOWN ->
                not(applies != null && applies.truth() == Truth.UNKNOWN ? At.root(applies, Truth.FALSE) : rule);
            case RECHECK -> {
                boolean contradicted =
                        Outcome.of(proof.routes(), applies, proof.rule()).isGood();
                yield contradicted ? settled(proof) : new Decisive(Failing.DOUBT).recheck(proof);
            }
            case EXPECTED -> new Decisive(Failing.UNPROVEN).expected(proof, outcome.towards());
        };
        return way.leaves();
    }

    /** The leaves that keep one node from being true, in the order of the tree; none if it is. */
    public static List<Leaf> of(ProofNode node) {
        return not(At.root(node, Truth.TRUE)).leaves();
    }

    private static Way not(At at) {
        Truth truth = at.node().truth();
        return truth == at.wanted()
                ? Way.NOTHING
                : new Decisive(
                                switch (truth) {
                                    case TRUE, FALSE -> Failing.FALSE;
                                    case UNKNOWN -> Failing.UNKNOWN;
                                    case STALE, CONFLICT -> Failing.DOUBT;
                                })
                        .out(at);
    }

    /** Whether the verdict would be another one if these leaves, and only these, were as wanted. */
    public static boolean changes(Proof proof, Collection<Leaf> leaves) {
        Map<String, Truth> wanted =
                leaves.stream().collect(Collectors.toMap(leaf -> leaf.node().path(), Leaf::wanted));
        Outcome supposed = Supposed.outcome(proof, node -> {
            Truth truth = wanted.get(node.path());
            return truth == null ? node.truths() : new Truths(truth, truth);
        });
        return !supposed.equals(Outcome.of(proof));
    }

    /** Each contradiction loses one of the facts that make it. */
    private static Way settled(Proof proof) {
        return Way.together(proof.contradictions().stream()
                .filter(held -> !held.settled())
                .map(held -> not(At.contradiction(held.when(), held.text()))));
    }

    private Way expected(Proof proof, @Nullable VerdictState towards) {
        ProofNode applies = proof.applies();
        return switch (towards) {
            case EXEMPT, DEEMED ->
                proof.routes().stream()
                        .map(Proof.RouteProof::when)
                        .filter(when -> when.truth() == Truth.TRUE)
                        .findFirst()
                        .map(when -> make(At.root(when, Truth.TRUE), true))
                        .orElse(Way.NONE);
            case NOT_APPLICABLE -> make(At.root(Objects.requireNonNull(applies), Truth.FALSE), true);
            case null, default ->
                Way.together(Stream.of(applies, proof.rule())
                        .filter(Objects::nonNull)
                        .map(tree -> make(At.root(tree, Truth.TRUE), true)));
        };
    }

    /**
     * One route becomes proven; or all leave their doubt, and one of them becomes true, so that the rule is not looked at;
     * or all leave their doubt, and so does what is looked at next.
     */
    private Way recheck(Proof proof) {
        List<At> routes = proof.routes().stream()
                .map(Proof.RouteProof::when)
                .filter(Decisive::isDoubtful)
                .map(when -> At.root(when, Truth.TRUE))
                .toList();
        ProofNode applies = proof.applies();
        boolean whether = applies != null && isDoubtful(applies);
        Stream<Way> proven = routes.stream().map(route -> make(route, true));
        Stream<Way> believed = routes.stream()
                .filter(_ -> !whether)
                .map(route -> Way.together(routes.stream().map(each -> each == route ? make(each, false) : out(each))));
        Way next;
        if (whether) {
            next = out(At.root(Objects.requireNonNull(applies), Truth.FALSE));
        } else if (isDoubtful(proof.rule())
                && (applies == null || applies.truth() == Truth.TRUE)
                && proof.routes().stream().noneMatch(route -> route.when().truth() == Truth.TRUE)) {
            next = out(At.root(proof.rule(), Truth.TRUE));
        } else {
            next = Way.NOTHING;
        }
        Way all = Way.together(routes.stream().map(this::out)).and(next);
        return Way.lightest(Stream.of(proven, believed, Stream.of(all)).flatMap(ways -> ways));
    }

    /** The lightest set that takes a node out of the way in which it fails. */
    private Way out(At at) {
        if (at.isLeaf()) {
            return at.alone();
        }
        if (at.takesAll()) {
            return all(at);
        }
        // What is false counts for nothing beside a doubt; a doubt counts beside what is false.
        return failing == Failing.FALSE
                ? Way.lightest(at.parts().stream().filter(this::fails).map(this::out))
                : Way.lightest(Stream.concat(at.parts().stream().map(part -> make(part, false)), Stream.of(all(at))));
    }

    private Way all(At at) {
        return Way.together(at.parts().stream().map(part -> {
            Way beside = part.node().truth() == part.wanted() ? Way.HELD : Way.NOTHING;
            return fails(part) ? out(part) : beside;
        }));
    }

    private boolean fails(At at) {
        return failing.in(at.node(), at.wanted());
    }

    /**
     * The lightest set that makes a node what is wanted.
     *
     * @param proven whether it has to be proven
     */
    private Way make(At at, boolean proven) {
        ProofNode node = at.node();
        if ((proven ? node.proven() : node.truth()) == at.wanted()) {
            return Way.HELD;
        }
        if (at.isLeaf()) {
            return fails(at) ? at.alone() : Way.NONE;
        }
        if (at.takesAll() && at.isUnseen()) {
            return Way.NONE;
        }
        Stream<Way> parts = at.parts().stream().map(part -> make(part, proven));
        Way way = at.takesAll() ? Way.together(parts) : Way.lightest(parts);
        Reading list = node.reading();
        if (!proven || list == null || list.doubt() == Reading.Doubt.NONE) {
            return way;
        }
        // Nothing is proven for the items of a list that is not.
        return failing == Failing.UNPROVEN
                ? new At(node, Truth.TRUE, at.inWhere(), at.claim(), at.contradicting())
                        .alone()
                        .and(way)
                : Way.NONE;
    }

    private static boolean isDoubtful(ProofNode node) {
        return node.truth() == Truth.STALE || node.truth() == Truth.CONFLICT;
    }
}
