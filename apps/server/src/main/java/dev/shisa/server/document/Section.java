package dev.shisa.server.document;

/**
 * One section of a document.
 *
 * @param id of the template's section, by which it is known what it decides; {@code own-N} if a person added it
 * @param text with the marks of {@link Marks}
 */
public record Section(String id, String heading, String text) {}
