package dev.shisa.server.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomFormat;
import dev.shisa.bom.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Circles, depth and breadth of lists, and the worst of what is below each component. */
class ComponentGraphTest {

    private static Component component(int number, String parent) {
        return new Component(
                "r" + number,
                "library",
                "",
                "part",
                "1",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                Map.of(),
                parent,
                "/");
    }

    /** Components 1 to size; each edge is written from, to. */
    private static ComponentGraph graph(int size, int... edges) {
        Map<String, List<String>> needs = new HashMap<>();
        for (int i = 0; i < edges.length; i += 2) {
            needs.computeIfAbsent("r" + edges[i], _ -> new ArrayList<>()).add("r" + edges[i + 1]);
        }
        return ComponentGraph.of(new Bom(
                BomFormat.CYCLONEDX_JSON,
                "",
                "",
                "",
                List.of(),
                List.of(),
                null,
                IntStream.rangeClosed(1, size).mapToObj(n -> component(n, "")).toList(),
                needs));
    }

    private static int[] worst(int size, int... at) {
        int[] worst = new int[size];
        Arrays.fill(worst, ComponentGraph.NOTHING);
        for (int i = 0; i < at.length; i += 2) {
            worst[at[i] - 1] = at[i + 1];
        }
        return worst;
    }

    @Test
    void theWorstBelowIsFoundThroughAllLevelsAndNotInTheComponentItself() {
        ComponentGraph graph = graph(5, 1, 2, 2, 3, 1, 4);
        assertThat(graph.roots()).containsExactly(1, 5);
        assertThat(graph.worstBelow(worst(5, 3, 1, 4, 2, 5, 1)))
                .containsExactly(1, 1, ComponentGraph.NOTHING, ComponentGraph.NOTHING, ComponentGraph.NOTHING);
    }

    @Test
    void aCircleHasARootAndEachOfItStandsBelowTheOthers() {
        ComponentGraph graph = graph(4, 1, 2, 2, 3, 3, 1, 3, 4);
        assertThat(graph.roots()).containsExactly(1);
        assertThat(graph.worstBelow(worst(4, 2, 3, 4, 2))).containsExactly(2, 2, 2, ComponentGraph.NOTHING);
        assertThat(graph.neededBy(1)).containsExactly(3);
    }

    @Test
    void whatNeedsItselfAndWhatIsNotThereAreNoEdges() {
        assertThat(graph(2, 1, 1, 1, 9).told()).isFalse();
        assertThat(graph(0).roots()).isEmpty();
    }

    @Test
    void whatIsContainedIsBelowWhatContainsIt() {
        ComponentGraph graph = ComponentGraph.of(new Bom(
                BomFormat.CYCLONEDX_JSON,
                "",
                "",
                "",
                List.of(),
                List.of(),
                null,
                List.of(component(1, ""), component(2, "r1")),
                Map.of()));
        assertThat(graph.needs(1)).containsExactly(2);
    }

    @Test
    void aHundredThousandBelowEachOtherAreNoProblem() {
        int size = 100_000;
        int[] edges = new int[2 * (size - 1)];
        for (int i = 1; i < size; i++) {
            edges[2 * i - 2] = i;
            edges[2 * i - 1] = i + 1;
        }
        ComponentGraph graph = graph(size, edges);
        assertThat(graph.roots()).containsExactly(1);
        assertThat(graph.worstBelow(worst(size, size, 2))[0]).isEqualTo(2);
        int[] steps = {10};
        assertThat(graph.below(1, steps).cardinality()).isEqualTo(10);
    }

    @Test
    void itSaysWhatWalkingEachWaySays() {
        RandomGenerator random = new SplittableRandom(20_261_129);
        for (int round = 0; round < 200; round++) {
            int size = random.nextInt(1, 12);
            int[] edges = IntStream.range(0, 2 * random.nextInt(0, 20))
                    .map(_ -> random.nextInt(1, size + 1))
                    .toArray();
            int[] worst = IntStream.range(0, size)
                    .map(_ -> random.nextInt(4) == 0 ? random.nextInt(1, 5) : ComponentGraph.NOTHING)
                    .toArray();
            ComponentGraph graph = graph(size, edges);
            int[] below = graph.worstBelow(worst);
            for (int number = 1; number <= size; number++) {
                int walked = graph.below(number, new int[] {Integer.MAX_VALUE}).stream()
                        .map(index -> worst[index])
                        .min()
                        .orElse(ComponentGraph.NOTHING);
                assertThat(below[number - 1])
                        .as(Arrays.toString(edges) + " from " + number)
                        .isEqualTo(walked);
            }
            assertThat(graph.roots().stream()
                            .flatMapToInt(root -> IntStream.concat(
                                    IntStream.of(root - 1), graph.below(root, new int[] {Integer.MAX_VALUE}).stream()))
                            .distinct()
                            .count())
                    .as("all of " + Arrays.toString(edges) + " is below a root")
                    .isEqualTo(size);
        }
    }
}
