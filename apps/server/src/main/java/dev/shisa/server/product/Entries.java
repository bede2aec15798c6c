package dev.shisa.server.product;

import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.Signs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what people type, collecting every mistake before refusing. */
final class Entries {

    static final int NAME_CHARACTERS_MAX = 200;
    static final int TEXT_CHARACTERS_MAX = 4000;
    /** A series with more model numbers than this is a list of orders, not of models. */
    static final int MODELS_MAX = 500;
    /** One a week for ten years. */
    static final int RELEASES_MAX = 500;

    static final int SERIES_MAX = 2000;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    /** Words that stand where a code stands in addresses. */
    private static final Set<String> RESERVED = Set.of("new", "export.csv", "import");

    private final List<InputRefused.Mistake> mistakes = new ArrayList<>();

    /** A name: one line, not empty unless it may be. */
    String name(String field, String typed, boolean required) {
        String name = typed.strip();
        if (name.isEmpty() && required) {
            add(field, "empty");
        } else if (length(name) > NAME_CHARACTERS_MAX) {
            add(field, "long", length(name), NAME_CHARACTERS_MAX);
        } else {
            visible(field, name, "");
        }
        return name;
    }

    /** A longer text, whose lines may break. */
    String text(String field, String typed, boolean required) {
        String text = typed.replace("\r\n", "\n").strip();
        if (text.isEmpty() && required) {
            add(field, "empty");
        } else if (length(text) > TEXT_CHARACTERS_MAX) {
            add(field, "long", length(text), TEXT_CHARACTERS_MAX);
        } else {
            visible(field, text, "\n\t");
        }
        return text;
    }

    /** A text that says why. */
    String reason(String field, String typed) {
        String text = text(field, typed, true);
        if (!wrong(field) && !Reason.says(text)) {
            add(field, "no-reason");
        }
        return text;
    }

    String code(String field, String typed) {
        String code = typed.strip();
        if (code.isEmpty()) {
            add(field, "empty");
        } else if (!CODE.matcher(code).matches()) {
            add(field, "code");
        } else if (RESERVED.contains(code.toLowerCase(Locale.ROOT))) {
            add(field, "code-reserved", code);
        }
        return code;
    }

    /** Model numbers: none empty, none twice, the known ones counted too. */
    List<String> models(String field, List<String> typed, Set<String> known) {
        List<String> numbers = new ArrayList<>();
        Set<String> seen = new HashSet<>(known);
        Set<String> twice = new java.util.LinkedHashSet<>();
        for (String line : typed) {
            String number = line.strip();
            if (number.isEmpty()) {
                continue;
            }
            if (length(number) > NAME_CHARACTERS_MAX) {
                add(field, "model-long", number.substring(0, 20), length(number), NAME_CHARACTERS_MAX);
            } else if (visible(field, number, "") && !seen.add(number)) {
                twice.add(number);
            }
            numbers.add(number);
        }
        if (!twice.isEmpty()) {
            add(field, "model-twice", String.join("、", twice.stream().limit(5).toList()), twice.size());
        }
        if (known.size() + numbers.size() > MODELS_MAX) {
            add(field, "models-many", known.size() + numbers.size(), MODELS_MAX);
        }
        return numbers;
    }

    void add(String field, String code, Object... args) {
        mistakes.add(InputRefused.Mistake.of(field, code, args));
    }

    boolean wrong(String field) {
        return mistakes.stream().anyMatch(m -> m.field().equals(field));
    }

    /** Refuses when anything was wrong. */
    void check() {
        if (!mistakes.isEmpty()) {
            throw new InputRefused(mistakes);
        }
    }

    /** Whether every character can be seen; the first that cannot is named. */
    private boolean visible(String field, String text, String allowed) {
        int place = 0;
        for (int character : text.codePoints().toArray()) {
            place++;
            if (Signs.isHidden(character) && allowed.indexOf(character) < 0) {
                add(field, "control", place, String.format(Locale.ROOT, "U+%04X", character));
                return false;
            }
        }
        return true;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
