package dev.shisa.conformity;

import java.util.Locale;

/** A sentence or name in both languages. */
public record Text(String ja, String en) {

    /** English for an English locale, otherwise Japanese. */
    public String in(Locale locale) {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? en : ja;
    }
}
