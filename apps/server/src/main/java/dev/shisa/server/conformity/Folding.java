package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Parts.Fold;
import dev.shisa.server.platform.web.Parts.Node;
import java.util.List;

/**
 * Which branches of a tree stand open: those that hold up the verdict. What is settled is folded beside its neighbours and
 * only named; of a tree that is settled as a whole its first branches are named, unless it is small. Nothing is left out.
 */
final class Folding {

    /** A tree with no more leaves is read faster than it is opened. */
    private static final int LEAVES_OPEN_MAX = 8;

    private final boolean unprovenMatters;

    private Folding(boolean unprovenMatters) {
        this.unprovenMatters = unprovenMatters;
    }

    /** @param unprovenMatters whether what holds and is not proven is what is left to do */
    static Node of(Node root, boolean unprovenMatters) {
        Folding folding = new Folding(unprovenMatters);
        if (!folding.isSettled(root)) {
            return folding.open(root);
        }
        return leaves(root) <= LEAVES_OPEN_MAX
                ? root
                : root.over(root.children().stream()
                        .map(child -> child.children().isEmpty() ? child : child.folded(Fold.BELOW))
                        .toList());
    }

    private Node open(Node node) {
        List<Node> below = node.children().stream()
                .map(child -> isSettled(child) ? child.folded(Fold.SETTLED) : open(child))
                .toList();
        return node.over(below);
    }

    private boolean isSettled(Node node) {
        return isWithoutConflict(node)
                && switch (node.state()) {
                    case "met", "not-applicable" -> true;
                    case "expected" -> !unprovenMatters;
                    default -> false;
                };
    }

    private static boolean isWithoutConflict(Node node) {
        return node.conflict() == null && node.children().stream().allMatch(Folding::isWithoutConflict);
    }

    private static int leaves(Node node) {
        return node.children().isEmpty()
                ? 1
                : node.children().stream().mapToInt(Folding::leaves).sum();
    }
}
