package dev.shisa.server.platform.web;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was typed into a search field. Texts are compared without regard to width, case, hiragana or katakana, and a word
 * may stand anywhere in them, because Japanese has no spaces between words. {@code fold_text} in the database does the
 * same.
 *
 * @param phrase all that was typed, folded
 * @param words its words, folded
 */
public record SearchWords(String phrase, List<String> words) {

    /** More words do not make a search narrower. */
    private static final int WORDS_MAX = 8;

    private static final int SNIPPET_BEFORE = 30;
    private static final int SNIPPET_CHARACTERS = 120;

    public SearchWords {
        words = List.copyOf(words);
    }

    /** A piece of a text; marked: it is what was searched for. */
    public record Piece(String text, boolean marked) {}

    public static SearchWords of(String typed) {
        // A NUL cannot be stored, so nothing that was stored contains one.
        String phrase = fold(typed.replace("\0", "")).strip();
        return new SearchWords(
                phrase,
                Arrays.stream(phrase.split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .limit(WORDS_MAX)
                        .toList());
    }

    /** A text as it is compared. */
    public static String fold(String text) {
        char[] folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .toCharArray();
        for (int i = 0; i < folded.length; i++) {
            char c = folded[i];
            if (c >= 'ァ' && c <= 'ヶ') {
                folded[i] = (char) (c - 'ァ' + 'ぁ');
            } else if (c == '〜') {
                folded[i] = '~';
            } else if ((c >= '\u2010' && c <= '\u2015') || c == '\u2212') {
                folded[i] = '-';
            }
        }
        return new String(folded);
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** What contains all that was typed as it stands; if nothing does, what contains all of its words. */
    public <T> List<T> among(Collection<T> things, Function<T, String> text) {
        if (isEmpty()) {
            return List.of();
        }
        record Candidate<T>(T thing, String folded) {}
        List<Candidate<T>> candidates = things.stream()
                .map(thing -> new Candidate<>(thing, fold(text.apply(thing))))
                .filter(candidate -> words.stream().allMatch(candidate.folded()::contains))
                .toList();
        List<T> whole = candidates.stream()
                .filter(candidate -> candidate.folded().contains(phrase))
                .map(Candidate::thing)
                .toList();
        return whole.isEmpty() ? candidates.stream().map(Candidate::thing).toList() : whole;
    }

    /** Whether a text contains all that was typed as it stands. */
    public boolean isIn(String text) {
        return fold(text).contains(phrase);
    }

    /** Whether a text is all that was typed, and nothing more. */
    public boolean isWhole(String text) {
        return !isEmpty() && fold(text).strip().equals(phrase);
    }

    /** A whole text, with what was searched for marked in it. */
    public List<Piece> marked(String text) {
        return pieces(text, 0, text.length());
    }

    /** The part of a text around the first word that is in it; empty if none is. */
    public List<Piece> around(String text) {
        boolean[] marks = marks(text);
        int first = 0;
        while (first < marks.length && !marks[first]) {
            first++;
        }
        if (first == marks.length) {
            return List.of();
        }
        int from = text.offsetByCodePoints(first, -Math.min(SNIPPET_BEFORE, text.codePointCount(0, first)));
        int to = text.offsetByCodePoints(from, Math.min(SNIPPET_CHARACTERS, text.codePointCount(from, text.length())));
        List<Piece> pieces = new ArrayList<>();
        if (from > 0) {
            pieces.add(new Piece("…", false));
        }
        pieces.addAll(pieces(text, from, to));
        if (to < text.length()) {
            pieces.add(new Piece("…", false));
        }
        return pieces;
    }

    private List<Piece> pieces(String text, int from, int to) {
        boolean[] marks = marks(text);
        List<Piece> pieces = new ArrayList<>();
        int begin = from;
        for (int at = from + 1; at <= to; at++) {
            if (at == to || marks[at] != marks[begin]) {
                pieces.add(new Piece(text.substring(begin, at), marks[begin]));
                begin = at;
            }
        }
        return pieces;
    }

    /** Which characters of a text belong to a word: folding may change how many there are, so each knows its origin. */
    private boolean[] marks(String text) {
        StringBuilder folded = new StringBuilder();
        List<Integer> origins = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            while (end < text.length() && continues(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            String cluster = fold(text.substring(at, end));
            folded.append(cluster);
            for (int i = 0; i < cluster.length(); i++) {
                origins.add(at);
            }
            at = end;
        }
        origins.add(text.length());
        boolean[] marks = new boolean[text.length()];
        Stream.concat(Stream.of(phrase), words.stream())
                .filter(word -> !word.isEmpty())
                .forEach(word -> {
                    for (int found = folded.indexOf(word); found >= 0; found = folded.indexOf(word, found + 1)) {
                        int end = origins.get(found + word.length());
                        // A cluster that a word only begins in is marked as a whole.
                        int next = found + word.length();
                        while (next < origins.size() - 1 && end == origins.get(next - 1)) {
                            end = origins.get(++next);
                        }
                        Arrays.fill(marks, origins.get(found), end, true);
                    }
                });
        return marks;
    }

    /** What belongs to the character before it: combining marks, and the voicing marks of half-width katakana. */
    private static boolean continues(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> codePoint == 0xFF9E || codePoint == 0xFF9F;
        };
    }
}
