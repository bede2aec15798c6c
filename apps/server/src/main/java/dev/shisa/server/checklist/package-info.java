/**
 * What customers ask in checklists of their own: rows tied by people to what the catalogue asks, answered from the
 * same evidence.
 *
 * <p>A row of an uploaded workbook is tied by a person to requirements, or to a fact with the answers that the
 * customer accepts; proposals (numbers, common words) count for nothing. Answers are never stored:
 * {@code conformity.FreshVerdicts} decides them from the facts of the instant, whether or not a guide is followed,
 * and a row is never better than what it rests on ({@code RowVerdict}). Its reason says what the product does, from the
 * facts that decide and with the evidence behind each ({@code CustomerReason}), not which way of a rule was taken.
 *
 * <p>A fact's tie is a requirement made for the purpose, so the engine decides it by the same rules; a change touches
 * it unless it leaves alone all that read the fact. Written back by {@code FormFiller}, like IPA's forms. Each sheet
 * is a checklist of its own ({@code part_of} names the first), and filling writes all of them into the one workbook.
 * A row to which "yes" is the bad answer is marked by a person; only words that answer the question (yes, no, ○, ×)
 * turn round, never 適合.
 *
 * <p><b>Checklist of guide 004</b> ({@code checklist.GuidelineCheck}, S-014). Nothing of it is stored: what is
 * carried out follows from the facts, what is not from {@code conformity.NotAdopted}, and the company's own
 * checkpoints are rows of the library's table, answered like the self-diagnosis. Only a closed one is kept, as a
 * sheet among the evidence.
 *
 * <p>Tables: {@code checklist}, {@code checklist_layout}, {@code checklist_row}, {@code checklist_tie},
 * {@code self_check_answer}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/checklists}, {@code /products/{code}/guideline-check},
 * {@code /products/{code}/self-check}; API {@code /series/{code}/checklists}, {@code /series/{code}/guideline-check},
 * {@code /series/{code}/self-check}.
 */
@NullMarked
package dev.shisa.server.checklist;

import org.jspecify.annotations.NullMarked;
