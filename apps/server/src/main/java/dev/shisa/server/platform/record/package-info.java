/**
 * A kind of record, declared once as a Java record: from its components follow its table's columns, what the ledger says of a row and what
 * {@code verify} compares, whose words go when somebody is erased, and how a form and a program send it.
 *
 * <p>It is a library and no frame: what does not fit is written by hand beside it.
 */
@NullMarked
package dev.shisa.server.platform.record;

import org.jspecify.annotations.NullMarked;
