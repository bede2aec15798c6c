/** Until when a maker has to answer, coordinate and report: the clocks of a case. */
@NullMarked
package dev.shisa.advisory.duty;

import org.jspecify.annotations.NullMarked;
