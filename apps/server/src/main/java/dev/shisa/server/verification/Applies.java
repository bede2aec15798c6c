package dev.shisa.server.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** For which releases an item of the plan is done. */
enum Applies {
    EVERY,
    /** The first release and every major one. */
    MAJOR,
    /** One release only. */
    RELEASE,
    /** After so many months again, whatever release is in the field. */
    REGULAR;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Applies> parse(String id) {
        return Arrays.stream(values()).filter(a -> a.id().equals(id)).findFirst();
    }
}
