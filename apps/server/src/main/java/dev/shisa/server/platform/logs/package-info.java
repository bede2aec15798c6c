/**
 * How the log is written: text for people or JSON for programs, without repeating itself.
 *
 * <p><b>Logs.</b> Each request has a number ({@code RequestId}), in its log lines, its answer and its error page.
 * What was asked for is logged as the route's pattern, never as the address: that may hold the secret of a link.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.logs;

import org.jspecify.annotations.NullMarked;
