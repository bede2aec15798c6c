package dev.shisa.server.product;

import java.util.UUID;

/** A change impact of one of the series' releases was signed; published in the transaction of the signature. */
public record ImpactSigned(UUID seriesId) {}
