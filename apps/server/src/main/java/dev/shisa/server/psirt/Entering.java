package dev.shisa.server.psirt;

import dev.shisa.server.advisory.CvssForm;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.vulnerability.triage.CvssVector;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Looks at what was entered for an entry, and notes what cannot be taken, in the reader's language. */
final class Entering {

    /** Days of cases lie between these; anything else is a slip of the finger. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1990, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    /** Beginning of the fields of CVSS 3.1, which stand beside those of 4.0. */
    static final String BESIDE = "v3-";

    /** Who is written to, and how that person is called. */
    private static final Set<String> HEADS = Set.of("contact", "reporter", "name");

    private final Messages messages;
    private final Locale locale;
    private final Mistakes mistakes;
    private final Instant now;

    /** @param now since keys expire */
    Entering(Messages messages, Locale locale, Mistakes mistakes, Instant now) {
        this.messages = messages;
        this.locale = locale;
        this.mistakes = mistakes;
        this.now = now;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** Notes a mistake; its words are {@code psirt.mistake.<why>}. */
    void wrong(String field, String why, Object... args) {
        mistakes.add(field, messages.get(locale, "psirt.mistake." + why, args));
    }

    /** The values of an entry as they are kept; only those of its kind. */
    Map<String, String> values(EntryKind kind, Map<String, String> sent) {
        Map<String, String> values = new HashMap<>();
        for (EntryField field : kind.fields()) {
            String raw = sent.getOrDefault(field.name(), "");
            String typed = clean(raw, field.type() == EntryField.Type.TEXT);
            if (HEADS.contains(field.name()) && raw.strip().chars().anyMatch(c -> c == '\r' || c == '\n')) {
                // These become lines of a mail's head, where a second line would be another one.
                wrong(field.name(), "one-line");
                continue;
            }
            if (typed.isEmpty()) {
                if (field.required()) {
                    wrong(field.name(), "missing");
                }
                continue;
            }
            String value = value(field, typed);
            if (!value.isEmpty()) {
                values.put(field.name(), value);
            }
        }
        if (!values.getOrDefault("key", "").isEmpty()
                && OpenPgpReceiver.read(values.getOrDefault("key", ""), now).isEmpty()) {
            wrong("key", "key");
        }
        if (kind == EntryKind.RATED && values.getOrDefault("vector", "").isEmpty()) {
            String vector = CvssForm.V4_0.vector("", sent);
            if (!vector.isEmpty()) {
                values.put("vector", vector);
            }
        }
        if (kind == EntryKind.RATED && !values.getOrDefault("vector", "").isEmpty()) {
            CvssVector.parse(values.getOrDefault("vector", ""))
                    .filter(v -> v.version() == CvssVector.Version.V4_0)
                    .ifPresentOrElse(v -> {}, () -> wrong("vector", "vector"));
        }
        if (kind == EntryKind.RATED) {
            beside(values, sent);
        }
        if (kind == EntryKind.CONCERNS
                && values.getOrDefault("standing", "").equals("affected")
                && values.getOrDefault("places", "").isEmpty()) {
            wrong("places", "missing");
        }
        return values;
    }

    /** A vector of CVSS 3.1 beside the one of 4.0: typed, or of the answers once a person has given the last one. */
    private void beside(Map<String, String> values, Map<String, String> sent) {
        String vector = values.getOrDefault("vector", "");
        String beside = values.getOrDefault("vector3", "");
        int missing = CvssForm.V3_1.missing(BESIDE, sent);
        boolean begun = CvssForm.isJudged(BESIDE, sent);
        if (beside.isEmpty() && begun && missing > 0) {
            wrong("vector3", "vector3-missing", missing);
        } else if (beside.isEmpty() && begun) {
            beside = CvssForm.V3_1.vector(BESIDE, sent);
            values.put("vector3", beside);
        }
        if (!beside.isEmpty() && !CvssForm.V3_1.reads(beside)) {
            wrong("vector3", "vector3");
        } else if (!beside.isEmpty() && vector.isEmpty()) {
            wrong("vector3", "vector3-alone");
        }
    }

    private String value(EntryField field, String typed) {
        if (typed.length() > field.type().charsMax()) {
            wrong(field.name(), "long", typed.length(), field.type().charsMax());
            return "";
        }
        return switch (field.type()) {
            case LINE, TEXT -> typed;
            case CHOICE -> {
                if (!field.choices().contains(typed)) {
                    wrong(field.name(), "choice");
                }
                yield typed;
            }
            case PERSON -> {
                try {
                    yield UUID.fromString(typed).toString();
                } catch (IllegalArgumentException e) {
                    wrong(field.name(), "choice");
                    yield "";
                }
            }
            case DAY -> {
                try {
                    LocalDate day = LocalDate.parse(typed);
                    yield within(field, day) ? day.toString() : "";
                } catch (DateTimeParseException e) {
                    wrong(field.name(), "day");
                    yield "";
                }
            }
            case TIME -> time(field, typed);
        };
    }

    /** An instant, or a day and a time in Japan. */
    private String time(EntryField field, String typed) {
        try {
            Instant at = typed.endsWith("Z")
                    ? Instant.parse(typed)
                    : LocalDateTime.parse(typed.replace(' ', 'T'))
                            .atZone(Ui.ZONE)
                            .toInstant();
            return within(field, LocalDate.ofInstant(at, Ui.ZONE)) ? at.toString() : "";
        } catch (DateTimeParseException e) {
            wrong(field.name(), "time");
            return "";
        }
    }

    private boolean within(EntryField field, LocalDate day) {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            wrong(field.name(), "day");
            return false;
        }
        return true;
    }

    /** Without signs that steer a terminal or a mail; a line has no ends of lines. */
    static String clean(String typed, boolean lines) {
        String text = typed.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                clean.appendCodePoint(lines ? c : ' ');
            } else if (!Character.isISOControl(c)
                    && c != 0xfeff
                    && !(c >= 0x202a && c <= 0x202e)
                    && !(c >= 0x2066 && c <= 0x2069)) {
                clean.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c);
            }
        });
        return clean.toString().strip();
    }
}
