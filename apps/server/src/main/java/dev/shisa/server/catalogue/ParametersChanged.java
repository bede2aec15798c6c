package dev.shisa.server.catalogue;

/** A parameter was entered, changed or taken back; published in the same transaction. */
public record ParametersChanged(String parameter) {}
