@NullMarked
package dev.shisa.conformity;

import org.jspecify.annotations.NullMarked;
