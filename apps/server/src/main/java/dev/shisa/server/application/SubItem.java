package dev.shisa.server.application;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An official sub-item of a criterion, such as ①B of S1.1-13, as one product answers it: a row of its own in a form.
 *
 * <p>The problem: a rule names a sub-item once, or once for each item of a list (① of each log-in), and below an
 * alternative (① or ②). A row has one verdict for all of that, and only what belongs to the row may stand in it.
 *
 * <p>The idea: of the places where the tree names the sub-item, those count on which the verdict stands. Below an
 * alternative that holds, a place counts only if it is the one taken; so ② of a log-in that satisfies ① neither fails
 * nor is cited. The places that count are decided together.
 *
 * @param sub {@code 1B}
 * @param places where the tree names it and it counts; empty: another way was taken everywhere
 */
record SubItem(String sub, List<ProofNode> places) {

    /** Finer ones, such as ①1, are our reading and no rows of a form. */
    private static final Pattern OFFICIAL = Pattern.compile("\\d{1,2}[A-Z]?");

    /** Behind a sub-item: the alternative by which the product has nothing that it is about. */
    private static final String NOT_PRESENT = ".N";

    SubItem {
        places = List.copyOf(places);
    }

    /** All that the rule names, in its order. */
    static List<SubItem> of(String criterion, Proof proof) {
        Map<String, List<ProofNode>> found = new LinkedHashMap<>();
        collect(criterion + ".", proof.rule(), true, found);
        return found.entrySet().stream()
                .map(entry -> new SubItem(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void collect(String criterion, ProofNode node, boolean counts, Map<String, List<ProofNode>> found) {
        String item = node.item();
        if (item != null && item.startsWith(criterion)) {
            String sub = item.substring(criterion.length());
            if (OFFICIAL.matcher(sub).matches()) {
                List<ProofNode> places = found.computeIfAbsent(sub, s -> new ArrayList<>());
                if (counts) {
                    places.add(node);
                }
            }
        }
        boolean alternatives = node.kind() == ProofNode.Kind.ANY || node.kind() == ProofNode.Kind.EACH;
        List<ProofNode> taken = alternatives && node.truth() == Truth.TRUE ? node.enough() : node.children();
        node.children().forEach(child -> collect(criterion, child, counts && taken.contains(child), found));
    }

    Truth truth() {
        return Truth.all(places.stream().map(ProofNode::truth).toList());
    }

    private Truth proven() {
        return Truth.all(places.stream().map(ProofNode::proven).toList());
    }

    /** What the row says, where the criterion is decided by its rule. */
    VerdictState state(VerdictState criterion) {
        if (places.isEmpty()) {
            // Of ① or ② the other one was chosen: nobody claims this one, and nobody says that it fails.
            return VerdictState.UNKNOWN;
        }
        return switch (truth()) {
            case TRUE -> {
                if (proven() != Truth.TRUE) {
                    yield VerdictState.EXPECTED;
                }
                yield isNotPresent() ? VerdictState.NOT_APPLICABLE : VerdictState.MET;
            }
            case FALSE -> criterion == VerdictState.NOT_MET ? VerdictState.NOT_MET : VerdictState.UNKNOWN;
            case UNKNOWN -> VerdictState.UNKNOWN;
            case STALE, CONFLICT -> VerdictState.RECHECK;
        };
    }

    /** Whether the product has nothing that the row is about, such as Bluetooth: 該当なし, while the criterion is met. */
    private boolean isNotPresent() {
        return places.stream()
                .allMatch(place -> place.nodes()
                        .anyMatch(node ->
                                node.proven() == Truth.TRUE && (place.item() + NOT_PRESENT).equals(node.item())));
    }

    /** The places that make the row what it is. */
    private List<ProofNode> deciding() {
        return places.stream().filter(place -> place.truth() == truth()).toList();
    }

    Text reason(ReasonDraft draft, Proof proof) {
        return draft.of(deciding(), truth(), proof);
    }

    /** The facts that decide this row. */
    List<Fact> facts(Proof proof) {
        return deciding().stream()
                .flatMap(place -> DecidingFacts.of(place, proof).stream())
                .distinct()
                .toList();
    }
}
