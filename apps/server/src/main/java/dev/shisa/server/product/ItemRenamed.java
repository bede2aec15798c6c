package dev.shisa.server.product;

import java.util.UUID;

/** An item of a register is called otherwise: what its name speaks against has to be looked at again. */
public record ItemRenamed(UUID seriesId, String name) {}
