package dev.shisa.server.document;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times that people write in a text: {@code 3営業日}, {@code 二週間}, {@code within thirty days}, {@code 48時間}. A day of the calendar is none. */
final class Spans {

    private static final String NUMBER = "(\\d{1,4}|[一二三四五六七八九十百]{1,5})";

    private static final Pattern JAPANESE =
            Pattern.compile("(?<![0-9月第])" + NUMBER + "\\s*(営業日|日|週|[かケヶカ箇ヵ]月|時間)|(翌営業日|翌日|毎日|毎週|隔週|毎月)");

    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(\\d{1,4}|[a-z]+(?:-[a-z]+)?)[\\s-]+(?:(business|working|calendar)\\s+)?(hour|day|week|month|fortnight)s?\\b"
                    + "|\\b(daily|weekly|monthly)\\b");

    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("each", 1),
            Map.entry("every", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("twelve", 12),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty-five", 45),
            Map.entry("sixty", 60),
            Map.entry("ninety", 90));

    private static final String KANJI = "一二三四五六七八九";

    /** A month has 28 to 31 days. */
    private static final int MONTH_LEAST = 28;

    private static final int MONTH_MOST = 31;

    private Spans() {}

    /**
     * A time.
     *
     * @param least days; more than {@code most} where it is no whole number of days
     * @param business whether only days of work count, so that it is no number of days
     */
    record Span(int least, int most, boolean business) {

        boolean is(int days) {
            return !business && least <= days && days <= most;
        }
    }

    /** All times of a text in their order. */
    static List<Span> in(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<Span> spans = new ArrayList<>();
        for (Matcher m = JAPANESE.matcher(plain); m.find(); ) {
            spans.add(m.group(3) != null ? named(m.group(3)) : span(number(m.group(1)), m.group(2)));
        }
        for (Matcher m = ENGLISH.matcher(plain); m.find(); ) {
            int many = m.group(4) != null ? 1 : counted(m.group(1));
            if (m.group(4) != null) {
                spans.add(named(m.group(4)));
            } else if (many > 0) {
                boolean business = "business".equals(m.group(2)) || "working".equals(m.group(2));
                Span span = span(many, m.group(3));
                spans.add(business ? new Span(span.least(), span.most(), true) : span);
            }
        }
        return spans;
    }

    private static Span named(String word) {
        return switch (word) {
            case "翌営業日" -> new Span(1, 1, true);
            case "翌日", "毎日", "daily" -> span(1, "日");
            case "毎週", "weekly" -> span(1, "週");
            case "隔週" -> span(2, "週");
            default -> span(1, "か月");
        };
    }

    private static Span span(int many, String unit) {
        return switch (unit) {
            case "営業日" -> new Span(many, many, true);
            case "日", "day" -> new Span(many, many, false);
            case "週", "week" -> new Span(7 * many, 7 * many, false);
            case "fortnight" -> new Span(14 * many, 14 * many, false);
            case "時間", "hour" -> many % 24 == 0 ? new Span(many / 24, many / 24, false) : new Span(1, 0, false);
            default -> new Span(MONTH_LEAST * many, MONTH_MOST * many, false);
        };
    }

    /** 0: the word is no number. */
    private static int counted(String word) {
        return Character.isDigit(word.charAt(0)) ? Integer.parseInt(word) : WORDS.getOrDefault(word, 0);
    }

    private static int number(String written) {
        if (Character.isDigit(written.charAt(0))) {
            return Integer.parseInt(written);
        }
        int whole = 0;
        int last = 0;
        for (int at = 0; at < written.length(); at++) {
            char sign = written.charAt(at);
            int ten = sign == '十' ? 10 : sign == '百' ? 100 : 0;
            if (ten > 0) {
                whole += Math.max(last, 1) * ten;
                last = 0;
            } else {
                last = KANJI.indexOf(sign) + 1;
            }
        }
        return whole + last;
    }
}
