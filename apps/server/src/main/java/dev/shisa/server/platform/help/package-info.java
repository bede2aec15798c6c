/**
 * The manual inside: one text for each page, in both languages, and the guides of the folder {@code docs} that are
 * for users.
 *
 * <p>A text is {@code help/CAPABILITY-PAGE_ja.txt} and {@code _en.txt}; the README beside them has the format. A file
 * that breaks it stops the start. Everything is text, so nothing can become markup.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /help}.
 */
@NullMarked
package dev.shisa.server.platform.help;

import org.jspecify.annotations.NullMarked;
