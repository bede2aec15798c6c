package dev.shisa.server.product;

import java.util.UUID;

/** A series was archived, or brought back; published in the transaction that does it. */
public record SeriesArchived(UUID seriesId, boolean archived) {}
