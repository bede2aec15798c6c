/** From the command line to the first request: arguments, database, TLS, what is printed, and one sentence when it fails. */
@NullMarked
package dev.shisa.server.platform.start;

import org.jspecify.annotations.NullMarked;
