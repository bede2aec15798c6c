package dev.shisa.server.sbom;

import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.sbom.TreeView.Node;
import dev.shisa.server.sbom.TreeView.Worst;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a graph of components that one page shows: a few levels, a few hundred components, the worst first. What is
 * below the edge of the page is on the page of the component.
 */
final class ComponentTree {

    /** Levels below those at the edge of the page. */
    private static final int LEVELS = 2;

    /** Of what one component needs, without its own page. */
    private static final int CHILDREN_MAX = 10;

    /** Of the whole page: some hundred kilobytes. */
    static final int NODES_MAX = 250;

    /** Edges that are walked to count what is below; then only the worst is said. */
    private static final int STEPS_MAX = 3_000_000;

    /** What a component is called. */
    record Name(String name, String version) {}

    private final ComponentGraph graph;
    private final @Nullable List<ListedFindings.Found> found;
    private final Function<List<Integer>, Map<Integer, Name>> names;
    private final IntFunction<String> words;
    private final String href;
    private final Ui ui;
    private final int[] own;
    private final int[] below;
    private final int[] steps = {STEPS_MAX};
    private final Map<Integer, Name> known = new HashMap<>();
    private int left = NODES_MAX;

    /**
     * @param found null: it is not known
     * @param words how urgent something is
     * @param href the page about a component, up to its number
     */
    ComponentTree(
            ComponentGraph graph,
            @Nullable List<ListedFindings.Found> found,
            Function<List<Integer>, Map<Integer, Name>> names,
            IntFunction<String> words,
            String href,
            Ui ui) {
        this.graph = graph;
        this.found = found;
        this.names = names;
        this.words = words;
        this.href = href;
        this.ui = ui;
        own = new int[graph.size()];
        Arrays.fill(own, ComponentGraph.NOTHING);
        if (found != null) {
            for (ListedFindings.Found one : found) {
                for (int number : one.numbers()) {
                    if (number <= own.length) {
                        own[number - 1] = Math.min(own[number - 1], one.rank());
                    }
                }
            }
        }
        below = graph.worstBelow(own);
    }

    /** What is worst in it or below it comes first, then the order of the list. */
    List<Integer> worstFirst(List<Integer> numbers) {
        return numbers.stream()
                .sorted(Comparator.comparingInt((Integer n) -> Math.min(own[n - 1], below[n - 1]))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** These components with a few levels of what they need. */
    List<Node> nodes(List<Integer> numbers, int at) {
        left -= numbers.size();
        Set<Integer> path = new HashSet<>(Set.of(at));
        Map<Integer, List<Integer>> children = new HashMap<>();
        List<Integer> level = numbers;
        for (int depth = 0; depth < LEVELS; depth++) {
            List<Integer> next = new ArrayList<>();
            for (int number : level) {
                if (!children.containsKey(number)) {
                    List<Integer> below = worstFirst(graph.needs(number)).stream()
                            .limit(Math.max(0, Math.min(CHILDREN_MAX, left)))
                            .toList();
                    left -= below.size();
                    children.put(number, below);
                    next.addAll(below);
                }
            }
            level = next;
        }
        learn(numbers);
        children.values().forEach(this::learn);
        return numbers.stream().map(number -> node(number, children, path, 0)).toList();
    }

    /** A component without what it needs. */
    Node plain(int number) {
        learn(List.of(number));
        return node(number, Map.of(), new HashSet<>(), LEVELS);
    }

    private void learn(List<Integer> numbers) {
        List<Integer> unknown =
                numbers.stream().filter(n -> !known.containsKey(n)).toList();
        if (!unknown.isEmpty()) {
            known.putAll(names.apply(unknown));
        }
    }

    private Node node(int number, Map<Integer, List<Integer>> children, Set<Integer> path, int depth) {
        boolean again = !path.add(number);
        Name name = known.getOrDefault(number, new Name("", ""));
        Node node = new Node(
                name.name(),
                name.version(),
                worst(own[number - 1], count(new BitSet(), number)),
                below[number - 1] == ComponentGraph.NOTHING
                        ? Worst.NONE
                        : worst(below[number - 1], count(graph.below(number, steps), 0)),
                graph.needs(number).size(),
                again || depth == LEVELS
                        ? List.of()
                        : children.getOrDefault(number, List.of()).stream()
                                .map(child -> node(child, children, path, depth + 1))
                                .toList(),
                again,
                href + number);
        if (!again) {
            path.remove(number);
        }
        return node;
    }

    /** How many findings are about one of these components, or about that one; -1: it was too much to count. */
    private int count(BitSet indexes, int number) {
        if (found == null) {
            return 0;
        }
        if (steps[0] <= 0 && number == 0) {
            return -1;
        }
        return (int) found.stream()
                .filter(one -> one.numbers().stream().anyMatch(n -> n == number || indexes.get(n - 1)))
                .count();
    }

    private Worst worst(int rank, int count) {
        if (rank == ComponentGraph.NOTHING) {
            return Worst.NONE;
        }
        return new Worst(
                rank == 1 ? "not-met" : "recheck",
                count < 0 ? words.apply(rank) : ui.t("sbom.tree.worst", count, words.apply(rank)));
    }
}
