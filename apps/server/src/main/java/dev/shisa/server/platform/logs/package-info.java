/** How the log is written. */
@NullMarked
package dev.shisa.server.platform.logs;

import org.jspecify.annotations.NullMarked;
