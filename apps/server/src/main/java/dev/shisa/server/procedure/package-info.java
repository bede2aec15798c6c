/**
 * Guided steps at the bench: what a person does and notes with the device in hand, and the facts that follow from it.
 *
 * <p>A procedure is data ({@code procedures.json}): steps, what to note, and under which notes which fact follows.
 * Conditions have three values, so a step that was left out or not possible decides nothing, and a test walks all
 * answers to show that no two of them ever state different values of one fact. Only an ended execution is evidence
 * (its record as the file, pictures and logs beside it), {@code tested}, for its version; it replaces what an earlier
 * execution of the same procedure said and nothing else. Passwords on labels are compared while they are in the
 * request and never stored ({@code Labels}). Absence ("no such data is stored") is never decided at the bench.
 *
 * <p>Tables: {@code procedure_execution}, {@code procedure_file}, {@code procedure_step}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/procedures}; API {@code /procedures}, {@code /series/{code}/procedures}.
 */
@NullMarked
package dev.shisa.server.procedure;

import org.jspecify.annotations.NullMarked;
