package dev.shisa.server.platform.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report on A4, written from top to bottom: headings, paragraphs, small print, and lines as they are. Each of them is an
 * element of the document's structure, so that a screen reader reads it as what it is.
 */
public final class PdfReport {

    /** A4 in points. */
    private static final float WIDTH = 595.28f;

    private static final float HEIGHT = 841.89f;
    private static final float MARGIN = 56f;
    private static final float TEXT_WIDTH = WIDTH - 2 * MARGIN;
    private static final float FOOT = 34f;

    /** Never at the start of a line (JIS X 4051, in short). */
    private static final String NOT_FIRST = "、。，．・：；？！ー゛゜」』）］｝〉》】〕ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%”’…";

    /** Never at the end of a line. */
    private static final String NOT_LAST = "「『（［｛〈《【〔([{“‘";

    /** From here on are signs between which a line may break anywhere. */
    private static final int WIDE_FROM = 0x2E80;

    /** How a block looks. Sizes and distances are points. */
    private enum Style {
        TITLE("H1", 19, 27, 0, true, "0.09 0.11 0.14"),
        SECTION("H2", 13.5f, 20, 16, true, "0.09 0.11 0.14"),
        PART("H3", 11, 17, 11, true, "0.09 0.11 0.14"),
        TEXT("P", 10, 15.5f, 4, false, "0.09 0.11 0.14"),
        NOTE("P", 8.5f, 13, 3, false, "0.35 0.38 0.42"),
        LINES("P", 8.5f, 12.5f, 4, false, "0.09 0.11 0.14");

        private final String role;
        private final float size;
        private final float leading;
        private final float before;
        private final boolean bold;
        private final String colour;

        Style(String role, float size, float leading, float before, boolean bold, String colour) {
            this.role = role;
            this.size = size;
            this.leading = leading;
            this.before = before;
            this.bold = bold;
            this.colour = colour;
        }
    }

    private static final class Fonts {

        /** Read when the first report is written. */
        private static final TrueTypeFont REGULAR = read();

        private static TrueTypeFont read() {
            try (InputStream in = Objects.requireNonNull(
                    PdfReport.class.getResourceAsStream("/fonts/BIZUDPGothic-Regular.ttf"),
                    "the font comes with the program")) {
                return new TrueTypeFont(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("the font of reports could not be read", e);
            }
        }
    }

    private final PdfFile file;
    private final String foot;
    private float y = 0;

    /**
     * Begins a report.
     *
     * @param foot words on the foot of each page, before its number
     */
    public PdfReport(String title, String foot, Locale locale) {
        this.file = new PdfFile(Fonts.REGULAR, title, locale, WIDTH, HEIGHT);
        this.foot = foot;
    }

    public PdfReport title(String text) {
        return block(Style.TITLE, text);
    }

    public PdfReport section(String text) {
        return block(Style.SECTION, text);
    }

    public PdfReport part(String text) {
        return block(Style.PART, text);
    }

    public PdfReport text(String text) {
        return block(Style.TEXT, text);
    }

    public PdfReport note(String text) {
        return block(Style.NOTE, text);
    }

    /** Commands and what was sent: lines stay as they are, unless they are too long. */
    public PdfReport lines(String text) {
        return block(Style.LINES, text);
    }

    private PdfReport block(Style style, String text) {
        if (text.isBlank()) {
            return this;
        }
        float indent = style == Style.LINES ? 10 : 0;
        List<String> lines = new ArrayList<>();
        text.strip().lines().forEach(line -> lines.addAll(wrap(line, style.size, TEXT_WIDTH - 2 * indent)));
        boolean isHeading = style.role.startsWith("H");
        // A heading stands with the two lines that follow it.
        float needed = style.before + style.leading * lines.size() + (isHeading ? 2 * Style.TEXT.leading : 0);
        if (file.pages() == 0 || (isHeading && y - needed < MARGIN)) {
            turn();
        }
        y -= style.before;
        PdfFile.Element element = file.element(style.role);
        int from = 0;
        while (from < lines.size()) {
            if (y - style.leading < MARGIN) {
                turn();
            }
            int fitting = Math.max(1, (int) ((y - MARGIN) / style.leading));
            int to = Math.min(lines.size(), from + fitting);
            if (style == Style.LINES) {
                file.shade(MARGIN, y - style.leading * (to - from) - 2, TEXT_WIDTH, style.leading * (to - from) + 4);
            }
            file.write(
                    element,
                    lines.subList(from, to),
                    MARGIN + indent,
                    y - style.size,
                    style.size,
                    style.leading,
                    style.bold,
                    style.colour);
            y -= style.leading * (to - from);
            from = to;
        }
        if (style == Style.SECTION) {
            file.rule(MARGIN, y - 1, TEXT_WIDTH);
            y -= 4;
        } else if (style == Style.LINES) {
            y -= 4;
        }
        return this;
    }

    private void turn() {
        file.page();
        y = HEIGHT - MARGIN;
    }

    /** A line cut to the width: at spaces, between wide signs, or where nothing else is possible. */
    private List<String> wrap(String line, float size, float width) {
        int[] signs = line.codePoints().map(c -> c == '\t' ? ' ' : c).toArray();
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < signs.length) {
            int end = from;
            float used = 0;
            while (end < signs.length && used + file.width(signs[end], size) <= width) {
                used += file.width(signs[end], size);
                end++;
            }
            int to = end == signs.length ? end : breakBefore(signs, from, Math.max(from + 1, end));
            lines.add(new String(signs, from, to - from).stripTrailing());
            from = to;
            while (to < signs.length && from < signs.length && signs[from] == ' ') {
                from++;
            }
        }
        if (lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private static int breakBefore(int[] signs, int from, int end) {
        for (int at = end; at > from; at--) {
            if (mayBreak(signs[at - 1], signs[at])) {
                return at;
            }
        }
        return end;
    }

    private static boolean mayBreak(int before, int after) {
        if (before == ' ') {
            return true;
        }
        return (before >= WIDE_FROM || after >= WIDE_FROM)
                && NOT_FIRST.indexOf(after) < 0
                && NOT_LAST.indexOf(before) < 0;
    }

    /** The finished file. */
    public byte[] bytes() {
        return file.bytes((page, pages) -> foot + "   " + page + " / " + pages, MARGIN, FOOT, Style.NOTE.size);
    }
}
