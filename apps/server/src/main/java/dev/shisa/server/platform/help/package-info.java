/** The manual inside: one text for each page, in both languages. */
@NullMarked
package dev.shisa.server.platform.help;

import org.jspecify.annotations.NullMarked;
