package dev.shisa.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The commands' sentences in the person's language. */
final class Words {

    private final ResourceBundle words = ResourceBundle.getBundle(
            "dev.shisa.cli.words",
            Locale.getDefault(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

    String say(String key, Object... args) {
        return new MessageFormat(words.getString(key), Locale.ROOT).format(args);
    }
}
