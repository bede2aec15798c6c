/** The packaged server as a process, and a plain client of its pages: what benchmarks and fault tests drive it with. */
@NullMarked
package dev.shisa.driver;

import org.jspecify.annotations.NullMarked;
