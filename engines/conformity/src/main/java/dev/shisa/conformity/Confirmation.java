package dev.shisa.conformity;

import java.time.Instant;

/** A second person looked at the evidence of a fact and agrees. That it is a second one is checked by whoever records it. */
public record Confirmation(String by, Instant at) {}
