package dev.shisa.advisory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Date and time with zone (RFC 3339), as instants that can be compared. */
final class Timestamp {

    private static final int NANO_DIGITS = 9;
    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})T(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d+))?(?:Z|([+-])(\\d{2}):(\\d{2}))");

    private Timestamp() {}

    /** By CSAF 2.1, section 2.2: capital T and Z, a zone, no leap second. */
    static Optional<Instant> strict(String text) {
        return read(text, 59);
    }

    /** By RFC 3339: small letters too; a leap second counts as the second before it. */
    static Optional<Instant> lenient(String text) {
        return read(text.toUpperCase(Locale.ROOT), 60);
    }

    private static Optional<Instant> read(String text, int secondMax) {
        Matcher m = RFC_3339.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int second = number(m, 6);
        boolean isZoned = m.group(8) != null;
        int hours = isZoned ? number(m, 9) : 0;
        int minutes = isZoned ? number(m, 10) : 0;
        if (second > secondMax || hours > 23 || minutes > 59) {
            return Optional.empty();
        }
        try {
            Duration offset = Duration.ofHours(hours).plusMinutes(minutes);
            Instant local = LocalDateTime.of(
                            number(m, 1),
                            number(m, 2),
                            number(m, 3),
                            number(m, 4),
                            number(m, 5),
                            Math.min(second, 59),
                            nanos(m.group(7)))
                    .toInstant(ZoneOffset.UTC);
            return Optional.of("-".equals(m.group(8)) ? local.plus(offset) : local.minus(offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }
}
