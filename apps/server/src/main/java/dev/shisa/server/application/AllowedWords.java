package dev.shisa.server.application;

import java.util.List;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * What a data validation of a form allows in some cells: a list of words, or texts up to a length.
 *
 * @param list whether it is a list
 * @param readable whether the list's words could be read (a list may come from a formula)
 * @param words the words in their order; empty when not readable or not a list
 * @param longest the greatest length of a text, for a validation that is not a list
 */
record AllowedWords(List<CellRangeAddress> where, boolean list, boolean readable, List<String> words, int longest) {

    AllowedWords {
        where = List.copyOf(where);
        words = List.copyOf(words);
    }

    boolean covers(CellAt at) {
        return where.stream().anyMatch(range -> range.isInRange(at.row(), at.column()));
    }
}
