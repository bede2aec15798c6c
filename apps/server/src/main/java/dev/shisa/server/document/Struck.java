package dev.shisa.server.document;

/**
 * A gap that a person decided not to fill.
 *
 * @param language of the text that it was in
 * @param label what was missing
 */
public record Struck(String language, String section, String label, String reason, String byName) {}
