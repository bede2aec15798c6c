package dev.shisa.server.conformity;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proof as trees that a person reads: sentences, values in words, evidence with links. What disagrees stands once beside
 * them, however many leaves rest on it; of a tree only what makes the verdict what it is stands open.
 */
final class ProofView {

    /** More items than this below one node are folded; a device with a hundred ports stays readable. */
    private static final int CHILDREN_UNFOLDED_MAX = 12;

    private final Judged judged;
    private final Proof proof;
    private final Map<UUID, Fact> facts;
    private final Map<UUID, EvidenceSummary> evidence;
    private final Function<Slot, Optional<Parts.Conflict>> contradictions;
    private final Predicate<Slot> asks;
    private final SequencedMap<Slot, Parts.Conflict> conflicts = new LinkedHashMap<>();
    private final Words words;
    private final Ui ui;

    ProofView(
            Judged judged,
            Proof proof,
            Map<UUID, EvidenceSummary> evidence,
            Function<Slot, Optional<Parts.Conflict>> contradictions,
            Predicate<Slot> asks,
            Words words,
            Ui ui) {
        this.judged = judged;
        this.proof = proof;
        this.facts = proof.facts().stream().collect(Collectors.toMap(Fact::id, f -> f));
        this.evidence = evidence;
        this.contradictions = contradictions;
        this.asks = asks;
        this.words = words;
        this.ui = ui;
    }

    /** The tree that decides comes first and stands open; where nothing is decided, all stand open. */
    RequirementPage.Shown shown(StoredVerdict verdict) {
        VerdictState outcome = verdict.towards() == null ? verdict.state() : verdict.towards();
        boolean unproven = verdict.state() == VerdictState.EXPECTED;
        boolean byRoute = outcome == VerdictState.DEEMED || outcome == VerdictState.EXEMPT;
        boolean byApplies = outcome == VerdictState.NOT_APPLICABLE;
        List<RequirementPage.Tree> routes = new ArrayList<>();
        for (Proof.RouteProof route : proof.routes()) {
            routes.add(new RequirementPage.Tree(
                    "route-" + routes.size(),
                    words.t("requirement.route." + route.verdict().code(), words.in(route.name())),
                    tree(route.when(), unproven),
                    byRoute));
        }
        List<RequirementPage.Tree> trees = new ArrayList<>();
        RequirementPage.Tree rule = new RequirementPage.Tree(
                "rule", words.t("requirement.rule"), tree(proof.rule(), unproven), !byRoute && !byApplies);
        if (byRoute) {
            trees.addAll(routes);
        }
        if (!byApplies) {
            trees.add(rule);
        }
        ProofNode applies = proof.applies();
        if (applies != null) {
            trees.add(new RequirementPage.Tree(
                    "applies",
                    words.t("requirement.applies"),
                    tree(applies, unproven),
                    byApplies || !applies.truth().isKnown()));
        }
        if (byApplies) {
            trees.add(rule);
        }
        if (!byRoute) {
            trees.addAll(routes);
        }
        List<RequirementPage.Tree> contradictions = new ArrayList<>();
        for (Proof.Held held : proof.contradictions()) {
            contradictions.add(new RequirementPage.Tree(
                    "contradiction-" + contradictions.size(),
                    words.t(held.settled() ? "requirement.contradiction.settled" : "requirement.contradiction"),
                    contradiction(held),
                    !held.settled()));
        }
        trees.addAll(0, contradictions);
        return new RequirementPage.Shown(
                trees,
                conflicts.entrySet().stream()
                        .map(e -> new RequirementPage.Disagreeing(words.question(e.getKey()), e.getValue()))
                        .toList(),
                verdict.state() == VerdictState.RECHECK);
    }

