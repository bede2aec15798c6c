package dev.shisa.server.answers;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What somebody most probably meant who typed something else (Levenshtein's distance, by its usual table of two lines).
 * Nothing is offered when more than half would have to be typed anew.
 */
final class Nearest {

    /** The table grows with the square; what is longer is no slip of the keys. */
    private static final int CHARS_MAX = 120;

    private Nearest() {}

    static Optional<String> of(String typed, Collection<String> known) {
        String wanted = AnswerWords.plain(typed);
        return known.stream()
                .filter(word -> isNear(wanted, AnswerWords.plain(word)))
                .min(Comparator.comparingInt((String word) -> distance(wanted, AnswerWords.plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String typed, String word) {
        if (typed.isEmpty() || word.isEmpty() || typed.length() > CHARS_MAX || word.length() > CHARS_MAX) {
            return false;
        }
        return word.contains(typed)
                || typed.contains(word)
                || distance(typed, word) * 2 <= Math.max(typed.length(), word.length());
    }

    static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }
}
