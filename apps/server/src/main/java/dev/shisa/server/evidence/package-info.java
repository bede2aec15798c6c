/** Evidence, the facts that rest on it, files, confirmation by a second person. */
@NullMarked
package dev.shisa.server.evidence;

import org.jspecify.annotations.NullMarked;
