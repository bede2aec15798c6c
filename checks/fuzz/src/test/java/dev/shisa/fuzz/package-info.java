/** Readers of bytes that come from outside, under damaged and made-up ones. */
@NullMarked
package dev.shisa.fuzz;

import org.jspecify.annotations.NullMarked;
