package dev.shisa.server.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Days written as a calendar of whole days (RFC 5545, with name and refreshing of RFC 7986). */
public final class Ics {

    /** RFC 5545, 3.1: without the break, in bytes. */
    static final int LINE_BYTES_MAX = 75;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder lines = new StringBuilder();

    private Ics() {}

    /**
     * One day.
     *
     * @param uid the same for one thing however its day or its words change
     * @param url where to look; empty: nowhere
     */
    public record Event(String uid, LocalDate on, String title, String url) {}

    /**
     * Writes a calendar.
     *
     * @param stamp when what is written was so
     */
    public static String write(String name, Instant stamp, List<Event> events) {
        Ics ics = new Ics();
        ics.line("BEGIN:VCALENDAR");
        ics.line("VERSION:2.0");
        ics.line("PRODID:-//Shisa//Shisa//EN");
        ics.line("CALSCALE:GREGORIAN");
        ics.line("NAME:" + text(name));
        ics.line("X-WR-CALNAME:" + text(name));
        ics.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
        for (Event event : events) {
            ics.line("BEGIN:VEVENT");
            ics.line("UID:" + text(event.uid()));
            ics.line("DTSTAMP:" + STAMP.format(stamp));
            ics.line("DTSTART;VALUE=DATE:" + DateTimeFormatter.BASIC_ISO_DATE.format(event.on()));
            ics.line("SUMMARY:" + text(event.title()));
            if (!event.url().isEmpty()) {
                ics.line("URL:" + event.url());
            }
            ics.line("CLASS:PRIVATE");
            ics.line("TRANSP:TRANSPARENT");
            ics.line("END:VEVENT");
        }
        ics.line("END:VCALENDAR");
        return ics.lines.toString();
    }

    /** A value of the type TEXT (3.3.11): signs with a meaning are escaped, other signs that are no text left out. */
    static String text(String words) {
        StringBuilder text = new StringBuilder();
        words.replace("\r\n", "\n").codePoints().forEach(sign -> {
            switch (sign) {
                case '\\', ';', ',' -> text.append('\\').appendCodePoint(sign);
                case '\n', '\r' -> text.append("\\n");
                default -> {
                    if (sign == '\t' || !(Character.isISOControl(sign) || isHalf(sign))) {
                        text.appendCodePoint(sign);
                    }
                }
            }
        });
        return text.toString();
    }

    /** Half of a sign, which cannot be written. */
    private static boolean isHalf(int sign) {
        return sign >= Character.MIN_SURROGATE && sign <= Character.MAX_SURROGATE;
    }

    /** A line that is too long goes on in the next, behind a blank; no sign is torn apart. */
    private void line(String content) {
        int bytes = 0;
        for (int at = 0; at < content.length(); ) {
            int sign = content.codePointAt(at);
            String one = Character.toString(sign);
            int size = one.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > LINE_BYTES_MAX) {
                lines.append("\r\n ");
                bytes = 1;
            }
            lines.append(one);
            bytes += size;
            at += one.length();
        }
        lines.append("\r\n");
    }
}
