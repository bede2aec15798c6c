package dev.shisa.server.supplier;

import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at what was entered, and notes what cannot be taken, in the reader's language. */
final class Fields {

    private final Messages messages;
    private final Locale locale;
    private final Mistakes mistakes;

    Fields(Messages messages, Locale locale, Mistakes mistakes) {
        this.messages = messages;
        this.locale = locale;
        this.mistakes = mistakes;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** Notes a mistake; its words are {@code supplier.wrong.<why>}. */
    void wrong(String field, String why, Object... args) {
        mistakes.add(field, messages.get(locale, "supplier.wrong." + why, args));
    }

    /** A text without blanks around it; a NUL cannot be stored. */
    String text(String field, @Nullable String text, boolean required, int most) {
        String clean = text == null ? "" : text.replace("\0", "").strip();
        if (required && clean.isEmpty()) {
            wrong(field, "missing");
        } else if (clean.length() > most) {
            wrong(field, "long", most, clean.length());
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
            if (!Wrongs.isLikely(day)) {
                wrong(field, "day");
            }
            return day;
        } catch (DateTimeParseException e) {
            wrong(field, "day");
            return null;
        }
    }
}