    private Parts.Node node(ProofNode node) {
        Reading reading = node.reading();
        List<ProofNode> below = node.children();
        String operator = switch (node.kind()) {
            case ALL -> "all";
            case ANY -> "any";
            case NOT -> "not";
            case EARLIER -> "earlier";
            case EVERY -> "every";
            case EACH, LEAF -> "";
        };
        if (node.kind() == ProofNode.Kind.EACH) {
            return each(node);
        }
        // A node without words of its own and with one child adds nothing that a reader could use.
        if (node.text() == null && below.size() == 1 && node.kind() != ProofNode.Kind.NOT && reading == null) {
            return node(below.getFirst());
        }
        boolean another = node.kind() == ProofNode.Kind.ANY && node.truth() != Truth.FALSE;
        List<Parts.Node> children = below.stream()
                .map(child ->
                        another && child.truth() == Truth.FALSE ? node(child).aside() : node(child))
                .toList();
        return new Parts.Node(
                operator,
                sentence(node),
                truth(node.truth()),
                node.proven() == node.truth(),
                reading == null ? "" : detail(reading),
                reading == null ? List.of() : basis(reading),
                reading == null ? null : conflict(reading),
                children,
                children.size() > CHILDREN_UNFOLDED_MAX ? Parts.Fold.BELOW : Parts.Fold.OPEN,
                reading == null ? null : answer(node, reading));
    }

    /** A tree whose settled branches are folded. */
    private Parts.Node tree(ProofNode root, boolean unprovenMatters) {
        return Folding.of(node(root), unprovenMatters);
    }

    /** A contradiction between facts: what cannot both be, each of the facts, and whether both are so all the same. */
    private Parts.Node contradiction(Proof.Held held) {
        Set<Slot> told = new HashSet<>();
        List<ProofNode> facts = held.when()
                .carrying()
                .filter(node -> told.add(Objects.requireNonNull(node.reading()).slot()))
                .map(ProofView::alone)
                .toList();
        Truth judged = held.settled() ? Truth.TRUE : Truth.UNKNOWN;
        List<Parts.Node> children = new ArrayList<>();
        facts.forEach(
                fact -> children.add(held.settled() ? node(fact) : node(fact).in(truth(Truth.CONFLICT))));
        children.add(node(leaf(held.when().path() + ".both", "", judged, held.both()))
                .saying(words.judgement(held)));
        return new Parts.Node(
                "",
                words.contradiction(held),
                truth(held.settled() ? Truth.TRUE : Truth.CONFLICT),
                true,
                "",
                List.of(),
                null,
                children,
                Parts.Fold.OPEN,
                null);
    }

    /** A leaf, or a list without what is decided of its items. */
    private static ProofNode alone(ProofNode node) {
        return leaf(
                node.path(),
                node.about(),
                Truth.TRUE,
                Objects.requireNonNull(node.reading()).believed());
    }

    private static ProofNode leaf(String path, String about, Truth truth, Reading reading) {
        return new ProofNode(path, ProofNode.Kind.LEAF, null, about, null, truth, truth, List.of(), reading);
    }

    /**
     * One item of an {@code every}: its name, and what is asked of it. While it is open whether the item is asked at all,
     * only that is shown; an item that needs nobody is folded.
     */
    private Parts.Node each(ProofNode node) {
        List<ProofNode> below = node.children();
        boolean outside = below.size() == 1 && isWhere(below.getFirst());
        boolean whereOpen = below.stream()
                .anyMatch(child -> isWhere(child) && !child.truth().isKnown());
        List<Parts.Node> children = new ArrayList<>();
        for (ProofNode child : below) {
            if (outside || isWhere(child) == whereOpen) {
                Parts.Node view = node(child);
                // Without its heading an alternative would look as if all of it had to hold.
                boolean needless =
                        !view.operator().equals("any") && view.basis().isEmpty() && view.answer() == null;
                if (!view.children().isEmpty() && needless) {
                    children.addAll(view.children());
                } else {
                    children.add(view);
                }
            }
        }
        boolean needsSomebody = !outside && (node.truth() != Truth.TRUE || node.proven() != Truth.TRUE);
        return new Parts.Node(
                "",
                words.name(node.about()),
                outside ? "not-applicable" : truth(node.truth()),
                node.proven() == node.truth(),
                "",
                List.of(),
                null,
                children,
                needsSomebody ? Parts.Fold.OPEN : Parts.Fold.BELOW,
                null);
    }

    private static boolean isWhere(ProofNode node) {
        return node.path().contains(".where")
                && !node.path().substring(node.path().lastIndexOf(".where")).contains(".holds");
    }

    private String sentence(ProofNode node) {
        if (node.text() != null) {
            return words.in(node.text(), node.about());
        }
        Reading reading = node.reading();
        if (reading != null) {
            return words.question(reading.slot());
        }
        return words.t("proof.operator." + node.kind().name().toLowerCase(Locale.ROOT));
    }

