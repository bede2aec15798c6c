/**
 * The way in for whoever owns the machine: commands of the terminal that the running server answers.
 *
 * <p>{@code ./shisa user}, {@code ./shisa doctor} and others talk to {@code DATA/run/admin.sock}, which only the
 * installation's own user can open. Any capability adds a word as a bean ({@code AdminCommand}).
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: jobs {@code AdminSocket}.
 */
@NullMarked
package dev.shisa.server.platform.admin;

import org.jspecify.annotations.NullMarked;
