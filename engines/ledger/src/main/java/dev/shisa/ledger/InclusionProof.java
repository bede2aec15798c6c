package dev.shisa.ledger;

import java.util.List;

/**
 * The audit path from one leaf to the root of a log of {@code treeSize} leaves (RFC 9162, section 2.1.3), sibling next to
 * the leaf first.
 */
public record InclusionProof(long leafIndex, long treeSize, List<Digest> path) {

    /** A tree of 2^63 leaves has 63 levels; a longer path is never honest. */
    static final int PATH_LENGTH_MAX = 63;

    /**
     * Checks the shape.
     *
     * @throws LedgerException.Malformed if the leaf is not in the tree or the path is longer than any tree is high
     */
    public InclusionProof {
        if (leafIndex < 0 || leafIndex >= treeSize) {
            throw new LedgerException.Malformed("leaf " + leafIndex + " is not in a tree of " + treeSize + " leaves.");
        }
        if (path.size() > PATH_LENGTH_MAX) {
            throw new LedgerException.Malformed(
                    "the path has " + path.size() + " hashes, at most " + PATH_LENGTH_MAX + " are possible.");
        }
        path = List.copyOf(path);
    }

    /** Recomputes the root from the leaf upwards and compares it with the claimed one (RFC 9162, section 2.1.3.2). */
    public ProofResult verify(Digest leafHash, Digest root) {
        Hasher hasher = new Hasher();
        long node = leafIndex;
        long last = treeSize - 1;
        Digest hash = leafHash;
        for (Digest sibling : path) {
            if (last == 0) {
                return new ProofResult.Fails("the path goes on above the root");
            }
            boolean siblingIsLeft = node % 2 == 1 || node == last;
            hash = siblingIsLeft ? hasher.node(sibling, hash) : hasher.node(hash, sibling);
            // A last node without a right sibling is promoted unchanged until it becomes a right child.
            while (siblingIsLeft && node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
            node /= 2;
            last /= 2;
        }
        if (last != 0) {
            return new ProofResult.Fails("the path ends below the root");
        }
        return hash.equals(root)
                ? new ProofResult.Holds()
                : new ProofResult.Fails("the path leads to root " + hash + ", the checkpoint says " + root);
    }
}
