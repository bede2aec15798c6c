/**
 * A second way to the same answer: checks a log with code of its own, which shares only record types with what writes it.
 */
@NullMarked
package dev.shisa.ledger.verify;

import org.jspecify.annotations.NullMarked;
