package dev.shisa.server.platform.account;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody came in by an account that is for emergencies. Published in the transaction of that.
 *
 * @param use tells this one from all others
 */
public record EmergencySignIn(UUID use, UUID person, Instant at) {}
