package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** One requirement being decided for one target: walks its trees and builds their proofs. */
final class Evaluation {

    private final SlotReader slots;
    private final String subject;
    private int nodes;

    /** @param subject what is being decided, for messages */
    Evaluation(SlotReader slots, String subject) {
        this.slots = slots;
        this.subject = subject;
    }

    /** The items of the {@code every} nodes around a node, the nearest first. */
    private record Around(
            String collection, String item, @Nullable Around outer) {

        /** The present item of this collection. */
        static String itemOf(@Nullable Around nearest, String collection) {
            for (Around around = nearest; around != null; around = around.outer) {
                if (around.collection.equals(collection)) {
                    return around.item;
                }
            }
            throw new IllegalStateException("no every over " + collection + " around this node");
        }
    }

    ProofNode decide(Rule tree) {
        return decide(tree, tree.path(), null);
    }

    /** The proof of a tree if it is true; of an {@code all}, no more is looked at than shows that it is not. */
    Optional<ProofNode> ifTrue(Rule tree) {
        // A single fact is looked up sooner than those of many items.
        if (tree instanceof Rule.All all && (isNotTrue(all, true) || isNotTrue(all, false))) {
            return Optional.empty();
        }
        return Optional.of(decide(tree)).filter(node -> node.truth() == Truth.TRUE);
    }

    /** The proof of a tree if it is neither true nor false. */
    Optional<ProofNode> ifOpen(Rule tree) {
        if (tree instanceof Rule.All all
                && all.parts().stream()
                        .anyMatch(part ->
                                part instanceof Rule.Leaf && decide(part).truth() == Truth.FALSE)) {
            return Optional.empty();
        }
        return Optional.of(decide(tree)).filter(node -> !node.truth().isKnown());
    }

    private boolean isNotTrue(Rule.All all, boolean leaves) {
        for (Rule part : all.parts()) {
            if (part instanceof Rule.Leaf == leaves && decide(part).truth() != Truth.TRUE) {
                return true;
            }
        }
        return false;
    }

    private ProofNode decide(Rule rule, String path, @Nullable Around around) {
        count();
        return switch (rule) {
            case Rule.All all -> {
                List<ProofNode> parts = parts(all, path, around);
                yield node(all, path, ProofNode.Kind.ALL, around, Truths.all(parts), parts, null);
            }
            case Rule.Any any -> {
                List<ProofNode> parts = parts(any, path, around);
                yield node(any, path, ProofNode.Kind.ANY, around, Truths.any(parts), parts, null);
            }
            case Rule.Not not -> {
                List<ProofNode> parts = parts(not, path, around);
                Truths truths = parts.getFirst().truths().negate();
                yield node(not, path, ProofNode.Kind.NOT, around, truths, parts, null);
            }
            case Rule.Every every -> every(every, path, around);
            case Rule.Earlier earlier -> {
                List<ProofNode> days = parts(earlier, path, around);
                yield node(earlier, path, ProofNode.Kind.EARLIER, around, Truths.earlier(days), days, null);
            }
            case Rule.Leaf leaf -> {
                String collection = leaf.of();
                String item = collection == null ? "" : Around.itemOf(around, collection);
                String other = leaf.around();
                SlotReader.Found found = slots.leaf(
                        leaf, new Slot(leaf.fact(), item), other == null ? "" : Around.itemOf(around, other));
                yield node(leaf, path, ProofNode.Kind.LEAF, around, found.truths(), List.of(), found.reading());
            }
        };
    }

    private ProofNode every(Rule.Every every, String path, @Nullable Around around) {
        SlotReader.Found list = slots.list(every);
        if (list.truths().truth() != Truth.TRUE
                || !(list.reading().value() instanceof Value.Words(SortedSet<String> items))) {
            return node(every, path, ProofNode.Kind.EVERY, around, list.truths(), List.of(), list.reading());
        }
        List<ProofNode> each = new ArrayList<>();
        for (String item : items) {
            each.add(each(every, path + "[" + item + "]", new Around(every.collection(), item, around)));
        }
        Truths truths = Truths.all(each);
        // What holds for all items of a list says nothing proven while the list itself is not.
        Truths asProvenAsTheList = list.truths().proven() == Truth.TRUE
                ? truths
                : new Truths(truths.truth(), list.truths().proven());
        return node(every, path, ProofNode.Kind.EVERY, around, asProvenAsTheList, each, list.reading());
    }

    private ProofNode each(Rule.Every every, String path, Around around) {
        count();
        List<ProofNode> children = new ArrayList<>();
        Rule whereRule = every.where();
        Truths truths = new Truths(Truth.FALSE, Truth.FALSE);
        if (whereRule != null) {
            ProofNode where = below(every, whereRule, path, around);
            children.add(where);
            truths = where.truths().negate();
        }
        if (truths.proven() != Truth.TRUE) {
            ProofNode holds = below(every, every.holds(), path, around);
            children.add(holds);
            truths = truths.or(holds.truths());
        }
        return new ProofNode(
                path, ProofNode.Kind.EACH, null, around.item(), null, truths.truth(), truths.proven(), children, null);
    }

    private List<ProofNode> parts(Rule rule, String path, @Nullable Around around) {
        List<ProofNode> parts = new ArrayList<>();
        for (Rule part : rule.children()) {
            parts.add(below(rule, part, path, around));
        }
        return parts;
    }

    private ProofNode below(Rule rule, Rule part, String path, @Nullable Around around) {
        boolean outside = path.equals(rule.path());
        return decide(
                part,
                outside ? part.path() : path + part.path().substring(rule.path().length()),
                around);
    }

    private static ProofNode node(
            Rule rule,
            String path,
            ProofNode.Kind kind,
            @Nullable Around around,
            Truths truths,
            List<ProofNode> children,
            @Nullable Reading reading) {
        return new ProofNode(
                path,
                kind,
                rule.item(),
                around == null ? "" : around.item(),
                rule.text(),
                truths.truth(),
                truths.proven(),
                children,
                reading);
    }

    private void count() {
        nodes++;
        if (nodes > Evaluator.PROOF_NODES_MAX) {
            throw new ConformityException("the proof of " + subject + " has more than " + Evaluator.PROOF_NODES_MAX
                    + " nodes: its collections have too many items");
        }
    }
}
