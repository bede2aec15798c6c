/**
 * Results of scanning tools: taken in as evidence, each detection judged by a person, the facts that follow from it.
 *
 * <p>A file is evidence at once; facts come only when the latest results of all tools for a release are whole, among
 * them one of a tool that knows vulnerabilities, and every detection is judged. They are one complete set. Whatever
 * changes one of these (a newer result, another judgement, a withdrawal) withdraws that set first, so nothing said
 * earlier stands for what nobody has judged. A result that was filtered, stopped or looked at nothing ({@code Gap})
 * decides nothing. How far Nmap looked for open ports adds up over its runs for a release ({@code Coverage}) to
 * {@code network.scanned}, as a document, where nothing says as much already; sides and the absence of IPv6 stay with
 * a person.
 *
 * <p>Tables: {@code scan_conclusion}, {@code scan_detection}, {@code scan_import}, {@code scan_judgement}.
 *
 * <p>Events: tells {@code ScanWithdrawn}.
 *
 * <p>Doors: pages {@code /products/{code}/scans}; API {@code /series/{code}/scans}.
 */
@NullMarked
package dev.shisa.server.scan;

import org.jspecify.annotations.NullMarked;