    private String detail(Reading reading) {
        List<String> parts = new ArrayList<>();
        if (reading.value() != null && !reading.used().isEmpty()) {
            parts.add(words.value(reading.slot(), reading.value()));
        }
        String reason = words.reason(reading.reason(), reading.doubt(), reading.unset());
        if (!reason.isEmpty()) {
            parts.add(
                    reading.doubt() == Reading.Doubt.TOO_WEAK
                            ? words.t("leaf.too-weak.least", words.t("web.strength." + code(reading)))
                            : reason);
        }
        return String.join(words.t("value.stop"), parts);
    }

    private static String code(Reading reading) {
        return reading.least().name().toLowerCase(Locale.ROOT);
    }

    private List<Parts.Basis> basis(Reading reading) {
        if (reading.reason() == Reading.Reason.CONTRADICTION) {
            return List.of();
        }
        Set<UUID> shown = new LinkedHashSet<>();
        List<Parts.Basis> basis = new ArrayList<>();
        List<UUID> ids = new ArrayList<>(reading.used());
        if (ids.isEmpty()) {
            ids.addAll(reading.passedOver());
        }
        for (UUID id : ids) {
            Fact fact = facts.get(id);
            if (fact == null || !shown.add(fact.evidence()) || basis.size() == 3) {
                continue;
            }
            EvidenceSummary from = evidence.get(fact.evidence());
            String date = fact.validUntil() == null
                    ? ui.day(fact.observedAt())
                    : words.t("leaf.until", ui.day(fact.observedAt()), ui.day(fact.validUntil()));
            Confirmation confirmation = fact.confirmation();
            basis.add(new Parts.Basis(
                    fact.strength().name().toLowerCase(Locale.ROOT),
                    from == null ? "" : from.title().in(ui.locale()) + " " + from.code(),
                    from == null ? null : "/evidence/" + from.code(),
                    confirmation == null
                            ? date
                            : words.t("leaf.confirmed", date, confirmation.by(), ui.day(confirmation.at()))));
        }
        return basis;
    }

    /** Where the facts that disagree, or are refuted, stand side by side. */
    private Parts.@Nullable Link conflict(Reading reading) {
        if (reading.reason() != Reading.Reason.CONTRADICTION
                && reading.passedOver().isEmpty()) {
            return null;
        }
        Slot slot = reading.slot();
        if (!conflicts.containsKey(slot)) {
            contradictions.apply(slot).ifPresent(found -> conflicts.put(slot, found));
        }
        Parts.Conflict found = conflicts.get(slot);
        return found == null ? null : new Parts.Link("", words.t("leaf.conflict"), "#" + found.id());
    }

    /** Where an open leaf is settled, for those who may. */
    private Parts.@Nullable Link answer(ProofNode node, Reading reading) {
        if (node.truth() == Truth.CONFLICT) {
            return null;
        }
        if (!reading.unset().isEmpty()) {
            return ui.can("set-parameters")
                    ? new Parts.Link(
                            "",
                            words.t("leaf.act.parameter"),
                            "/parameters/" + reading.unset().getFirst())
                    : null;
        }
        // Evidence for an answer that is in the way would make it stand: who answered by mistake answers anew.
        if (reading.doubt() == Reading.Doubt.TOO_WEAK && node.truth() != Truth.FALSE && ui.can("add-evidence")) {
            return new Parts.Link("", words.t("leaf.act.evidence"), href("evidence/new", reading.slot()));
        }
        if (!ui.can("add-evidence")) {
            return null;
        }
        if (node.truth().isKnown()) {
            return new Parts.Link("", words.t("leaf.act.change"), href("questions/one", reading.slot()));
        }
        return asks.test(reading.slot())
                ? new Parts.Link("", words.t("leaf.act.answer"), href("questions/one", reading.slot()))
                : null;
    }

    private String href(String page, Slot slot) {
        String query = slot.item().isEmpty()
                ? ""
                : "&item=" + java.net.URLEncoder.encode(slot.item(), java.nio.charset.StandardCharsets.UTF_8);
        return page.startsWith("evidence")
                ? judged.answers(page + "?fact=" + slot.key().value() + query)
                : judged.answers(page + "?key=" + slot.key().value() + query + "&requirement=" + proof.requirement());
    }

    private static String truth(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }
}
