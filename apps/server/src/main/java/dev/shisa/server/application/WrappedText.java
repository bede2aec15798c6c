package dev.shisa.server.application;

/**
 * How many lines a text takes in a cell.
 *
 * <p>The problem: a file says how wide a column is, but not how wide letters are; that depends on the fonts of whoever
 * opens it. The idea: count in the unit in which Excel measures columns, the width of a digit of the standard font.
 * Japanese characters are a square of the font's size and count a little more than two digits in every usual font;
 * capitals are wider than digits, and other Latin letters as wide. Lines break between any two Japanese characters, but
 * in Latin words only after spaces and hyphens; a punctuation mark that may not begin a line takes its neighbour along.
 * Where fonts differ, the wider one is taken: a row that is a line too high does no harm, a line that is cut does.
 */
final class WrappedText {

    private static final double DIGIT = 1.05;
    private static final double CAPITAL = 1.4;
    private static final double WIDE_LETTER = 1.75;
    private static final double SQUARE = 2.15;

    /** What a cell keeps free at its sides. */
    private static final double MARGINS = 1.0;

    /** A line of this many digits can give one character to the next line without being noticed. */
    private static final double LONG_LINE = 12;

    private WrappedText() {}

    /**
     * @param width of the cell, in digits of the standard font
     * @param scale the size of the cell's font in relation to the standard one
     */
    static int lines(String text, double width, double scale) {
        double available = Math.max(width - MARGINS, SQUARE) / scale;
        double line = available > LONG_LINE ? available - DIGIT : available;
        int lines = 0;
        for (String paragraph : text.split("\n", -1)) {
            lines += paragraph(paragraph, line);
        }
        return lines;
    }

    private static int paragraph(String text, double line) {
        int lines = 1;
        double at = 0;
        double word = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            double letter = width(c);
            word += letter;
            boolean ends = i == text.length() || breaksAfter(c) || isSquare(text.codePointAt(i));
            if (!ends) {
                continue;
            }
            // A space at the end of a line may hang over.
            double shown = c == ' ' ? word - letter : word;
            if (at + shown <= line) {
                at += word;
            } else if (shown <= line) {
                lines++;
                at = word;
            } else {
                // A word longer than a line begins a new one and is broken where the line ends.
                int broken = (int) Math.ceil(word / (line - Math.min(WIDE_LETTER, line / 2)));
                lines += (at > 0 ? 1 : 0) + broken - 1;
                at = line;
            }
            word = 0;
        }
        return lines;
    }

    private static boolean breaksAfter(int c) {
        return c == ' ' || c == '-' || c == '\t' || isSquare(c);
    }

    private static double width(int c) {
        if (Character.getType(c) == Character.NON_SPACING_MARK) {
            return 0;
        }
        if (isSquare(c)) {
            return SQUARE;
        }
        if ("mwMW@%&".indexOf(c) >= 0) {
            return WIDE_LETTER;
        }
        return c >= 'A' && c <= 'Z' || c > 0x7f && c < 0xff00 ? CAPITAL : DIGIT;
    }

    /** Characters that a Japanese font sets in a square: also Greek, Cyrillic, arrows, boxes and ①. */
    private static boolean isSquare(int c) {
        boolean halfWidth = c >= 0xff61 && c <= 0xffdc || c >= 0xffe8 && c <= 0xffee;
        return !halfWidth && (c >= 0x370 && c <= 0x4ff || c >= 0x1100 && c <= 0x11ff || c >= 0x2010);
    }
}
