package dev.shisa.server.supplier;

import dev.shisa.conformity.FactKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is asked of a supplier before its parts are bought (guide 002, 対策4, column on purchasing, points to confirm). */
enum Question {
    POLICY,
    SUPPORT,
    STRUCTURE,
    FUNCTIONS,
    VERIFIED,
    WATCHED,
    PUBLISHED;

    /** The word in storage, forms, API and messages, and the end of the fact's key. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    FactKey key() {
        return new FactKey("supplier." + id());
    }

    static Optional<Question> parse(String id) {
        return Arrays.stream(values()).filter(q -> q.id().equals(id)).findFirst();
    }
}
