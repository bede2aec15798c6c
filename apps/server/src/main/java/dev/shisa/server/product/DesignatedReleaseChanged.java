package dev.shisa.server.product;

import java.util.UUID;

/**
 * The layers in which the facts of a series are looked up have changed: another release is the designated one, or the
 * designated one has another predecessor. Published in the transaction of the change.
 */
public record DesignatedReleaseChanged(UUID seriesId) {}
