package dev.shisa.server.supplier;

import java.util.UUID;

/**
 * A supplier answered the questions that it was sent, or let their last day pass; told in the transaction that notes it.
 *
 * @param key tells it from everything else
 * @param request which questions, so that what comes in parts is one thing
 * @param code of the supplier
 * @param late whether the last day passed without an answer
 */
public record SupplierHeard(String key, UUID request, String code, String name, boolean late) {}
