package dev.shisa.server.catalogue;

/** Somebody entered, or took back, what the text of a guide lacks; published in the transaction of the change. */
public record GapsChanged(String tableId) {}
