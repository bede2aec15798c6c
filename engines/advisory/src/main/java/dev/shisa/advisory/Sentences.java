package dev.shisa.advisory;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words for what was found, in the reader's language; one sentence each. */
public final class Sentences {

    private final ResourceBundle words;

    private Sentences(ResourceBundle words) {
        this.words = words;
    }

    public static Sentences in(Locale locale) {
        return new Sentences(ResourceBundle.getBundle(
                "dev.shisa.advisory.sentences",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    public String say(Finding finding) {
        return format(finding.code(), finding.arguments().toArray());
    }

    public String say(UnreadableCsafException unreadable) {
        return format(unreadable.code(), unreadable.arguments().toArray());
    }

    private String format(String code, Object[] arguments) {
        return new MessageFormat(words.getString(code), Locale.ROOT).format(arguments);
    }
}
