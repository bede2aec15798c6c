package dev.shisa.server.document;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;

/** What a version in force says about a confirmed question. */
public record Decided(Slot slot, Value value, String detail) {}
