package dev.shisa.server.supplier;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody came to a supplier's files, or was refused.
 *
 * @param act {@code opened}, {@code refused}, {@code locked}, {@code taken} or {@code sent}
 * @param file its name; null: it was about none
 */
record Transfer(
        UUID id, String act, String byName, @Nullable String file, String address, Instant at) {}
