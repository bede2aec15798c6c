@NullMarked
package dev.shisa.probe;

import org.jspecify.annotations.NullMarked;
