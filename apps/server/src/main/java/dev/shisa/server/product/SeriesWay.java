package dev.shisa.server.product;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.List;

/** How far a series is on its way to the label and beyond; implemented by the capability in which people answer. */
public interface SeriesWay {

    /**
     * The way as the reader goes it.
     *
     * @param step where the step is done that the reader is told to take next; empty: there is none
     */
    Way of(Series series, String step, Ui ui);

    /**
     * The seven stages, of which one is now.
     *
     * @param stages each with what it unlocks
     * @param bar how far the answers are; what was answered only grows
     */
    record Way(List<Parts.Step> stages, Bar bar) {

        public Way {
            stages = List.copyOf(stages);
        }

        /** The number of the present stage, from one on. */
        public int now() {
            int i = 0;
            while (i < stages.size() - 1 && stages.get(i).progress() != Parts.Progress.NOW) {
                i++;
            }
            return i + 1;
        }
    }

    /**
     * Answers given, of about how many.
     *
     * @param about of those asked now, and those that are likely to follow from lists that nobody has filled yet
     * @param guessed whether any of them is only likely
     * @param note how long the rest takes, and from what that is reckoned; empty when nothing is left
     */
    record Bar(int answered, int about, boolean guessed, String note) {}
}
