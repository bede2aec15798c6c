package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at what was entered, and notes what cannot be taken, in the reader's language. */
final class Fields {

    static final int NAME_CHARS_MAX = 100;
    static final int TEXT_CHARS_MAX = 2_000;

    /** Days of agreements lie between these; anything else is a slip of the finger. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private final Messages messages;
    private final Locale locale;
    private final Mistakes mistakes;

    Fields(Messages messages, Locale locale, Mistakes mistakes) {
        this.messages = messages;
        this.locale = locale;
        this.mistakes = mistakes;
    }

    static Locale locale(Person person) {
        return Locale.forLanguageTag(person.language());
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** Notes a mistake; its words are {@code supplier.mistake.<why>}. */
    void wrong(String field, String why, Object... args) {
        mistakes.add(field, messages.get(locale, "supplier.mistake." + why, args));
    }

    /** A text without blanks around it; a NUL cannot be stored. */
    String text(String field, @Nullable String text, boolean required, int most) {
        String clean = text == null ? "" : text.replace("\0", "").strip();
        if (required && clean.isEmpty()) {
            wrong(field, "missing");
        } else if (clean.length() > most) {
            wrong(field, "long", clean.length(), most);
        }
        return clean;
    }

    String oneOf(String field, @Nullable String word, Collection<String> words) {
        String clean = word == null ? "" : word;
        if (!words.contains(clean)) {
            wrong(field, "choice");
        }
        return clean;
    }

    /** A day as it was typed, {@code 2026-11-20}; null: none, or a mistake. */
    @Nullable
    LocalDate day(String field, @Nullable String typed, boolean required) {
        if (typed == null || typed.isBlank()) {
            if (required) {
                wrong(field, "missing");
            }
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            within(field, day);
            return day;
        } catch (DateTimeParseException e) {
            wrong(field, "day");
            return null;
        }
    }

    void within(String field, @Nullable LocalDate day) {
        if (day != null && (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY))) {
            wrong(field, "day");
        }
    }
}
