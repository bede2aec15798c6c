package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import java.util.Locale;

/**
 * What a notice to users says.
 *
 * @param title what it is about, as a sentence
 * @param text all that a reader has to know and do
 * @param page where more stands on the public pages, below the language: {@code advisories/mhk-sa-2026-001/}; empty: nowhere
 */
public record NoticeContent(Said title, Said text, String page) {

    static final int TITLE_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 10_000;

    public NoticeContent {
        title = new Said(tidy(title.ja()), tidy(title.en()));
        text = new Said(tidy(text.ja()), tidy(text.en()));
        page = page.toLowerCase(Locale.ROOT);
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").strip();
    }
}
