package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few marks of a section's text: a blank line ends a paragraph, {@code "- "} begins an item, {@code "## "} a heading,
 * {@code "! "} a notice, {@code "| "} a row of a table, and {@code 【未記入: …】} or {@code [To fill in: …]} is a gap. Everything
 * else is text, so nothing that somebody types can be wrong.
 */
public final class Marks {

    private static final Pattern GAP =
            Pattern.compile("【未記入[:：]\\s*([^【】]{1,500}?)】|\\[To fill in:\\s*([^\\[\\]]{1,500}?)\\]");

    private static final int COLUMNS_MAX = 12;

    private Marks() {}

    /** A part of a text: words, or a gap with what is missing. */
    public record Span(String text, boolean gap) {}

    /** The mark of a gap. */
    public static String gap(String label, String language) {
        String clean = label.replaceAll("[【】\\[\\]\\r\\n]", " ").strip();
        String cut = clean.length() > 400 ? clean.substring(0, 399) + "…" : clean;
        return language.equals("en") ? "[To fill in: " + cut + "]" : "【未記入: " + cut + "】";
    }

    /** What is missing in a text, in its order. */
    public static List<String> gaps(String text) {
        List<String> labels = new ArrayList<>();
        for (Matcher m = GAP.matcher(text); m.find(); ) {
            labels.add(label(m));
        }
        return labels;
    }

    private static String label(MatchResult m) {
        String ja = m.group(1);
        return (ja != null ? ja : m.group(2)).strip();
    }

    /** A text in its parts. */
    public static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (Matcher m = GAP.matcher(text); m.find(); ) {
            if (m.start() > from) {
                spans.add(new Span(text.substring(from, m.start()), false));
            }
            spans.add(new Span(label(m), true));
            from = m.end();
        }
        if (from < text.length()) {
            spans.add(new Span(text.substring(from), false));
        }
        return spans;
    }

    /** The same text without its gaps. */
    static String without(String text) {
        return GAP.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
    }

    /**
     * Takes the gaps of a label out of a text: with the line that they stand in, since it says nothing without them, unless that
     * holds another gap.
     */
    static String strike(String text, String label) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> gaps = gaps(line);
            if (!gaps.contains(label)) {
                lines.add(line);
            } else if (gaps.stream().anyMatch(gap -> !gap.equals(label))) {
                lines.add(GAP.matcher(line)
                        .replaceAll(m -> label(m).equals(label) ? "" : Matcher.quoteReplacement(m.group())));
            }
        }
        return String.join("\n", lines).strip();
    }

    /** Whether a line begins with these words and says something after them, there or on the line below. */
    static boolean continues(String text, String lead) {
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(lead)) {
                String below = i + 1 < lines.size() ? lines.get(i + 1) : "";
                if (!line.equals(lead) || !(below.isEmpty() || below.matches("(- |・|[!！|#] ?).*"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Reads a text. */
    public static List<Block> parse(String text) {
        Reading reading = new Reading();
        text.lines().forEach(reading::line);
        reading.end();
        return reading.blocks;
    }

    private static final class Reading {

        private final List<Block> blocks = new ArrayList<>();
        private final List<String> paragraph = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private final List<String> notice = new ArrayList<>();
        private final List<List<String>> rows = new ArrayList<>();

        void line(String raw) {
            String line = raw.strip();
            if (line.startsWith("- ") || line.startsWith("・")) {
                only(items);
                items.add(line.substring(line.startsWith("・") ? 1 : 2).strip());
            } else if (line.startsWith("! ") || line.startsWith("！ ")) {
                only(notice);
                notice.add(line.substring(2).strip());
            } else if (line.startsWith("|") && line.length() > 1) {
                only(rows);
                List<String> cells = cells(line);
                if (!cells.stream().allMatch(c -> c.matches(":?-{2,}:?"))) {
                    rows.add(cells);
                }
            } else if (line.startsWith("## ") || line.startsWith("### ")) {
                end();
                blocks.add(new Block.Heading(line.replaceFirst("^#+\\s+", "")));
            } else if (line.isEmpty()) {
                end();
            } else {
                only(paragraph);
                paragraph.add(line);
            }
        }

        private void only(List<?> kept) {
            if (kept.isEmpty()) {
                end();
            }
        }

        private static List<String> cells(String line) {
            String inner =
                    line.substring(1, line.endsWith("|") && line.length() > 1 ? line.length() - 1 : line.length());
            return Arrays.stream(inner.split("\\|", COLUMNS_MAX))
                    .map(String::strip)
                    .toList();
        }

        private static List<String> wide(List<String> row, int columns) {
            List<String> whole = new ArrayList<>(row);
            while (whole.size() < columns) {
                whole.add("");
            }
            return whole;
        }

        void end() {
            if (!paragraph.isEmpty()) {
                blocks.add(new Block.Paragraph(String.join("\n", paragraph)));
                paragraph.clear();
            }
            if (!items.isEmpty()) {
                blocks.add(new Block.Bullets(items));
                items.clear();
            }
            if (!notice.isEmpty()) {
                blocks.add(new Block.Notice(String.join("\n", notice)));
                notice.clear();
            }
            if (!rows.isEmpty()) {
                int columns = rows.stream().mapToInt(List::size).max().orElse(1);
                List<List<String>> all =
                        rows.stream().map(row -> wide(row, columns)).toList();
                blocks.add(new Block.Table(all.getFirst(), all.subList(1, all.size())));
                rows.clear();
            }
        }
    }
}
