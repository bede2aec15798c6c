package dev.shisa.server.sbom;

import dev.shisa.bom.Completeness.Element;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which components of a list are wanted.
 *
 * @param words all of these are in name, version, developer or an identifier; empty: any
 * @param only what is worth a look; null: all
 */
record ComponentFilter(String words, @Nullable Only only) {

    /** More says nothing more. */
    private static final int WORDS_CHARS_MAX = 200;

    /** What may be worth a look about a component. */
    enum Only {
        NO_SUPPLIER(Element.SUPPLIER),
        NO_NAME(Element.NAME),
        NO_VERSION(Element.VERSION),
        NO_IDENTIFIER(Element.IDENTIFIER),
        NO_DEPENDENCY(Element.DEPENDENCY),
        NO_LICENSE(Element.LICENSE),
        NO_HASH(Element.HASH),
        UNKNOWN_LICENSE(null),
        DUPLICATE(null);

        private final @Nullable Element lacks;

        Only(@Nullable Element lacks) {
            this.lacks = lacks;
        }

        /** The element that is missing; null: it is about something else. */
        @Nullable
        Element lacks() {
            return lacks;
        }

        /** How it stands in an address. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Only> parse(String code) {
            return Arrays.stream(values()).filter(o -> o.code().equals(code)).findFirst();
        }

        int of(Sbom sbom) {
            return switch (this) {
                case UNKNOWN_LICENSE -> sbom.unknownLicenses();
                case DUPLICATE -> sbom.duplicates();
                default -> lacks == null ? 0 : sbom.lacking(lacks);
            };
        }
    }

    /** Of what stands in an address; an unknown word narrows nothing. */
    static ComponentFilter of(String words, String only) {
        return new ComponentFilter(
                words.substring(0, Math.min(words.length(), WORDS_CHARS_MAX)).strip(),
                Only.parse(only).orElse(null));
    }

    boolean narrows() {
        return only != null || !words.isEmpty();
    }
}
