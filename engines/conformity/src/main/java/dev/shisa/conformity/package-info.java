/** Requirements decided from facts, each verdict with its proof. */
@NullMarked
package dev.shisa.conformity;

import org.jspecify.annotations.NullMarked;
