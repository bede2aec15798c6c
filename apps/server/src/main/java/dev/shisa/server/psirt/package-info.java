/** Vulnerabilities that somebody reports: cases that only those who work on them know of, from the report until they are closed. */
@NullMarked
package dev.shisa.server.psirt;

import org.jspecify.annotations.NullMarked;
