/**
 * Requirements decided from facts, each verdict with its proof.
 *
 * <p>How: {@code docs/concepts/facts.md}, {@code docs/concepts/rules.md}, {@code docs/concepts/verdicts.md}. Plain
 * Java: no Spring, database, clock or threads of its own.
 */
@NullMarked
package dev.shisa.conformity;

import org.jspecify.annotations.NullMarked;
