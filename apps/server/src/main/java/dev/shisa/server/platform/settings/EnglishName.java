package dev.shisa.server.platform.settings;

/** Where the company's English name is entered, for whoever says its name in English. */
public interface EnglishName {

    /** Empty: none is entered. */
    String nameInEnglish();
}
