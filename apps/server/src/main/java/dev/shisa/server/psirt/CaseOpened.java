package dev.shisa.server.psirt;

import java.util.UUID;

/**
 * A real case was opened. It goes to people who may not know of the case, so it says nothing else: not which one, nor of what, nor from
 * where. Told in the transaction that opens it, and never of a drill.
 *
 * @param key tells it from everything else; neither the case nor its number
 */
public record CaseOpened(UUID key) {}
