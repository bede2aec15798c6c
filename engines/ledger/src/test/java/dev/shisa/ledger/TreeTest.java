package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Roots, tiles and proofs, compared with the definitions of RFC 6962. */
class TreeTest {

    @Test
    void theEmptyTreeHasTheHashOfNothing() {
        assertThat(Digest.EMPTY_TREE.bytes()).isEqualTo(ReferenceTree.sha256());
        assertThat(new TreeEdge((tile, content) -> {}).root()).isEqualTo(Digest.EMPTY_TREE);
    }

    @Test
    void rootsAreThoseOfTheDefinitionForEverySize() {
        Grown log = new Grown();
        for (int size = 1; size <= 600; size++) {
            log.add(("entry " + size).getBytes(StandardCharsets.UTF_8));
            assertThat(log.edge.root().bytes()).as("size %d", size).isEqualTo(ReferenceTree.root(log.leaves));
        }
    }

    @Test
    void tilesAreThoseOfTheDefinition() {
        Grown log = new Grown();
        for (int size = 1; size <= 66_000; size++) {
            log.add(("entry " + size).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Tile.ofTree(66_000))
                .allSatisfy(tile -> assertThat(log.source(tile))
                        .as(tile.path())
                        .isEqualTo(ReferenceTree.tile(log.leaves, tile.level(), (int) tile.index(), tile.width())));
    }

    @Test
    void aTreeOf70000HasTheTilesThatTheSpecificationCounts() {
        List<String> paths = Tile.ofTree(70_000).stream().map(Tile::path).toList();
        assertThat(paths)
                .hasSize(273 + 1 + 1 + 1 + 1)
                .contains("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1")
                .doesNotContain("tile/0/273", "tile/3/000");
        assertThat(Tile.ofTree(256).stream().map(Tile::path)).containsExactly("tile/0/000", "tile/1/000.p/1");
        assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new Tile(Tile.ENTRIES, 1000, 3).path()).isEqualTo("tile/entries/x001/000.p/3");
    }

    @Test
    void proofsAreThoseOfTheDefinitionAndHold() {
        Property.holds(300, random -> {
            Grown log = new Grown();
            int available = 1 + random.nextInt(random.nextBoolean() ? 20 : 700);
            for (int i = 0; i < available; i++) {
                log.add(Property.bytes(random, random.nextInt(40)));
            }
            TileTree tree = new TileTree(log::source);
            int size = 1 + random.nextInt(available);
            int leaf = random.nextInt(size);
            List<byte[]> leaves = log.leaves.subList(0, size);
            Digest root = Digest.of(ReferenceTree.root(leaves));
            assertThat(tree.root(size, available)).isEqualTo(root);
            InclusionProof inclusion = tree.inclusion(leaf, size, available);
            assertThat(inclusion.path()).isEqualTo(ReferenceTree.digests(ReferenceTree.path(leaf, leaves)));
            assertThat(inclusion.verify(Digest.of(leaves.get(leaf)), root)).isEqualTo(new ProofResult.Holds());

            int first = 1 + random.nextInt(size);
            ConsistencyProof consistency = tree.consistency(first, size, available);
            assertThat(consistency.path())
                    .isEqualTo(ReferenceTree.digests(ReferenceTree.subproof(first, leaves, true)));
            Digest firstRoot = Digest.of(ReferenceTree.root(leaves.subList(0, first)));
            assertThat(consistency.verify(firstRoot, root)).isEqualTo(new ProofResult.Holds());
            rejectsEveryChange(random, inclusion, Digest.of(leaves.get(leaf)), consistency, firstRoot, root);
        });
    }

    private static void rejectsEveryChange(
            RandomGenerator random,
            InclusionProof inclusion,
            Digest leaf,
            ConsistencyProof consistency,
            Digest firstRoot,
            Digest root) {
        List<Digest> path = new ArrayList<>(inclusion.path());
        path.add(root);
        assertThat(new InclusionProof(inclusion.leafIndex(), inclusion.treeSize(), path)
                        .verify(leaf, root)
                        .holds())
                .as("longer")
                .isFalse();
        assertThat(inclusion.verify(flipped(random, leaf), root).holds())
                .as("leaf")
                .isFalse();
        assertThat(inclusion.verify(leaf, flipped(random, root)).holds())
                .as("root")
                .isFalse();
        if (!inclusion.path().isEmpty()) {
            List<Digest> shorter = inclusion.path().subList(0, inclusion.path().size() - 1);
            assertThat(new InclusionProof(inclusion.leafIndex(), inclusion.treeSize(), shorter)
                            .verify(leaf, root)
                            .holds())
                    .as("shorter")
                    .isFalse();
            List<Digest> changed = new ArrayList<>(inclusion.path());
            int at = random.nextInt(changed.size());
            changed.set(at, flipped(random, changed.get(at)));
            assertThat(new InclusionProof(inclusion.leafIndex(), inclusion.treeSize(), changed)
                            .verify(leaf, root)
                            .holds())
                    .as("changed")
                    .isFalse();
        }
        assertThat(consistency.verify(flipped(random, firstRoot), root).holds()).isFalse();
        assertThat(consistency.verify(firstRoot, flipped(random, root)).holds()).isFalse();
        List<Digest> more = new ArrayList<>(consistency.path());
        more.add(root);
        assertThat(new ConsistencyProof(consistency.firstSize(), consistency.secondSize(), more)
                        .verify(firstRoot, root)
                        .holds())
                .isFalse();
        if (!consistency.path().isEmpty()) {
            List<Digest> less = consistency.path().subList(1, consistency.path().size());
            assertThat(new ConsistencyProof(consistency.firstSize(), consistency.secondSize(), less)
                            .verify(firstRoot, root)
                            .holds())
                    .isFalse();
        }
    }

    private static Digest flipped(RandomGenerator random, Digest digest) {
        byte[] bytes = digest.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Digest.of(bytes);
    }

    @Test
    void refusesWhatNoTreeHas() {
        assertThatThrownBy(() -> new InclusionProof(3, 3, List.of())).isInstanceOf(LedgerException.Malformed.class);
        assertThatThrownBy(() -> new InclusionProof(-1, 3, List.of())).isInstanceOf(LedgerException.Malformed.class);
        assertThatThrownBy(() -> new ConsistencyProof(0, 3, List.of())).hasMessageContaining("at least 1 leaf");
        assertThatThrownBy(() -> new ConsistencyProof(4, 3, List.of())).hasMessageContaining("cannot continue");
        assertThatThrownBy(() -> Digest.of(new byte[31])).hasMessageContaining("has 31");
        List<Digest> long64 = java.util.Collections.nCopies(64, Digest.EMPTY_TREE);
        assertThatThrownBy(() -> new InclusionProof(0, Long.MAX_VALUE, long64)).hasMessageContaining("64 hashes");
    }

    /** A log in memory. */
    private static final class Grown {
        private final List<byte[]> leaves = new ArrayList<>();
        private final Map<Tile, byte[]> full = new HashMap<>();
        private final TreeEdge edge = new TreeEdge(full::put);

        void add(byte[] entry) {
            leaves.add(ReferenceTree.leaf(entry));
            byte[] bytes = EntryBundle.encode(List.of(entry));
            edge.add(bytes, 0, bytes.length);
        }

        byte[] source(Tile tile) {
            byte[] content = full.get(tile);
            return content != null ? content : edge.partial(tile);
        }
    }
}
