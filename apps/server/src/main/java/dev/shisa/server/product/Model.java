package dev.shisa.server.product;

import java.util.UUID;

/**
 * One model number of a series.
 *
 * @param differences against the first model of the series, in the maker's words
 */
public record Model(UUID id, UUID seriesId, String number, String differences, int version) {}
