package dev.shisa.server.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of a verification. */
enum Outcome {
    PASSED,
    FAILED,
    /** Considered and left out, with a reason. */
    OMITTED;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Outcome> parse(String id) {
        return Arrays.stream(values()).filter(o -> o.id().equals(id)).findFirst();
    }
}
