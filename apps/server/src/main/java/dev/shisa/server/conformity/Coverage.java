package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How much of several things is decided, as bars of equal length that are also rows of a table. */
public final class Coverage {

    /**
     * What is settled comes first, then what waits, last what fails: the order of the segments of every bar, of the chips below the
     * tiles, and from the bottom of the steps over time.
     */
    static final List<VerdictState> ORDER = List.of(
            VerdictState.MET,
            VerdictState.DEEMED,
            VerdictState.EXEMPT,
            VerdictState.NOT_APPLICABLE,
            VerdictState.EXPECTED,
            VerdictState.UNKNOWN,
            VerdictState.RECHECK,
            VerdictState.NOT_MET);

    private Coverage() {}

    /**
     * One bar.
     *
     * @param settled how many need nothing more
     * @param assigned how many of the others are somebody's
     * @param late how many of those are overdue
     */
    public record Line(
            String name,
            String href,
            boolean current,
            int settled,
            int total,
            List<Segment> segments,
            long assigned,
            long late) {

        public Line {
            segments = List.copyOf(segments);
        }
    }

    /** A phase of a guide with its measures. */
    public record Phase(String name, List<Line> lines) {

        public Phase {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A part of a bar, in units of one requirement.
     *
     * @param from where it begins
     */
    public record Segment(String state, String word, int from, int count) {}

    /** One bar of counts, whoever has what. */
    public static Line line(String name, String href, Map<VerdictState, Integer> counts, Ui ui) {
        return line(name, href, false, counts, List.of(), ui);
    }

    /** @param assigned what is open and somebody's */
    static Line line(
            String name,
            String href,
            boolean current,
            Map<VerdictState, Integer> counts,
            Collection<Board.Assigned> assigned,
            Ui ui) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        int settled = 0;
        for (VerdictState state : ORDER) {
            int count = counts.getOrDefault(state, 0);
            if (count > 0) {
                segments.add(new Segment(state.code(), ui.t("web.verdict." + state.code()), from, count));
                from += count;
                settled += state.isGreen() ? count : 0;
            }
        }
        return new Line(
                name,
                href,
                current,
                settled,
                from,
                segments,
                assigned.size(),
                assigned.stream().filter(Board.Assigned::late).count());
    }
}
