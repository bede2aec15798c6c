package dev.shisa.server.conformity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a page shows of a guideline of which only numbers and titles are known. */
public final class TitleView {

    private TitleView() {}

    /** How far the work for other guides reaches into an entry; never whether the entry is met. */
    public enum Reach {
        /** A related requirement is settled: its evidence is where to begin. */
        SETTLED,
        /** Related requirements are known, and none is settled. */
        BEGUN,
        /** Nothing is known to be related. */
        NOTHING;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Those that are asked for by their id; of anything else the first of which there are some. */
        static Reach shown(String id, List<Line> lines) {
            return Arrays.stream(values())
                    .filter(reach -> reach.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> lines.stream()
                            .map(Line::reach)
                            .min(Comparator.naturalOrder())
                            .orElse(NOTHING));
        }
    }

    /**
     * One entry of the guideline.
     *
     * @param checked whether number and title were compared with anything public
     */
    public record Line(String number, String title, boolean checked, Reach reach, List<Related> related) {

        public Line {
            related = List.copyOf(related);
        }
    }

    /**
     * A requirement that is related to an entry.
     *
     * @param requirement its id
     * @param state its own; empty while its guide is not followed
     */
    public record Related(String requirement, String number, String title, String href, String state) {}
}
