package dev.shisa.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is a calendar by the grammar of RFC 5545, read here by code that shares nothing with the writer. */
class IcsTest {

    private static final Instant STAMP = Instant.parse("2026-11-19T15:00:00Z");

    static String write(String... titles) {
        List<Ics.Event> events = new ArrayList<>();
        for (int i = 0; i < titles.length; i++) {
            events.add(new Ics.Event(
                    "u" + i + "@shisa", LocalDate.of(2026, 12, 24).plusDays(i), titles[i], "https://shisa.example/x"));
        }
        return Ics.write("期限", STAMP, events);
    }

    @Test
    void isExactlyThis() {
        assertThat(write("暗号を直す; 急ぎ, A\\B\n次の行")).isEqualTo("""
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//Shisa//Shisa//EN
                CALSCALE:GREGORIAN
                NAME:期限
                X-WR-CALNAME:期限
                REFRESH-INTERVAL;VALUE=DURATION:PT6H
                BEGIN:VEVENT
                UID:u0@shisa
                DTSTAMP:20261119T150000Z
                DTSTART;VALUE=DATE:20261224
                SUMMARY:暗号を直す\\; 急ぎ\\, A\\\\B\\n次の行
                URL:https://shisa.example/x
                CLASS:PRIVATE
                TRANSP:TRANSPARENT
                END:VEVENT
                END:VCALENDAR
                """.replace("\n", "\r\n"));
    }

    @Test
    void anEmptyCalendarIsACalendar() {
        assertThat(Read.of(write()).titles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 5545, 20261129})
    void whateverATitleHasComesBackAndNoLineIsTooLong(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String title = title(random);
            String written = write(title);
            for (String line : written.split("\r\n", -1)) {
                assertThat(line.getBytes(StandardCharsets.UTF_8))
                        .as("seed %d, round %d", seed, round)
                        .hasSizeLessThanOrEqualTo(Ics.LINE_BYTES_MAX);
                // A sign that was torn apart would not come back from its bytes.
                assertThat(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .isEqualTo(line);
            }
            assertThat(Read.of(written).titles())
                    .as("seed %d, round %d", seed, round)
                    .containsExactly(plain(title));
        }
    }

    /** Signs of one to four bytes, those with a meaning, and those that are no text. */
    private static String title(Random random) {
        String pool = "aZ09 ;,:\\\"\n\r\tあ漢é🔒\u0000\u0007\u007f\u2028";
        int[] signs = pool.codePoints().toArray();
        return IntStream.range(0, random.nextInt(160))
                .map(_ -> signs[random.nextInt(signs.length)])
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** What of it is text. */
    private static String plain(String title) {
        return title.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]", "");
    }

    /** A reader of our own: unfolds, splits at the first colon outside of quotes, unescapes (RFC 5545, 3.1 and 3.3.11). */
    record Read(List<String> titles, List<String> uids, List<String> days) {

        static Read of(String ics) {
            assertThat(ics).endsWith("\r\n");
            assertThat(ics.replace("\r\n", "")).doesNotContain("\r", "\n");
            List<String> lines = new ArrayList<>();
            for (String line : ics.lines().toList()) {
                if (line.startsWith(" ") || line.startsWith("\t")) {
                    lines.set(lines.size() - 1, lines.getLast() + line.substring(1));
                } else {
                    lines.add(line);
                }
            }
            assertThat(lines.getFirst()).isEqualTo("BEGIN:VCALENDAR");
            assertThat(lines.getLast()).isEqualTo("END:VCALENDAR");
            assertThat(lines).contains("VERSION:2.0").anyMatch(line -> line.startsWith("PRODID:"));
            Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            boolean within = false;
            for (String line : lines) {
                assertThat(line).matches("(?s)[A-Z-]+(;[A-Z-]+=[^:;]+)*:.*");
                String name = line.substring(0, line.indexOf(':'));
                String value = line.substring(line.indexOf(':') + 1);
                switch (name) {
                    case "BEGIN" -> within = value.equals("VEVENT");
                    case "END" -> within = false;
                    case "SUMMARY" -> read.titles.add(unescaped(value));
                    case "UID" -> read.uids.add(unescaped(value));
                    case "DTSTART;VALUE=DATE" -> {
                        assertThat(value).matches("[0-9]{8}");
                        read.days.add(value);
                    }
                    case "DTSTAMP" -> assertThat(value).matches("[0-9]{8}T[0-9]{6}Z");
                    default -> {}
                }
                assertThat(within || !name.startsWith("DT")).isTrue();
            }
            assertThat(read.uids).hasSameSizeAs(read.titles).doesNotHaveDuplicates();
            assertThat(read.days).hasSameSizeAs(read.titles);
            return read;
        }

        private static String unescaped(String text) {
            StringBuilder plain = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char sign = text.charAt(i);
                assertThat(sign).as("not escaped").isNotIn(';', ',');
                if (sign == '\\') {
                    char next = text.charAt(++i);
                    assertThat(next).isIn('\\', ';', ',', 'n', 'N');
                    plain.append(next == 'n' || next == 'N' ? '\n' : next);
                } else {
                    plain.append(sign);
                }
            }
            return plain.toString();
        }
    }
}
