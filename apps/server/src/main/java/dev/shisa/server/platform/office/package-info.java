/**
 * Workbooks and documents that people upload: opened within bounds, refused with one sentence.
 *
 * <p>Every xlsx is opened by our own bounded reader of the zip before any library sees it ({@code OfficePackage}). A
 * PDF is read and drawn in a process of its own, with little memory and time ({@code PdfProcess}).
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: jobs {@code PdfProcess}.
 */
@NullMarked
package dev.shisa.server.platform.office;

import org.jspecify.annotations.NullMarked;
