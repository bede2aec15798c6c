package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;

/** The full identity of a fact: whom it is about and which place it fills. */
public record SubjectSlot(Subject subject, Slot slot) {}
