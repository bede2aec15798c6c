package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a notice to users says.
 *
 * @param title what it is about, as a sentence
 * @param text all that a reader has to know and do
 * @param page where more stands on the public pages, below the language: {@code advisories/mhk-sa-2026-001/}; empty: nowhere
 * @param update what it is made of, where it is about a new version; null: it is about something else
 */
record NoticeContent(
        Said title, Said text, String page, @Nullable UpdateText update) {

    NoticeContent(Said title, Said text, String page) {
        this(title, text, page, null);
    }

    NoticeContent {
        title = new Said(tidy(title.ja()), tidy(title.en()));
        text = new Said(tidy(text.ja()), tidy(text.en()));
        page = page.toLowerCase(Locale.ROOT);
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").strip();
    }
}
