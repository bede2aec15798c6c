/**
 * Whether this server answers, for load balancers, systemd and containers.
 *
 * <p>{@code /health/live} and {@code /health/ready} are a filter before everything that knows people, since that
 * needs the database. Readiness asks the doctor's checks that name findings in {@code stopsWorkOn}.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: filters {@code HealthDoor}.
 */
@NullMarked
package dev.shisa.server.platform.health;

import org.jspecify.annotations.NullMarked;
