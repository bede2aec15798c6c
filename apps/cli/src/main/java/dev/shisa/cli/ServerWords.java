package dev.shisa.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the commands on a server say, in the language of the launcher: {@code server.properties and server_ja.properties}. */
final class ServerWords {

    private final ResourceBundle words = ResourceBundle.getBundle(
            "dev.shisa.cli.server",
            Locale.getDefault(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

    String t(String key, Object... args) {
        return new MessageFormat(words.getString(key), Locale.ROOT).format(args);
    }

    /** Ends a command with one of these sentences. */
    Refusal refused(int code, String key, Object... args) {
        return said(code, t(key, args));
    }

    /** Ends a command with what the server says. */
    static Refusal said(int code, String sentence) {
        return new Refusal(code, sentence);
    }

    /** {@code ja} or {@code en}, for what the server says. */
    String language() {
        return words.getString("language");
    }
}
