package dev.shisa.server.sbom;

import dev.shisa.bom.Bom;
import dev.shisa.bom.Component;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which component of a list needs which, by their numbers.
 *
 * <p>A list may run in circles, and one component may stand below thousands. So nothing is walked as a tree: components
 * that need each other become one group (Tarjan's strongly connected components, without recursion, because a list may be
 * a hundred thousand deep), groups have an order in which what is needed comes first, and the worst below a group is the worst
 * of the groups that it needs and of its own. That takes each component and each edge once.
 */
final class ComponentGraph {

    /** Of {@link #worstBelow}: nothing is below. */
    static final int NOTHING = Integer.MAX_VALUE;

    private final int[][] needs;
    private final int[][] neededBy;
    private final int[] group;
    private final int groups;
    private final boolean told;

    private ComponentGraph(int[][] needs, boolean told) {
        this.needs = needs;
        this.neededBy = reversed(needs);
        this.told = told;
        this.group = new int[needs.length];
        this.groups = groups();
    }

    /** Of the components alone: what the list says of other things is left out, and so is what needs itself. */
    static ComponentGraph of(Bom bom) {
        List<Component> components = bom.components();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < components.size(); i++) {
            numbers.putIfAbsent(components.get(i).ref(), i);
        }
        List<TreeSet<Integer>> needs =
                components.stream().map(_ -> new TreeSet<Integer>()).toList();
        bom.dependencies().forEach((ref, needed) -> {
            Integer from = numbers.get(ref);
            if (from != null) {
                needed.forEach(to -> add(needs, from, numbers.get(to)));
            }
        });
        for (int i = 0; i < components.size(); i++) {
            Integer parent = numbers.get(components.get(i).parent());
            if (parent != null) {
                add(needs, parent, i);
            }
        }
        int[][] edges = new int[components.size()][];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = needs.get(i).stream().mapToInt(Integer::intValue).toArray();
        }
        return new ComponentGraph(edges, Arrays.stream(edges).anyMatch(edge -> edge.length > 0));
    }

    private static void add(List<TreeSet<Integer>> needs, int from, @Nullable Integer to) {
        if (to != null && to != from) {
            needs.get(from).add(to);
        }
    }

    int size() {
        return needs.length;
    }

    /** Whether the list says of anything what it needs. */
    boolean told() {
        return told;
    }

    /** The numbers, from 1, of what a component needs directly. */
    List<Integer> needs(int number) {
        return numbers(needs[number - 1]);
    }

    /** The numbers, from 1, of what needs a component directly. */
    List<Integer> neededBy(int number) {
        return numbers(neededBy[number - 1]);
    }

    /** Those below which everything stands: what nothing needs, and of a circle that nothing else needs, its first. */
    List<Integer> roots() {
        boolean[] needed = new boolean[groups];
        int[] first = new int[groups];
        Arrays.fill(first, -1);
        for (int i = needs.length - 1; i >= 0; i--) {
            first[group[i]] = i;
            for (int to : needs[i]) {
                needed[group[to]] |= group[to] != group[i];
            }
        }
        return numbers(Arrays.stream(first)
                .filter(i -> i >= 0 && !needed[group[i]])
                .sorted()
                .toArray());
    }

    /**
     * The worst of what is below each component, itself only where it stands below itself.
     *
     * @param worst by index, the lowest is the worst
     */
    int[] worstBelow(int[] worst) {
        int[] within = new int[groups];
        int[] below = new int[groups];
        int[] members = new int[groups];
        Arrays.fill(within, NOTHING);
        Arrays.fill(below, NOTHING);
        Integer[] order = new Integer[needs.length];
        Arrays.setAll(order, i -> i);
        // Groups are numbered as they are finished: what is needed has the lower number.
        Arrays.sort(order, (a, b) -> Integer.compare(group[a], group[b]));
        for (int i : order) {
            within[group[i]] = Math.min(within[group[i]], worst[i]);
            members[group[i]]++;
        }
        for (int i : order) {
            for (int to : needs[i]) {
                if (group[to] != group[i]) {
                    below[group[i]] = Math.min(below[group[i]], Math.min(within[group[to]], below[group[to]]));
                }
            }
        }
        int[] result = new int[needs.length];
        for (int i = 0; i < result.length; i++) {
            int own = members[group[i]] > 1 ? within[group[i]] : NOTHING;
            result[i] = Math.min(below[group[i]], own);
        }
        return result;
    }

    /** The indexes of all that is below a component, each once; {@code steps} is how many edges may still be walked. */
    BitSet below(int number, int[] steps) {
        BitSet seen = new BitSet(needs.length);
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(number - 1));
        while (!open.isEmpty() && steps[0] > 0) {
            for (int to : needs[open.poll()]) {
                steps[0]--;
                if (!seen.get(to)) {
                    seen.set(to);
                    open.add(to);
                }
            }
        }
        return seen;
    }

    private static List<Integer> numbers(int[] indexes) {
        return Arrays.stream(indexes).mapToObj(i -> i + 1).toList();
    }

    private static int[][] reversed(int[][] edges) {
        int[] counts = new int[edges.length];
        for (int[] edge : edges) {
            for (int to : edge) {
                counts[to]++;
            }
        }
        int[][] reversed = new int[edges.length][];
        Arrays.setAll(reversed, i -> new int[counts[i]]);
        for (int from = edges.length - 1; from >= 0; from--) {
            for (int to : edges[from]) {
                reversed[to][--counts[to]] = from;
            }
        }
        return reversed;
    }

    /** Numbers the groups, what is needed first, and says how many there are. */
    private int groups() {
        int size = needs.length;
        int[] met = new int[size];
        int[] low = new int[size];
        int[] at = new int[size];
        boolean[] held = new boolean[size];
        int[] path = new int[size];
        int[] stack = new int[size];
        int depth = 0;
        int top = 0;
        int time = 0;
        int found = 0;
        for (int start = 0; start < size; start++) {
            if (met[start] != 0) {
                continue;
            }
            path[depth++] = start;
            while (depth > 0) {
                int i = path[depth - 1];
                if (met[i] == 0) {
                    met[i] = ++time;
                    low[i] = time;
                    stack[top++] = i;
                    held[i] = true;
                }
                if (at[i] < needs[i].length) {
                    int to = needs[i][at[i]++];
                    if (met[to] == 0) {
                        path[depth++] = to;
                    } else if (held[to]) {
                        low[i] = Math.min(low[i], met[to]);
                    }
                    continue;
                }
                depth--;
                if (depth > 0) {
                    low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[i]);
                }
                if (low[i] == met[i]) {
                    int member;
                    do {
                        member = stack[--top];
                        held[member] = false;
                        group[member] = found;
                    } while (member != i);
                    found++;
                }
            }
        }
        return found;
    }
}
