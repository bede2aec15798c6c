package dev.shisa.server.document;

import dev.shisa.server.platform.office.DocumentText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One sentence of a document of the maker's own, with the place where a reader finds it.
 *
 * @param unit what the number counts: a page, a paragraph or a line
 */
record Passage(DocumentText.Unit unit, int number, String text) {

    /** Longer ones are lists or tables that lost their form; they are cut, so that a quotation stays one. */
    static final int CHARS_MAX = 400;

    static final int PASSAGES_MAX = 10_000;

    private static final int CHARS_MIN = 6;

    private static final Pattern ITEM = Pattern.compile(
            "^(?:[・●○■□◆◇※★•\\-*–—]|[①-⑳]|\\(?[0-9０-９]{1,3}[).．)、]|[0-9]{1,2}(?:\\.[0-9]{1,2}){1,3}\\s|第[0-9一二三四五六七八九十]+[章節条]|#{1,6}\\s).*");
    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<=[。！？])(?=[^。！？」』)）])|(?<=[.!?])\\s+(?=[A-Z0-9(\"])");

    /** A line that ends so much before the others was not broken by the edge of the page. */
    private static final double SHORT_LINE = 0.7;

    /** The sentences of a text, in its order. */
    static List<Passage> of(DocumentText text) {
        List<Passage> passages = new ArrayList<>();
        for (DocumentText.Piece piece : text.pieces()) {
            for (String paragraph : piece.text().split("\n[ \t\u3000]*\n", -1)) {
                for (String block : joined(paragraph)) {
                    for (String sentence : SENTENCE_END.split(block, -1)) {
                        add(passages, piece, sentence.strip());
                    }
                }
            }
            if (passages.size() >= PASSAGES_MAX) {
                break;
            }
        }
        return List.copyOf(passages);
    }

    private static void add(List<Passage> passages, DocumentText.Piece piece, String sentence) {
        for (int from = 0; from < sentence.length() && passages.size() < PASSAGES_MAX; from += CHARS_MAX) {
            String part = sentence.substring(from, Math.min(sentence.length(), from + CHARS_MAX));
            if (part.length() >= CHARS_MIN) {
                passages.add(new Passage(piece.unit(), piece.number(), part));
            }
        }
    }

    /** Lines that only the edge of the page broke are one again; Japanese is joined without a space. */
    private static List<String> joined(String paragraph) {
        List<String> lines = paragraph
                .lines()
                .map(line -> line.replaceAll("[\\s\\u3000]+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        int longest = lines.stream().mapToInt(Passage::width).max().orElse(0);
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        boolean whole = false;
        for (String line : lines) {
            if (!block.isEmpty() && (whole || ITEM.matcher(line).matches())) {
                blocks.add(block.toString());
                block.setLength(0);
            }
            if (!block.isEmpty() && !(isWide(block.charAt(block.length() - 1)) && isWide(line.charAt(0)))) {
                block.append(' ');
            }
            block.append(line);
            whole = width(line) < longest * SHORT_LINE;
        }
        if (!block.isEmpty()) {
            blocks.add(block.toString());
        }
        return blocks;
    }

    /** How much of a line a text takes: what is wide takes two. */
    private static int width(String text) {
        return text.chars().map(c -> isWide((char) c) ? 2 : 1).sum();
    }

    /** Kana, kanji and their punctuation, between which no space stands. */
    private static boolean isWide(char c) {
        return (c >= '\u3000' && c <= '\u9fff') || (c >= '\uff00' && c <= '\uffef');
    }
}
