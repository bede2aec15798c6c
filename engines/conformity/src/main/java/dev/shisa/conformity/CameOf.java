package dev.shisa.conformity;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a proof came of a requirement's trees as they are, as far as it shows: what would have to hold for each item of an
 * empty list stands in no proof, nor how a leaf takes silence.
 */
final class CameOf {

    private CameOf() {}

    static boolean trees(Proof proof, Requirement requirement) {
        List<Requirement.Route> routes = requirement.routes();
        Rule rule = requirement.applies();
        ProofNode applies = proof.applies();
        return routes.size() == proof.routes().size()
                && IntStream.range(0, routes.size())
                        .allMatch(i ->
                                routes.get(i).verdict() == proof.routes().get(i).verdict()
                                        && tree(
                                                routes.get(i).when(),
                                                proof.routes().get(i).when()))
                && (rule == null ? applies == null : applies != null && tree(rule, applies))
                && tree(requirement.rule(), proof.rule());
    }

    private static boolean tree(Rule rule, ProofNode node) {
        return switch (rule) {
            case Rule.All _ -> node.kind() == ProofNode.Kind.ALL && below(rule, node);
            case Rule.Any _ -> node.kind() == ProofNode.Kind.ANY && below(rule, node);
            case Rule.Not _ -> node.kind() == ProofNode.Kind.NOT && below(rule, node);
            case Rule.Earlier _ -> node.kind() == ProofNode.Kind.EARLIER && below(rule, node);
            case Rule.Every every ->
                node.kind() == ProofNode.Kind.EVERY
                        && reads(every.set(), node.reading())
                        && node.children().stream().allMatch(each -> each(every, each));
            case Rule.Leaf leaf -> node.kind() == ProofNode.Kind.LEAF && leaf(leaf, node.reading());
        };
    }

    private static boolean below(Rule rule, ProofNode node) {
        List<Rule> parts = rule.children();
        return parts.size() == node.children().size()
                && IntStream.range(0, parts.size())
                        .allMatch(i -> tree(parts.get(i), node.children().get(i)));
    }

    /** {@code holds} is left out where {@code where} is proven false. */
    private static boolean each(Rule.Every every, ProofNode each) {
        List<Rule> parts = every.children();
        List<ProofNode> children = each.children();
        return !children.isEmpty()
                && children.size() <= parts.size()
                && IntStream.range(0, children.size()).allMatch(i -> tree(parts.get(i), children.get(i)));
    }

    private static boolean leaf(Rule.Leaf leaf, @Nullable Reading reading) {
        return reading != null
                && reads(leaf.fact(), reading)
                && reading.predicate().equals(leaf.is().source())
                && reading.least() == leaf.least()
                && switch (leaf.within()) {
                    case null -> reading.ageDays() == null && reading.ageParameter() == null;
                    case Rule.Age.Days(int days) -> Integer.valueOf(days).equals(reading.ageDays());
                    case Rule.Age.Parameter(String id) -> id.equals(reading.ageParameter());
                };
    }

    private static boolean reads(FactKey key, @Nullable Reading reading) {
        return reading != null && reading.slot().key().equals(key);
    }
}
