package dev.shisa.server.product;

import java.util.UUID;

/** A model of a series was added, changed or removed. Published in the transaction of the change. */
public record ModelsChanged(UUID seriesId) {}
