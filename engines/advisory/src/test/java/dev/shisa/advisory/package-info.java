@NullMarked
package dev.shisa.advisory;

import org.jspecify.annotations.NullMarked;
