package dev.shisa.server.product;

import java.util.UUID;

/** A series was created; published in the transaction that creates it. */
public record SeriesCreated(UUID seriesId) {}
