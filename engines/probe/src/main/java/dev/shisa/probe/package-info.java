/** Active checks of a device under test: what it was declared to be goes in, twelve verdicts with their proofs come out. */
@NullMarked
package dev.shisa.probe;

import org.jspecify.annotations.NullMarked;
