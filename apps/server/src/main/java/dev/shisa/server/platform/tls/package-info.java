/**
 * The certificate with which the server proves itself: issued by an authority of its own from the first second, or given
 * by the operator.
 */
@NullMarked
package dev.shisa.server.platform.tls;

import org.jspecify.annotations.NullMarked;
