package dev.shisa.probe;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words for what was observed, in the reader's language. */
public final class Sentences {

    /** A report of an earlier version names less than a sentence of today asks for. */
    private static final int ARGS = 8;

    private final ResourceBundle words;

    private Sentences(ResourceBundle words) {
        this.words = words;
    }

    public static Sentences in(Locale locale) {
        return new Sentences(ResourceBundle.getBundle(
                "dev.shisa.probe.sentences",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** Whether there is a sentence for this. */
    public static boolean knows(String code) {
        return in(Locale.ROOT).words.containsKey(code);
    }

    public String say(Evidence evidence) {
        return format(evidence.code(), evidence.args().toArray());
    }

    public String say(Note note) {
        return format(note.code(), note.args().toArray());
    }

    private String format(String code, Object[] args) {
        Object[] all = Arrays.copyOf(args, Math.max(args.length, ARGS));
        Arrays.fill(all, args.length, all.length, "–");
        return new MessageFormat(words.getString(code), Locale.ROOT).format(all);
    }
}
