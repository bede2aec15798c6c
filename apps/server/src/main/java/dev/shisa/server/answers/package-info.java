/**
 * Where people answer: questions, links for colleagues, the questionnaire as a file, the product register.
 *
 * <p>It comes after {@code conformity}, because what to ask next depends on what is decided. One question page serves
 * every fact of the vocabulary, one editor every collection; a new property is a line in a file. A link for a
 * colleague opens exactly the questions that it was made for, without an account, until it ends.
 *
 * <p>A port that was seen open outside of the list ({@code FoundPorts}) is asked about until somebody says what it is
 * for.
 *
 * <p>A product can begin from what such a product usually consists of ({@code ReadyMade}): a kind of the catalogue, or
 * another series, ticked and changed by a person. It proposes what there is, never how well it is protected.
 *
 * <p>A list of the register is also a table to type into ({@code Grid}): items are rows, questions columns, with one save
 * and with blocks from a spreadsheet that are looked over first. Each cell goes by the form of one item, which decides.
 *
 * <p>What a colleague saves half way is a draft: nobody else sees it, and it goes with the link.
 *
 * <p>Tables: {@code question_draft}, {@code question_link}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /answer}, {@code /products/{code}/items}, {@code /products/{code}/quality-in-use},
 * {@code /products/{code}/questions}, {@code /products/{code}/ready-made}, {@code /products/{code}/register}; API {@code /series/{code}/answers},
 * {@code /series/{code}/links}, {@code /series/{code}/questions}, {@code /series/{code}/register}.
 */
@NullMarked
package dev.shisa.server.answers;

import org.jspecify.annotations.NullMarked;
