package dev.shisa.server.evidence;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of evidence is called. What a person typed is called so by everybody; what Shisa made of a question is in the
 * language of whoever answered, and is told in that of whoever reads ({@link MadeTitles}): each paper and page says in which.
 * It is no text by itself, so that none of them can forget to.
 */
public final class EvidenceTitle {

    private final String stored;
    private final Function<Locale, String> told;

    /** @param told for a reader of a language */
    public EvidenceTitle(String stored, Function<Locale, String> told) {
        this.stored = stored;
        this.told = told;
    }

    /** As it was recorded: for records, for programs, and to be recorded again. */
    public String stored() {
        return stored;
    }

    /** For a reader of this language. */
    public String in(Locale locale) {
        return told.apply(locale);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EvidenceTitle title && title.stored.equals(stored);
    }

    @Override
    public int hashCode() {
        return stored.hashCode();
    }
}
