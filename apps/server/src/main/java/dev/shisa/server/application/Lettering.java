package dev.shisa.server.application;

import java.util.regex.Pattern;

/**
 * How large a cell writes, as far as the height of its lines and their number depend on it.
 *
 * @param points the font's size
 * @param tall whether its lines are much higher than its letters, as in the fonts that Japanese Excel starts with
 * @param wraps whether a text that is longer than the cell goes on in a next line
 */
record Lettering(double points, boolean tall, boolean wraps) {

    private static final Pattern TALL = Pattern.compile("(?i).*(yu ?(gothic|mincho)|游|meiryo|メイリオ|segoe|noto).*");

    /** Lines of a font in relation to its size; 1.45 is that of the fonts that stand in for missing Japanese ones. */
    private static final double LINE = 1.45;

    private static final double TALL_LINE = 1.75;

    static Lettering of(double points, String font, boolean wraps) {
        return new Lettering(points, TALL.matcher(font).matches(), wraps);
    }

    /** The height of one line in points. */
    double line() {
        return points * (tall ? TALL_LINE : LINE);
    }
}
