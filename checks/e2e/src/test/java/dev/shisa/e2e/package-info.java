/** The packaged server, started as its user starts it, in a real browser. */
@NullMarked
package dev.shisa.e2e;

import org.jspecify.annotations.NullMarked;
