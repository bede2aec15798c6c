@NullMarked
package dev.shisa.scan;

import org.jspecify.annotations.NullMarked;
