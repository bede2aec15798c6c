package dev.shisa.server.platform.web;

import java.util.Optional;
import java.util.UUID;

/** What a person or a program wrote into a field or an address, read without a mistake of its own. */
public final class Typed {

    private Typed() {}

    /** An id; what is none names nothing. */
    public static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
