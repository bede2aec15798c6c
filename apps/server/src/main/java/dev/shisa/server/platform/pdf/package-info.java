/**
 * Reports as PDF: pages that screen readers can read, with the Japanese font inside.
 *
 * <p>Blocks one below the other, set by a small layout of our own and written by PDFBox (fonts, structure tree,
 * bookmarks). Where a glyph stands for several signs, the one that was meant is said beside it, so that what is read
 * aloud or copied is what was written. Word files are a few parts of a zip, Markdown and HTML plain text.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.pdf;

import org.jspecify.annotations.NullMarked;
