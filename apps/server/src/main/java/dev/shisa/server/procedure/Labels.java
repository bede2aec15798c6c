package dev.shisa.server.procedure;

import dev.shisa.probe.login.Derivable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The passwords on the labels of several units, compared with each other and with what else stands there. Only what the
 * comparison says is kept ({@link #notes}); the passwords themselves are never stored, and nothing that they were found to
 * follow from.
 *
 * @param units how many labels were compared
 * @param shortest characters of the shortest password
 */
record Labels(Result result, int units, int shortest) {

    static final int UNITS_MIN = 2;
    static final int UNITS_MAX = 6;
    static final int PASSWORD_CHARS_MAX = 128;
    static final int TOLD_CHARS_MAX = 500;

    /** What stands behind the name of the field: how many units, and the length of the shortest password. */
    static final String UNITS = ".units";

    static final String SHORTEST = ".shortest";

    /** Two that differ by no more than this in one number, and in nothing else, were counted up. */
    private static final int STEP_MAX = 16;

    private static final int COUNTED_DIGITS_MAX = 9;

    /** Names under which makers have people log in; some passwords begin with them. */
    private static final List<String> USERS = List.of("", "admin", "root", "user");

    /** What the comparison says, the worst first. */
    enum Result {
        /** At least two units share one. */
        EQUAL,
        /** One follows from what stands on a label. */
        DERIVED,
        /** They were counted up. */
        SEQUENCE,
        DIFFERENT;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One label.
     *
     * @param told what else stands on it: serial number, hardware address, name of the network
     */
    record Label(String password, String told) {

        @Override
        public String toString() {
            return "a label";
        }
    }

    /** Labels as they are sent: one a line, first the password, then after a tab what else stands there. */
    static List<Label> read(String text) {
        return text.lines()
                .map(line -> line.split("\t", 2))
                .map(parts -> new Label(parts[0].strip(), parts.length > 1 ? parts[1].strip() : ""))
                .filter(label -> !label.password().isEmpty())
                .toList();
    }

    /** Whether so many labels, of such lengths, can be compared. */
    static boolean isComparable(List<Label> labels) {
        return labels.size() >= UNITS_MIN
                && labels.size() <= UNITS_MAX
                && labels.stream()
                        .allMatch(l -> l.password().length() <= PASSWORD_CHARS_MAX
                                && l.told().length() <= TOLD_CHARS_MAX);
    }

    /**
     * Compares them.
     *
     * @param labels that are {@link #isComparable comparable}
     * @param model number of the model, which stands on every label
     */
    static Labels of(List<Label> labels, String model) {
        List<String> passwords = labels.stream().map(Label::password).toList();
        int shortest = passwords.stream()
                .mapToInt(p -> p.codePointCount(0, p.length()))
                .min()
                .orElseThrow();
        Set<String> different = new HashSet<>(passwords);
        Result result = different.size() < passwords.size()
                ? Result.EQUAL
                : labels.stream().anyMatch(l -> follows(l, model))
                        ? Result.DERIVED
                        : isCountedUp(passwords) ? Result.SEQUENCE : Result.DIFFERENT;
        return new Labels(result, labels.size(), shortest);
    }

    /** What is kept. */
    Map<String, String> notes(String field) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(field, result.id());
        notes.put(field + UNITS, Integer.toString(units));
        notes.put(field + SHORTEST, Integer.toString(shortest));
        return notes;
    }

    private static boolean follows(Label label, String model) {
        return USERS.stream()
                .anyMatch(user -> Derivable.source(user, label.password(), List.of(label.told(), model))
                        .isPresent());
    }

    /** Whether neighbours in order differ in one run of digits only, by a small step. */
    private static boolean isCountedUp(List<String> passwords) {
        List<String> ordered = new ArrayList<>(passwords);
        ordered.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (int i = 1; i < ordered.size(); i++) {
            if (!isStep(ordered.get(i - 1), ordered.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStep(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        // 09 and 10 differ in both digits, 19 and 29 in the first only: whole runs of digits are compared.
        while (start > 0 && Character.isDigit(one.charAt(start - 1))) {
            start--;
        }
        while (end > 0 && Character.isDigit(one.charAt(one.length() - end))) {
            end--;
        }
        String from = one.substring(start, one.length() - end);
        String to = other.substring(start, other.length() - end);
        String counted = "[0-9]{1," + COUNTED_DIGITS_MAX + "}";
        return from.matches(counted)
                && to.matches(counted)
                && Math.abs(Integer.parseInt(to) - Integer.parseInt(from)) <= STEP_MAX;
    }
}
