/**
 * The certificate with which the server proves itself: issued by an authority of its own from the first second
 * ({@code DATA/tls}) and renewed by itself, or given by the operator ({@code --tls-cert}, {@code --tls-key}).
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.tls;

import org.jspecify.annotations.NullMarked;
