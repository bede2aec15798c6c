/**
 * A kind of record, declared once as a Java record: from its components follow its table's columns, what the ledger says of a row and what
 * {@code verify} compares, whose words go when somebody is erased, what a page shows as a table and takes along as a file, and how a form
 * and a program send it.
 *
 * <p>{@code Row}, {@code Words} and {@code In} declare a row; {@code Kind} writes and reads it, each time with its record in the ledger.
 * {@code rows.tsv} lists every column for {@code verify}, which reads it with code of its own; a test holds it against the declarations.
 * {@code Form} and {@code Wrongs} show, read and judge what is sent, {@code Told} makes what the API answers, {@code ActDoors} leads the
 * page and the operation of an act to one method. It is a library and no frame: what does not fit is written by hand beside it.
 *
 * <p>Tables: none of its own.
 *
 * <p>Events: none.
 *
 * <p>Doors: none of its own; those of every act that is declared.
 */
@NullMarked
package dev.shisa.server.platform.record;

import org.jspecify.annotations.NullMarked;
