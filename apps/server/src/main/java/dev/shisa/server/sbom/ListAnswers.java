package dev.shisa.server.sbom;

import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.UUID;

/** What a list was taken in for: what is known of its components, and of which of them nothing could be known. */
public interface ListAnswers {

    /**
     * The answer in the reader's words.
     *
     * @param state of the mark beside it
     * @param title how much was found, and how much could not be looked up
     * @param waiting whether the list is being looked at, so that the answer follows by itself
     * @param groups what could not be looked up, and which sources cannot be relied on
     * @param href where what was found stands
     */
    record Answer(String state, String title, boolean waiting, List<Group> groups, String href) {
        public Answer {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Components that have the same reason, or a source.
     *
     * @param components how many, in words; empty: it is about a source
     * @param why what keeps them from being looked up, or the source from being relied on
     * @param examples some of them by name
     * @param act what to do next; empty: nothing that this person may do
     */
    record Group(String components, String why, List<String> examples, String act, String href) {
        public Group {
            examples = List.copyOf(examples);
        }
    }

    /** The answer for the list that counts for a release. */
    Answer of(Series series, UUID releaseId, Ui ui);
}
