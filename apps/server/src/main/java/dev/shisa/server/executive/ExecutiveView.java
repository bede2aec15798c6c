package dev.shisa.server.executive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages for executives show, in words. */
public final class ExecutiveView {

    private ExecutiveView() {}

    /**
     * One pillar.
     *
     * @param why the conditions that are not there, or what makes it what it is
     * @param note what is decided elsewhere; empty: nothing
     * @param href where it is worked on; empty: nowhere for this reader
     */
    public record Tile(String name, String state, String asks, List<String> why, String note, String href) {}

    /**
     * A series that needs attention.
     *
     * @param label how far it is with the label
     * @param findings open ones, or that nobody looks
     * @param findingsState the shape beside them
     * @param supportWarning that support ends soon, or has ended; empty: neither
     * @param plan how the rest is to be done, or that nobody has planned it
     * @param next what comes first in it; empty: nothing, or there is no plan
     */
    public record Product(
            String name,
            String href,
            String label,
            String labelHref,
            String findings,
            String findingsState,
            String findingsHref,
            String supportEnds,
            String supportWarning,
            String plan,
            String next,
            String planHref) {}

    /** The four sums of the cost sheet, in words. */
    public record Sums(String without, String with, String costs, String incident, String sentence, String state) {}

    /**
     * All that executives read.
     *
     * @param ready how many pillars stand
     * @param series how many series there are
     * @param settled how many of them need nothing more for their first guide
     * @param attention how many have something late, not met, urgent, or soon without support
     * @param late findings past their last day, of all series
     * @param unwatched series of which nobody knows whether vulnerabilities are known
     * @param products those that need attention most
     * @param sums null while nobody has entered a cost
     */
    public record Content(
            String title,
            List<Tile> tiles,
            int ready,
            int series,
            int settled,
            int attention,
            int late,
            int unwatched,
            List<Product> products,
            @Nullable Sums sums) {}

    /** One assumed loss as a row. */
    public record LossRow(
            String name,
            String kind,
            String yen,
            String years,
            String yearly,
            String remaining,
            String basis,
            String href) {}

    /** One measure as a row. */
    public record MeasureRow(
            String name, String once, String yearly, String costs, String effect, String basis, String href) {}

    /** An earlier sheet. */
    public record Earlier(String when, String by, String without, String with, String costs) {}

    /** The form of a loss, as stored or typed. */
    public record LossForm(String id, String kind, String name, String yen, String years, String basis, int seen) {}

    /** The form of a measure. */
    public record MeasureForm(
            String id,
            String name,
            String once,
            String years,
            String yearly,
            String percent,
            List<String> reduces,
            String basis,
            int seen) {}
}
