package dev.shisa.conformity;

import org.jspecify.annotations.Nullable;

/**
 * One of the answers that a fact or parameter may have. For a flag the value is {@code true} or {@code false}.
 *
 * @param alone among several words, this one cannot go with another (none of these)
 */
public record Choice(String value, Text label, @Nullable Text means, boolean alone) {}
