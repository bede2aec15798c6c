package dev.shisa.probe.login;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentence by which a log-in says that it is locked, or warns that it will be. */
public final class LockWords {

    private static final Pattern END = Pattern.compile("[\\r\\n<>。！!]|\\.(?:\\s|$)");
    private static final Pattern CHANGING = Pattern.compile("[\\d\\s]+");

    private LockWords() {}

    /**
     * The sentence around what tells of a lock.
     *
     * @param lock how the kind of log-in words it
     * @return without numbers and spaces, so that "2 more tries" and "1 more" are one sentence
     */
    public static Optional<String> in(String text, Pattern lock) {
        Matcher found = lock.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        int begin = 0;
        Matcher ends = END.matcher(text).region(0, found.start());
        while (ends.find()) {
            begin = ends.end();
        }
        ends.region(found.end(), text.length());
        int end = ends.find() ? ends.start() : text.length();
        return Optional.of(CHANGING.matcher(text.substring(begin, end)).replaceAll(""));
    }
}
