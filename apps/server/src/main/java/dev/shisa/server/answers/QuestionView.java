package dev.shisa.server.answers;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * One question with all that helps to answer it, in the reader's words.
 *
 * @param asks who usually knows
 * @param bears on which requirements it bears, and how; empty: on none
 * @param inFlow whether another question follows
 * @param opened the requirements that this round has opened so far
 * @param number which question of the round it is, from 1
 * @param total how many are open; 0 outside of a round
 * @param isList whether the answer lists items of the register
 * @param list what the list is called of which one item is chosen, and to which one may be added; empty: the answer is another
 * @param siblings other items for which the same answer may hold
 * @param present the present answer; empty while there is none
 * @param records pages whose records answer it by themselves
 * @param forAll whether it counts for every series, and so is not for this reader to answer
 * @param mistake what is wrong with the answer as a whole; empty: nothing
 */
public record QuestionView(
        String question,
        String why,
        String easy,
        List<String> examples,
        String asks,
        String source,
        String bears,
        String key,
        String item,
        boolean inFlow,
        String requirement,
        List<String> skipped,
        List<String> opened,
        int number,
        int total,
        boolean isList,
        String listExample,
        String list,
        List<Parts.Choice> siblings,
        String present,
        String presentHref,
        List<Parts.Crumb> records,
        boolean forAll,
        String mistake) {

    public QuestionView {
        examples = List.copyOf(examples);
        skipped = List.copyOf(skipped);
        opened = List.copyOf(opened);
        siblings = List.copyOf(siblings);
        records = List.copyOf(records);
    }

    /**
     * The document that was sent with an answer that could not be taken.
     *
     * @param upload where the file waits; empty: none was sent
     * @param mistake what is wrong with the place; empty: nothing
     */
    public record Attached(String upload, String fileName, String place, String mistake) {

        public static final Attached NOTHING = new Attached("", "", "", "");
    }

    /**
     * A requirement that was decided before this round and is open since.
     *
     * @param questions how many are asked about it
     * @param query of the address of a round about it
     */
    public record Opened(String number, long questions, String query, String href) {}

    /** A value of a guide that the answer is held against. */
    public record Against(String id, String name, boolean set) {}
}
