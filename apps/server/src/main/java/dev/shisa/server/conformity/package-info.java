/** Verdicts of product series, recomputed when a fact, an edition, a parameter or a release changes; the board and the proofs. */
@NullMarked
package dev.shisa.server.conformity;

import org.jspecify.annotations.NullMarked;
