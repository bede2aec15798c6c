package dev.shisa.server.conformity;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.shisa.conformity.Decisive;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The short of a proof: the leaves that make the verdict what it is ({@link Decisive}), for lists and tiles.
 *
 * @param points the deciding leaves, at most {@link #POINTS_MAX}; none of a green verdict
 * @param open how many facts they read
 * @param strength of what carries the verdict, the weakest of the facts that a rule asks to be more than declared; null if
 *     there are none
 * @param evidence what these facts rest on
 * @param reopened true: nothing else is in the way than that the requirement changed and nobody has looked at it
 * @param ruleFails whether the rule itself is false although a certificate or declaration settles the requirement
 */
public record Ground(
        List<Point> points,
        int open,
        @Nullable Strength strength,
        List<UUID> evidence,
        boolean ruleFails,
        @Nullable Boolean reopened) {

    /** A list shows a few points; the page of the requirement shows the whole tree. */
    static final int POINTS_MAX = 20;

    /**
     * One deciding leaf.
     *
     * @param about the items of which its sentence speaks, of what was stored earlier the first; null: the fact's own, in what
     *     was stored before this stood beside it
     * @param unset the parameters without a value that it needs
     * @param contradicting true: one of the facts of a contradiction, which its sentence tells
     */
    public record Point(
            String key,
            String item,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> about,

            Reading.Reason reason,
            Reading.Doubt doubt,
            @Nullable String ja,
            @Nullable String en,
            List<String> unset,
            @Nullable Boolean contradicting) {

        public Slot slot() {
            return Slot.of(key, item);
        }

        /** What it says; null if the catalogue says nothing of it. */
        public @Nullable Text text() {
            return ja == null || en == null ? null : new Text(ja, en);
        }

        public boolean contradicts() {
            return Boolean.TRUE.equals(contradicting);
        }

        /** The items that {@code {item}} means in the sentence. */
        public List<String> named() {
            return about == null ? List.of(item) : about;
        }
    }

    public Ground {
        points = List.copyOf(points);
        evidence = List.copyOf(evidence);
    }

    public boolean isReopened() {
        return Boolean.TRUE.equals(reopened);
    }

    /** Whether all that is named stands there for one of these reasons. */
    boolean isOnly(Reading.Reason... reasons) {
        return !points.isEmpty()
                && points.stream().allMatch(point -> List.of(reasons).contains(point.reason()));
    }

    static Ground of(Verdict verdict) {
        Proof proof = verdict.proof();
        List<Decisive.Leaf> decisive = Decisive.of(proof);
        List<Reading> readings = decisive.stream().map(Decisive.Leaf::reading).toList();
        List<Reading> carrying = verdict.state().isGreen() ? carrying(verdict).toList() : readings;
        List<Fact> facts = carrying.stream()
                .flatMap(reading -> reading.used().stream())
                .flatMap(id -> proof.fact(id).stream())
                .toList();
        return new Ground(
                decisive.stream()
                        .limit(POINTS_MAX)
                        .map(leaf -> point(leaf, claim(leaf, proof.rule())))
                        .toList(),
                (int) readings.stream().map(Reading::slot).distinct().count(),
                strength(carrying, proof),
                facts.stream().map(Fact::evidence).distinct().limit(POINTS_MAX).toList(),
                verdict.state().isByRoute() && proof.rule().truth() == Truth.FALSE,
                verdict.state() == VerdictState.RECHECK && decisive.isEmpty() && proof.isReopened() ? true : null);
    }

    /** Of each reading its strongest fact counts; what a rule takes on anybody's word says nothing beside what it does not. */
    private static @Nullable Strength strength(List<Reading> carrying, Proof proof) {
        List<Reading> asking = carrying.stream()
                .filter(reading -> reading.least() != Strength.DECLARED)
                .toList();
        return (asking.isEmpty() ? carrying : asking)
                .stream()
                        .flatMap(reading -> reading.used().stream()
                                .flatMap(id -> proof.fact(id).stream())
                                .map(Fact::strength)
                                .max(Comparator.naturalOrder())
                                .stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** Where another alternative would do as well, neither is what ought to hold: the sentence above them says it. */
    private static @Nullable Text claim(Decisive.Leaf leaf, ProofNode rule) {
        if (leaf.contradicts()) {
            return leaf.claim();
        }
        return rule.nodes()
                .filter(any -> any.kind() == ProofNode.Kind.ANY && any.truth() == Truth.FALSE)
                .filter(any -> any.children().stream()
                        .anyMatch(one -> one.path().equals(leaf.node().path())))
                .filter(any -> any.children().stream()
                                .filter(one -> isAsGood(one, leaf))
                                .count()
                        > 1)
                .flatMap(any -> Stream.ofNullable(any.text()))
                .findFirst()
                .orElse(leaf.claim());
    }

    private static boolean isAsGood(ProofNode node, Decisive.Leaf leaf) {
        Reading reading = node.reading();
        return node.kind() == ProofNode.Kind.LEAF
                && reading != null
                && reading.least() == leaf.reading().least();
    }

    private static Point point(Decisive.Leaf leaf, @Nullable Text claim) {
        Reading reading = leaf.reading();
        return new Point(
                reading.slot().key().value(),
                reading.slot().item(),
                leaf.about(),
                leaf.contradicts() ? Reading.Reason.CONTRADICTION : reading.reason(),
                reading.doubt(),
                claim == null ? null : claim.ja(),
                claim == null ? null : claim.en(),
                reading.unset(),
                leaf.contradicts() ? true : null);
    }

    /** What the leaves read that make a green verdict true. */
    private static Stream<Reading> carrying(Verdict verdict) {
        Proof proof = verdict.proof();
        ProofNode applies = proof.applies();
        return switch (verdict.state()) {
            case EXEMPT, DEEMED ->
                proof.routes().stream()
                        .filter(route -> route.verdict() == verdict.state()
                                && route.when().truth() == Truth.TRUE)
                        .limit(1)
                        .flatMap(route -> carrying(route.when()));
            case NOT_APPLICABLE -> Stream.ofNullable(applies).flatMap(Ground::carrying);
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK ->
                Stream.concat(Stream.of(proof.rule()), Stream.ofNullable(applies))
                        .flatMap(Ground::carrying);
        };
    }

    /** A list says what there is, not that it is as it should be. */
    private static Stream<Reading> carrying(ProofNode node) {
        return node.carrying().filter(one -> one.children().isEmpty()).flatMap(one -> Stream.ofNullable(one.reading()));
    }
}
