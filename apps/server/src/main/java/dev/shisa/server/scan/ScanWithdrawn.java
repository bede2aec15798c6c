package dev.shisa.server.scan;

import java.util.UUID;

/** A result of a scanning tool was taken back; published in the transaction of the change. */
public record ScanWithdrawn(UUID seriesId) {}
