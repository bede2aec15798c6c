package dev.shisa.conformity;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One node of a decided tree.
 *
 * @param path the rule's path, with the present items: {@code rule.0[web].holds.1}
 * @param item the official sub-item that it decides
 * @param about the present item of the nearest {@code every}; empty outside of one
 * @param truth what all facts say
 * @param proven what the strong and confirmed facts say; {@code truth}, or a doubt
 * @param children of {@code EVERY}: one {@code EACH} for each item, which has {@code where} (if there is one) and
 *     {@code holds}; {@code holds} is left out where {@code where} is proven false
 * @param reading the fact that a {@code LEAF}, or the list that an {@code EVERY}, rests on
 */
public record ProofNode(
        String path,
        Kind kind,
        @Nullable String item,
        String about,
        @Nullable Text text,
        Truth truth,
        Truth proven,
        List<ProofNode> children,
        @Nullable Reading reading) {

    private static final Pattern ITEMS = Pattern.compile("\\[[^\\]]*\\]");

    public enum Kind {
        ALL,
        ANY,
        NOT,
        EVERY,
        /** One item of an {@code every}: {@code any(not where, holds)}. */
        EACH,
        /** Of two {@code LEAF}s, the day of the first lies before that of the second. */
        EARLIER,
        LEAF
    }

    public ProofNode {
        children = List.copyOf(children);
    }

    /** This node and all below it, each before its children. */
    public Stream<ProofNode> nodes() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(ProofNode::nodes));
    }

    /** The path of the rule's node, without the present items. */
    public String rulePath() {
        return ITEMS.matcher(path).replaceAll("");
    }

    /** Of an {@code EACH}, whether the item is meant at all. */
    boolean isWhere() {
        return path.endsWith(".where");
    }

    /**
     * The leaves that make the node true or false, as it is; and the lists of which it says that no item, or none but the
     * shown ones, is in them.
     */
    public Stream<ProofNode> carrying() {
        return carrying(ProofNode::parts);
    }

    /** Likewise; but where one part suffices and is proven, only what is proven: the rest could be left out. */
    public Stream<ProofNode> sufficing() {
        return carrying(ProofNode::enough);
    }

    private Stream<ProofNode> carrying(Function<ProofNode, List<ProofNode>> parts) {
        boolean list = kind == Kind.LEAF || (kind == Kind.EVERY && (truth == Truth.TRUE || children.isEmpty()));
        Stream<ProofNode> below = parts.apply(this).stream().flatMap(part -> part.carrying(parts));
        return list ? Stream.concat(Stream.of(this), below) : below;
    }

    /** The children that make the node what it is. */
    private List<ProofNode> parts() {
        return children.stream()
                .filter(child -> kind == Kind.EARLIER || child.truth() == as(truth, child))
                .toList();
    }

    /** Those of them that suffice. */
    public List<ProofNode> enough() {
        boolean oneSuffices = switch (kind) {
            case ANY, EACH -> truth == Truth.TRUE;
            case ALL, EVERY -> truth == Truth.FALSE;
            case NOT, EARLIER, LEAF -> false;
        };
        return oneSuffices && proven == truth
                ? parts().stream()
                        .filter(child -> child.proven() == as(truth, child))
                        .toList()
                : parts();
    }

    /** What a child has to be for the node to be so. */
    private Truth as(Truth so, ProofNode child) {
        return turns(child) ? so.negate() : so;
    }

    /** The items of the outermost {@code some} that make a node what it is: what a contradiction is about. */
    public Stream<String> named() {
        if (kind == Kind.EVERY) {
            return truth == Truth.FALSE
                    ? children.stream()
                            .filter(each -> each.truth() == truth)
                            .map(ProofNode::about)
                            .distinct()
                    : Stream.of();
        }
        return children.stream()
                .filter(child -> child.truth() == as(truth, child))
                .flatMap(ProofNode::named)
                .distinct();
    }

    /** Whether a child counts the other way round: below a {@code not}, or as the {@code where} of an item. */
    public boolean turns(ProofNode child) {
        return kind == Kind.NOT || (kind == Kind.EACH && child.isWhere());
    }

    Truths truths() {
        return new Truths(truth, proven);
    }

    static ProofNode together(String item, List<ProofNode> nodes) {
        return new ProofNode(
                nodes.getFirst().path(),
                Kind.ALL,
                item,
                "",
                nodes.getFirst().text(),
                Truth.all(nodes.stream().map(ProofNode::truth).toList()),
                Truth.all(nodes.stream().map(ProofNode::proven).toList()),
                nodes,
                null);
    }
}
