package dev.shisa.server.application;

import dev.shisa.conformity.Decisive;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drafts the reason for a form from a proof: the claims that make the verdict what it is, in the catalogue's words, and
 * the words that people added to the facts. A person may replace it by words of their own.
 */
public final class ReasonDraft {

    /** A cell of a form is no place for a proof; the evidence has the rest. */
    private static final int CLAIMS_MAX = 8;

    private static final int DETAILS_MAX = 6;

    /** End of the sub-item that says that the product has nothing of the kind. */
    private static final String ABSENT = ".N";

    /** Of more items, one sentence for all says more than one for each. */
    private static final int ITEMS_MAX = 4;

    private final Map<String, String> itemNames;
    private final Map<UUID, String> details;

    /**
     * @param itemNames names of register items by their codes
     * @param details words that belong to facts, by the facts' ids
     */
    public ReasonDraft(Map<String, String> itemNames, Map<UUID, String> details) {
        this.itemNames = itemNames;
        this.details = details;
    }

    /** The reason for a verdict, empty where nothing can be said. */
    public Text of(Requirement requirement, VerdictState state, @Nullable VerdictState towards, Proof proof) {
        VerdictState outcome = state == VerdictState.EXPECTED && towards != null ? towards : state;
        return switch (outcome) {
            case NOT_APPLICABLE -> {
                Text why = requirement.notApplicable();
                List<UUID> facts = proof.applies() == null ? List.of() : facts(List.of(proof.applies()), proof);
                yield new Text(
                        join(why == null ? List.of() : List.of(why.ja()), facts, Locale.JAPANESE),
                        join(why == null ? List.of() : List.of(why.en()), facts, Locale.ENGLISH));
            }
            case MET -> of(List.of(proof.rule()), Truth.TRUE, proof);
            case NOT_MET -> of(List.of(proof.rule()), Truth.FALSE, proof);
            case DEEMED, EXEMPT ->
                proof.routes().stream()
                        .filter(route ->
                                route.verdict() == outcome && route.when().truth() == Truth.TRUE)
                        .findFirst()
                        .map(route -> of(List.of(route.when()), Truth.TRUE, proof))
                        .orElse(new Text("", ""));
            case UNKNOWN, RECHECK, EXPECTED -> new Text("", "");
        };
    }

    /** The claims below these nodes that make them true, or those that ought to hold and do not. */
    Text of(List<ProofNode> places, Truth truth, Proof proof) {
        List<UUID> facts = facts(places, proof);
        if (truth == Truth.FALSE) {
            List<Decisive.Leaf> failing = places.stream()
                    .flatMap(place -> Decisive.of(place).stream())
                    .toList();
            return new Text(
                    join(denied(failing, Locale.JAPANESE, "次を満たしていない: "), facts, Locale.JAPANESE),
                    join(denied(failing, Locale.ENGLISH, "This does not hold: "), facts, Locale.ENGLISH));
        }
        return new Text(
                join(claims(places, truth, Locale.JAPANESE), facts, Locale.JAPANESE),
                join(claims(places, truth, Locale.ENGLISH), facts, Locale.ENGLISH));
    }

    /** A claim of the catalogue says what ought to be so; of a requirement that is not met it must not stand as if it were. */
    private List<String> denied(List<Decisive.Leaf> failing, Locale locale, String not) {
        return failing.stream()
                .flatMap(leaf -> Stream.ofNullable(leaf.claim()).map(claim -> named(claim.in(locale), leaf.node())))
                .map(claim -> not + claim.replaceFirst("[。.]$", ""))
                .distinct()
                .toList();
    }

    private static List<UUID> facts(List<ProofNode> places, Proof proof) {
        return places.stream()
                .flatMap(place -> DecidingFacts.of(place, proof).stream())
                .map(Fact::id)
                .toList();
    }

    /** The words beside a fact are part of the reason only where the fact decides. */
    private String join(List<String> claims, List<UUID> facts, Locale locale) {
        boolean ja = locale.equals(Locale.JAPANESE);
        StringBuilder text = new StringBuilder();
        for (String claim : claims.stream().limit(CLAIMS_MAX).toList()) {
            text.append(claim);
            if (!claim.matches("(?s).*[。.!?！？]$")) {
                text.append(ja ? "。" : ".");
            }
            text.append(ja ? "" : " ");
        }
        if (claims.size() > CLAIMS_MAX) {
            int left = claims.size() - CLAIMS_MAX;
            text.append(ja ? "(ほか" + left + "件)" : "(" + left + " more) ");
        }
        String more = facts.stream()
                .map(id -> details.getOrDefault(id, "").strip())
                .filter(detail -> !detail.isEmpty())
                .distinct()
                .limit(DETAILS_MAX)
                .collect(Collectors.joining("\n"));
        return (text.toString().strip() + (more.isEmpty() ? "" : "\n" + more)).strip();
    }

    /** The highest claims of each tree: a node's own sentence is shorter than those of its parts. */
    private List<String> claims(List<ProofNode> places, Truth truth, Locale locale) {
        Set<String> claims = new LinkedHashSet<>();
        places.forEach(place -> collect(place, truth, locale, claims, true));
        return new ArrayList<>(claims);
    }

    private void collect(ProofNode node, Truth truth, Locale locale, Set<String> claims, boolean root) {
        if (node.truth() != truth) {
            return;
        }
        Text text = node.text();
        boolean below = node.kind() != ProofNode.Kind.LEAF
                && node.kind() != ProofNode.Kind.NOT
                && (root || (text != null && leavesOpen(text, node)));
        if (text != null && !below) {
            claims.add(named(text.in(locale), node));
            return;
        }
        int before = claims.size();
        Reading reading = node.reading();
        if (reading != null && reading.reason() == Reading.Reason.NOTHING_FOUND) {
            // What tests did not find is no reason.
            return;
        }
        // Of alternatives, what nobody has confirmed is not claimed beside what is proven, nor what the product would
        // have to do beside that it has no such thing; what an item is, is said along.
        List<ProofNode> parts = node.kind() == ProofNode.Kind.ANY ? alternatives(node) : node.children();
        for (ProofNode child : parts) {
            collect(child, truth, locale, claims, false);
        }
        if (claims.size() == before && text != null) {
            claims.add(named(text.in(locale), node));
        }
    }

    private static List<ProofNode> alternatives(ProofNode any) {
        List<ProofNode> absent = any.enough().stream()
                .filter(part -> part.item() != null && part.item().endsWith(ABSENT))
                .toList();
        return absent.isEmpty() ? any.enough() : absent;
    }

    /** Whether the sentence of a node leaves open which of several is so: the parts that hold say it, unless there are many. */
    private static boolean leavesOpen(Text text, ProofNode node) {
        return text.ja().contains("または")
                && (node.kind() != ProofNode.Kind.EVERY || node.children().size() <= ITEMS_MAX);
    }

    private String named(String sentence, ProofNode node) {
        return sentence.replace("{item}", itemNames.getOrDefault(node.about(), node.about()));
    }
}
