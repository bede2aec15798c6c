package dev.shisa.scan;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words for what is wrong with a file or missing in it, in the reader's language; one sentence each. */
public final class Sentences {

    private final ResourceBundle words;

    private Sentences(ResourceBundle words) {
        this.words = words;
    }

    public static Sentences in(Locale locale) {
        return new Sentences(ResourceBundle.getBundle(
                "dev.shisa.scan.sentences",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    public String say(UnreadableScanException unreadable) {
        return format("unreadable." + unreadable.code(), unreadable.arguments().toArray());
    }

    public String say(Gap gap) {
        return format("gap." + gap.reason().name(), gap.arguments().toArray());
    }

    /** Where a sentence begins with a place, the number of a line is said in words; a JSON pointer stands as it is. */
    private String format(String key, Object[] arguments) {
        String sentence = words.getString(key);
        if (sentence.startsWith("{0}: ") && arguments[0].toString().matches("[0-9]+")) {
            arguments[0] =
                    new MessageFormat(words.getString("place.line"), Locale.ROOT).format(new Object[] {arguments[0]});
        }
        return new MessageFormat(sentence, Locale.ROOT).format(arguments);
    }
}
