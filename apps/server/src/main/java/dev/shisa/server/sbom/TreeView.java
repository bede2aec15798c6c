package dev.shisa.server.sbom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Components with what they need, as a page shows them.
 *
 * @param at null: the page shows what nothing else needs
 * @param matched whether it is known what is open about the components
 * @param findings what is open about the whole list, in a sentence
 * @param usedBy what needs the component that the page is about
 * @param moreUsers how many more need it
 */
public record TreeView(
        @Nullable Node at,
        boolean matched,
        String findings,
        int total,
        List<Node> nodes,
        List<Node> usedBy,
        int moreUsers,
        int page,
        int pages,
        String pageHref) {

    public TreeView {
        nodes = List.copyOf(nodes);
        usedBy = List.copyOf(usedBy);
    }

    /** The worst in a word with its shape, and how many; no shape: none. */
    public record Worst(String shape, String word) {
        static final Worst NONE = new Worst("", "");
    }

    /**
     * A component.
     *
     * @param own what is open about it
     * @param below what is open about what it needs, directly or not
     * @param needs how many it needs directly
     * @param children those of them that are on the page
     * @param again whether it stands above already: the list runs in a circle
     * @param href the page about it
     */
    public record Node(
            String name,
            String version,
            Worst own,
            Worst below,
            int needs,
            List<Node> children,
            boolean again,
            String href) {
        public Node {
            children = List.copyOf(children);
        }
    }
}
