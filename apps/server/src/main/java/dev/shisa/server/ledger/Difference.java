package dev.shisa.server.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place where something is not as it was recorded.
 *
 * @param code message {@code ledger.difference.<code>}, with {@code args}; what to do stands at {@code <code>.fix}
 * @param log which of the installation's logs, or null if it concerns none
 * @param leaf index of the leaf in that log, or null
 * @param place where exactly: a file with its offset, or a table, row and column
 */
public record Difference(
        String code, @Nullable Integer log, @Nullable Long leaf, String place, List<Object> args) {}
