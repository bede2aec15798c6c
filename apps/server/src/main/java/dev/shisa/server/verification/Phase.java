package dev.shisa.server.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When something is verified, in the order of a product's life (guide 002, measure 5). */
enum Phase {
    DESIGN,
    DEVELOPMENT,
    VERIFICATION,
    BEFORE_RELEASE,
    /** Again and again after the release. */
    AFTER_RELEASE;

    /** The word in storage, forms and messages: {@code before-release}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Phase> parse(String id) {
        return Arrays.stream(values()).filter(p -> p.id().equals(id)).findFirst();
    }

    /** Whether a release may not be shipped before something of this phase has passed. */
    boolean isBeforeRelease() {
        return this != AFTER_RELEASE;
    }
}
