package dev.shisa.server.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kind of verification an item of the plan is; it says which facts follow from it. */
enum Kind {
    DOCUMENTS("documents", false),
    /** Which rules for secure coding are used. */
    CODING_RULES(null, false),
    /** Automatic checks of the source code. */
    CODING("coding", true),
    SOFTWARE("software", false),
    SYSTEM("system", false),
    PORTS("ports", true),
    /** Known vulnerabilities; their facts come from the results of scanning tools. */
    VULNERABILITIES(null, false),
    FUZZING("fuzzing", true),
    SELFCHECK("selfcheck", true),
    /** With the risks that come from being connected (guide 004, guideline 12). */
    CONNECTED(null, false),
    /** Whether the design itself is right for a connected world. */
    EVALUATED(null, false),
    /** By a provider outside. */
    OUTSIDE(null, false),
    OTHER(null, false);

    private final @Nullable String word;
    private final boolean optional;

    Kind(@Nullable String word, boolean optional) {
        this.word = word;
        this.optional = optional;
    }

    /** The word in storage, forms and messages: {@code coding-rules}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> parse(String id) {
        return Arrays.stream(values()).filter(k -> k.id().equals(id)).findFirst();
    }

    /** Its word in the fact {@code verification.done}; null: it has none. */
    @Nullable
    String word() {
        return word;
    }

    /** Whether a guide names it only as a case or for reference, so that a reason for leaving it out is enough. */
    boolean isOptional() {
        return optional;
    }
}
