/** Mutated messages, and whether the device still answers after each. */
@NullMarked
package dev.shisa.probe.fuzz;

import org.jspecify.annotations.NullMarked;
