package dev.shisa.server.inbox;

import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the templates of this capability show; public because templates live in a package of their own. */
public final class InboxView {

    private InboxView() {}

    /**
     * A thing with its words.
     *
     * @param kind its kind in words
     * @param due its day in words
     * @param who for whom it waits; empty: for the reader or anybody
     * @param put what somebody did with it, in words; empty: nothing
     * @param href where it is put off or handed over; empty: by this reader not
     */
    public record Line(
            TaskSource.Task task, String kind, String due, boolean urgent, String who, String put, String href) {}

    /**
     * Things of one product.
     *
     * @param name empty: of none, or of several
     * @param kinds how many there are of each kind, in words, what presses most first
     * @param more how many are not among the lines
     */
    public record Group(String name, int count, String kinds, List<Line> lines, int more, String href) {

        public Group {
            lines = List.copyOf(lines);
        }
    }

    /** What is folded below: what waits for others, what was put off, what was set aside. */
    public record Fold(String id, int count, List<Line> lines, String href) {

        public Fold {
            lines = List.copyOf(lines);
        }
    }

    /** One block of the side column of Home; what is well of Shisa itself is folded. */
    public record SideBlock(HomeSide.Block block, List<HomeSide.Row> rows, List<HomeSide.Row> folded) {

        public SideBlock {
            rows = List.copyOf(rows);
            folded = List.copyOf(folded);
        }
    }

    /**
     * What of the inbox was asked for, and what could be.
     *
     * @param show of which fold it is; empty: what the reader is asked for
     */
    public record Asked(
            String show,
            String series,
            String kind,
            boolean mine,
            boolean late,
            List<Parts.Choice> products,
            List<Parts.Choice> kinds,
            List<Parts.Filter> filters) {

        public Asked {
            products = List.copyOf(products);
            kinds = List.copyOf(kinds);
            filters = List.copyOf(filters);
        }
    }

    /**
     * The inbox as it was asked for.
     *
     * @param total of the reader's, without a filter
     * @param found with it
     */
    public record All(
            Asked asked,
            int total,
            int found,
            List<Group> groups,
            List<Fold> folds,
            int page,
            int pages,
            String pageHref,
            String exportHref) {

        public All {
            groups = List.copyOf(groups);
            folds = List.copyOf(folds);
        }
    }

    /**
     * Where a thing is worked on outside, or could be.
     *
     * @param state shape of how it stands there
     * @param words how it stands there; empty: it was not sent
     * @param href our page of it
     * @param to where it could be sent; empty: nowhere, {@code words} say why
     * @param text what would be sent
     */
    public record Outside(String state, String words, String href, List<Parts.Choice> to, String text) {

        public Outside {
            to = List.copyOf(to);
        }
    }

    /**
     * One thing, and what can be done with it besides settling it.
     *
     * @param address where its forms are sent
     * @param mayHand whether there is somebody to whom it could be handed
     * @param mayAside whether it could be said that it is not ours
     * @param outside where it is worked on outside, or could be
     */
    public record One(
            Line line,
            String product,
            String address,
            int version,
            boolean mayPut,
            boolean mayHand,
            boolean mayAside,
            @Nullable String back,
            List<Outside> outside) {

        public One {
            outside = List.copyOf(outside);
        }
    }
}
