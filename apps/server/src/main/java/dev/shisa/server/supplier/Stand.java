package dev.shisa.server.supplier;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.StoredFile;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of one topic of a product at present.
 *
 * @param whole whether they decide it; otherwise it is only said where it was said before
 * @param facts by slot; where it is not whole, what takes the place of an earlier statement
 * @param until the last day on which it holds; null: without end
 * @param title of the evidence
 * @param paper what it rests on, in words
 * @param file what proves it; null: the paper
 * @param word whether it is only somebody's word
 * @param by who says so; empty: whoever acts
 * @param basis all that it rests on, in no language: what is the same is not recorded again
 */
record Stand(
        boolean whole,
        Map<Slot, Said> facts,
        @Nullable LocalDate until,
        String title,
        String paper,
        @Nullable StoredFile file,
        boolean word,
        String by,
        String basis) {

    /** @param positive whether it is said also where nothing was said before */
    record Said(Value value, String detail, boolean positive) {}

    Stand {
        facts = new LinkedHashMap<>(facts);
    }

    /** A record of our own. */
    static Stand recorded(
            boolean whole, Map<Slot, Said> facts, @Nullable LocalDate until, String title, String paper, String basis) {
        return new Stand(whole, facts, until, title, paper, null, false, "", basis);
    }
}
