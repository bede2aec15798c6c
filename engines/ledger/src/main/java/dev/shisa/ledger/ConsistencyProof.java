package dev.shisa.ledger;

import java.util.List;

/**
 * That the first {@code firstSize} leaves of a log of {@code secondSize} are the same as when it had only those (RFC 9162,
 * section 2.1.4). A first size of 0 is no proof: every tree continues the empty one, so who allows it decides without one.
 */
public record ConsistencyProof(long firstSize, long secondSize, List<Digest> path) {

    /**
     * Checks the shape.
     *
     * @throws LedgerException.Malformed if the first size is not between 1 and the second, or the path is too long
     */
    public ConsistencyProof {
        if (firstSize < 1) {
            throw new LedgerException.Malformed(
                    "a consistency proof begins with a tree of at least 1 leaf, not of " + firstSize + ".");
        }
        if (firstSize > secondSize) {
            throw new LedgerException.Malformed(
                    "a tree of " + secondSize + " leaves cannot continue one of " + firstSize + ".");
        }
        if (path.size() > InclusionProof.PATH_LENGTH_MAX) {
            throw new LedgerException.Malformed("the path has " + path.size() + " hashes, at most "
                    + InclusionProof.PATH_LENGTH_MAX + " are possible.");
        }
        path = List.copyOf(path);
    }

    /** Recomputes both roots from the path and compares them with the claimed ones (RFC 9162, section 2.1.4.2). */
    public ProofResult verify(Digest firstRoot, Digest secondRoot) {
        if (firstSize == secondSize) {
            if (!path.isEmpty()) {
                return new ProofResult.Fails("between equal sizes the path is empty");
            }
            return compared(firstRoot, firstRoot, secondRoot, firstRoot);
        }
        if (path.isEmpty()) {
            return new ProofResult.Fails("the path is empty");
        }
        Hasher hasher = new Hasher();
        long node = firstSize - 1;
        long last = secondSize - 1;
        while (node % 2 == 1) {
            node /= 2;
            last /= 2;
        }
        // A first tree that is a complete subtree of the second is its own first hash.
        boolean complete = node == 0;
        Digest first = complete ? firstRoot : path.getFirst();
        Digest second = first;
        for (Digest hash : path.subList(complete ? 0 : 1, path.size())) {
            if (last == 0) {
                return new ProofResult.Fails("the path goes on above the root");
            }
            boolean left = node % 2 == 1 || node == last;
            if (left) {
                first = hasher.node(hash, first);
                second = hasher.node(hash, second);
            } else {
                second = hasher.node(second, hash);
            }
            while (left && node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
            node /= 2;
            last /= 2;
        }
        if (last != 0) {
            return new ProofResult.Fails("the path ends below the root");
        }
        return compared(first, firstRoot, second, secondRoot);
    }

    private static ProofResult compared(Digest first, Digest firstRoot, Digest second, Digest secondRoot) {
        if (!first.equals(firstRoot)) {
            return new ProofResult.Fails("the path leads to first root " + first + ", claimed is " + firstRoot);
        }
        if (!second.equals(secondRoot)) {
            return new ProofResult.Fails("the path leads to second root " + second + ", claimed is " + secondRoot);
        }
        return new ProofResult.Holds();
    }
}
