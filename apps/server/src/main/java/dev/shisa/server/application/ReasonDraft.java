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
                ProofNode applies = proof.applies();
                Text why = requirement.notApplicable();
                yield new Text(
                        join(why == null ? List.of() : List.of(why.ja()), nodes(applies), Locale.JAPANESE),
                        join(why == null ? List.of() : List.of(why.en()), nodes(applies), Locale.ENGLISH));
            }
            case MET -> of(proof.rule(), Truth.TRUE);
            case NOT_MET -> of(proof.rule(), Truth.FALSE);
            case DEEMED, EXEMPT ->
                proof.routes().stream()
                        .filter(route ->
                                route.verdict() == outcome && route.when().truth() == Truth.TRUE)
                        .findFirst()
                        .map(route -> of(route.when(), Truth.TRUE))
                        .orElse(new Text("", ""));
            case UNKNOWN, RECHECK, EXPECTED -> new Text("", "");
        };
    }

    /** The claims below a node that make it true, or those that ought to hold and do not. */
    Text of(ProofNode node, Truth truth) {
        if (truth == Truth.FALSE) {
            List<Decisive.Leaf> failing = Decisive.of(node);
            List<ProofNode> nodes = failing.stream().map(Decisive.Leaf::node).toList();
            return new Text(
                    join(denied(failing, Locale.JAPANESE, "次を満たしていない: "), nodes, Locale.JAPANESE),
                    join(denied(failing, Locale.ENGLISH, "This does not hold: "), nodes, Locale.ENGLISH));
        }
        return new Text(
                join(claims(node, truth, Locale.JAPANESE), nodes(node), Locale.JAPANESE),
                join(claims(node, truth, Locale.ENGLISH), nodes(node), Locale.ENGLISH));
    }

    /** A claim of the catalogue says what ought to be so; of a requirement that is not met it must not stand as if it were. */
    private List<String> denied(List<Decisive.Leaf> failing, Locale locale, String not) {
        return failing.stream()
                .flatMap(leaf -> Stream.ofNullable(leaf.claim()).map(claim -> named(claim.in(locale), leaf.node())))
                .map(claim -> not + claim.replaceFirst("[。.]$", ""))
                .distinct()
                .toList();
    }

    private static List<ProofNode> nodes(@Nullable ProofNode node) {
        return node == null ? List.of() : node.nodes().toList();
    }

    private String join(List<String> claims, List<ProofNode> nodes, Locale locale) {
        boolean ja = locale.equals(Locale.JAPANESE);
        StringBuilder text = new StringBuilder();
        for (String claim : claims.stream().limit(CLAIMS_MAX).toList()) {
            text.append(claim);
            if (!claim.matches("(?s).*[。.!?！？]$")) {
                text.append(ja ? "。" : ".");
            }
            text.append(ja ? "" : " ");
        }
        String more = nodes.stream()
                .flatMap(node -> used(node).stream())
                .map(id -> details.getOrDefault(id, "").strip())
                .filter(detail -> !detail.isEmpty())
                .distinct()
                .limit(DETAILS_MAX)
                .collect(Collectors.joining("\n"));
        return (text.toString().strip() + (more.isEmpty() ? "" : "\n" + more)).strip();
    }

    private static List<UUID> used(ProofNode node) {
        Reading reading = node.reading();
        return reading == null ? List.of() : reading.used();
    }

    /** The highest claims of a tree: a node's own sentence is shorter than those of its parts. */
    private List<String> claims(ProofNode node, Truth truth, Locale locale) {
        Set<String> claims = new LinkedHashSet<>();
        collect(node, truth, locale, claims, true);
        return new ArrayList<>(claims);
    }

    private void collect(ProofNode node, Truth truth, Locale locale, Set<String> claims, boolean root) {
        if (node.truth() != truth) {
            return;
        }
        Text text = node.text();
        boolean below = root && node.kind() != ProofNode.Kind.LEAF && node.kind() != ProofNode.Kind.NOT;
        if (text != null && !below) {
            claims.add(named(text.in(locale), node));
            return;
        }
        int before = claims.size();
        for (ProofNode child : node.children()) {
            collect(child, truth, locale, claims, false);
        }
        if (claims.size() == before && text != null) {
            claims.add(named(text.in(locale), node));
        }
    }

    private String named(String sentence, ProofNode node) {
        return sentence.replace("{item}", itemNames.getOrDefault(node.about(), node.about()));
    }

    /** The evidence that a node's facts rest on, in the order of the tree. */
    static Set<UUID> evidence(ProofNode node, Proof proof) {
        Set<UUID> evidence = new LinkedHashSet<>();
        node.nodes()
                .flatMap(child -> used(child).stream())
                .flatMap(id -> proof.fact(id).stream())
                .map(Fact::evidence)
                .forEach(evidence::add);
        return evidence;
    }
}
