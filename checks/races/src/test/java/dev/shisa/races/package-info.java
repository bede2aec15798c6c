/** The smallest things that threads share, under a checker of memory: what two see of each other is what was meant, in every order. */
@NullMarked
package dev.shisa.races;

import org.jspecify.annotations.NullMarked;
