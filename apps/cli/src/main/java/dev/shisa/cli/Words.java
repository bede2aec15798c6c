package dev.shisa.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What these commands say to a person: {@code words.properties} (English) and {@code words_ja.properties}. Every text is a
 * {@link MessageFormat} pattern. What the ledger's own library says of a file stands in them as it is, in English.
 */
final class Words {

    private static final Words PRESENT = new Words(Locale.getDefault());

    private final ResourceBundle texts;

    Words(Locale locale) {
        texts = ResourceBundle.getBundle(
                "dev.shisa.cli.words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The text in the language that the launcher chose. */
    static String t(String key, Object... args) {
        return PRESENT.get(key, args);
    }

    static boolean has(String key) {
        return PRESENT.texts.containsKey(key);
    }

    String get(String key, Object... args) {
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(args);
    }

    ResourceBundle texts() {
        return texts;
    }
}
