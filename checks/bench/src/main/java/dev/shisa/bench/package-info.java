/** Measures Shisa as {@code ./shisa bench}: start, engine, and the running server under load. */
@NullMarked
package dev.shisa.bench;

import org.jspecify.annotations.NullMarked;
