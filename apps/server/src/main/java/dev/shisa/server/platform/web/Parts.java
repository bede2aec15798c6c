package dev.shisa.server.platform.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parts under {@code jte/part} show when a few words are not enough: one record for each kind of row.
 *
 * <p>They carry finished words in the reader's language and links, nothing else; pages build them from the public types
 * of their capability. Wherever a link may be absent, the words stand without it.
 */
public final class Parts {

    private Parts() {}

    /** One place above the present page. */
    public record Crumb(String label, String href) {}

    /** One tab of a page; at most one of a row is current. */
    public record Tab(String label, String href, boolean current) {}

    /** One possible answer of a field; {@code help} says in a line what it means, and may be empty. */
    public record Choice(String value, String label, String help) {

        public Choice(String value, String label) {
            this(value, label, "");
        }
    }

    /** One field that cannot be taken as it is: its id and what is wrong with the present value. */
    public record Mistake(String fieldId, String message) {

        /** What is wrong with a field, or null; the first word on it counts. */
        public static @Nullable String on(List<Mistake> mistakes, String fieldId) {
            return mistakes.stream()
                    .filter(mistake -> mistake.fieldId().equals(fieldId))
                    .map(Mistake::message)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** One filter in force, and the address of the list without it. */
    public record Filter(String label, String removeHref) {}

    /** One column of a table; sortable when it has an address, at present sorted in {@code order}. */
    public record Column(String label, @Nullable String sortHref, Order order, boolean number) {

        public static Column plain(String label) {
            return new Column(label, null, Order.NONE, false);
        }

        public static Column number(String label) {
            return new Column(label, null, Order.NONE, true);
        }

        public static Column sortable(String label, String sortHref, Order order) {
            return new Column(label, sortHref, order, false);
        }
    }

    /** How a column is sorted. */
    public enum Order {
        NONE,
        ASCENDING,
        DESCENDING
    }

    /** How many of a set have one state, and the address of exactly those (without this filter when it is in force). */
    public record Tally(String state, int count, String href, boolean selected) {}

    /** One step of a procedure. */
    public record Step(
            String label,
            String help,
            Progress progress,
            @Nullable String href) {

        public Step(String label, Progress progress) {
            this(label, "", progress, null);
        }
    }

    /** How far a step is. */
    public enum Progress {
        DONE,
        NOW,
        LATER
    }

    /** One point between reality and verdict: what kind of thing, which one, and where it is shown. */
    public record Link(String kind, String thing, @Nullable String href) {}

    /** One change of a verdict: when, to what state, because of what, and its entry of the ledger. */
    public record Change(
            String when,
            String state,
            String sentence,
            @Nullable String entry,
            @Nullable String entryHref) {}

    /** One piece of evidence under a leaf: its strength, what it is, and until when it counts (may be empty). */
    public record Basis(
            String strength, String what, @Nullable String href, String date) {}

    /**
     * One of the values between which facts disagree, and what all of them rest on.
     *
     * @param id of a fact that states it
     * @param more what a list has and not every other one has, in words; empty if it has nothing more, or is no list
     */
    public record Side(String id, String value, List<String> more, List<Basis> basis) {

        public Side {
            more = List.copyOf(more);
            basis = List.copyOf(basis);
        }
    }

    /**
     * Facts that disagree, the one sentence why no machine decides between them, and how this reader decides.
     *
     * @param id where it stands on its page: whatever rests on it leads there
     * @param common what all lists have; empty: they have nothing in common, or are no lists
     * @param decision null: somebody else decides
     */
    public record Conflict(
            String id,
            List<Side> sides,
            List<String> common,
            String why,
            @Nullable Decision decision) {

        public Conflict {
            sides = List.copyOf(sides);
            common = List.copyOf(common);
        }
    }

    /**
     * The form that decides between values.
     *
     * @param id begins the ids of its fields
     * @param fact which fact it is about
     * @param back where the reader returns to
     * @param shown the facts that are shown: what has come since is not decided upon
     * @param holds the id of the side that was chosen, or empty
     * @param mistakes what is wrong, by field {@code holds} and {@code reason}
     * @param newerHref where a further fact is recorded that replaces them; empty: not by this reader
     */
    public record Decision(
            String id,
            String action,
            String fact,
            String back,
            List<String> shown,
            String holds,
            String reason,
            Map<String, String> mistakes,
            String newerHref) {

        public Decision {
            shown = List.copyOf(shown);
            mistakes = Map.copyOf(mistakes);
        }
    }

    /** What of a node is shown at once. */
    public enum Fold {
        OPEN,
        /** Its own words, and what is below on demand. */
        BELOW,
        /** Nothing but its words among those of its neighbours that are settled, too. */
        SETTLED
    }

    /**
     * One node of a proof. {@code operator} is {@code all}, {@code any}, {@code not} or {@code every}, or empty for a
     * leaf; {@code truth} is {@code true}, {@code false}, {@code unknown}, {@code stale}, {@code conflict} or
     * {@code not-applicable}; {@code proven} tells whether the facts are strong enough and confirmed, and makes the
     * difference between a full and a dashed shape. {@code conflict} is where the facts that disagree stand side by side;
     * {@code answer} is where an open leaf is settled.
     */
    public record Node(
            String operator,
            String sentence,
            String truth,
            boolean proven,
            String detail,
            List<Basis> basis,
            @Nullable Link conflict,
            List<Node> children,
            Fold fold,
            @Nullable Link answer) {

        public Node {
            basis = List.copyOf(basis);
            children = List.copyOf(children);
        }

        /** The same in other words. */
        public Node saying(String words) {
            return new Node(operator, words, truth, proven, detail, basis, conflict, children, fold, answer);
        }

        /** The same where something else counts than whether it holds. */
        public Node in(String other) {
            return new Node(operator, sentence, other, proven, detail, basis, conflict, children, fold, answer);
        }

        /** The same as an alternative that was not taken: no fault, and looked into on demand. */
        public Node aside() {
            return in("not-applicable").folded(Fold.BELOW);
        }

        public Node folded(Fold other) {
            return new Node(operator, sentence, truth, proven, detail, basis, conflict, children, other, answer);
        }

        /** The same with others below it. */
        public Node over(List<Node> others) {
            return new Node(operator, sentence, truth, proven, detail, basis, conflict, others, fold, answer);
        }

        /** The verdict shape that stands for the truth of this node. */
        public String state() {
            return switch (truth) {
                case "true" -> proven ? "met" : "expected";
                case "false" -> "not-met";
                case "stale", "conflict" -> "recheck";
                case "not-applicable" -> "not-applicable";
                default -> "unknown";
            };
        }

        /** What is below it, neighbours that are settled together. */
        public List<Run> runs() {
            List<Run> runs = new ArrayList<>();
            for (Node child : children) {
                boolean settled = child.fold == Fold.SETTLED;
                if (runs.isEmpty() || runs.getLast().settled() != settled) {
                    runs.add(new Run(settled, List.of(child)));
                } else {
                    Run last = runs.removeLast();
                    List<Node> more = new ArrayList<>(last.nodes());
                    more.add(child);
                    runs.add(new Run(settled, more));
                }
            }
            return runs;
        }
    }

    /** Neighbours in a proof; those that are settled are folded, and only named. */
    public record Run(boolean settled, List<Node> nodes) {

        /** So many are named; of all there is the count. */
        private static final int NAMED_MAX = 3;

        public Run {
            nodes = List.copyOf(nodes);
        }

        public List<String> named() {
            return nodes.stream().limit(NAMED_MAX).map(Node::sentence).toList();
        }

        /** The shape of all: that of the least of them. */
        public String state() {
            List<String> states = nodes.stream().map(Node::state).distinct().toList();
            return states.contains("expected") ? "expected" : states.contains("met") ? "met" : states.getFirst();
        }
    }
}
