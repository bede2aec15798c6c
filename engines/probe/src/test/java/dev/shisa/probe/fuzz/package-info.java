@NullMarked
package dev.shisa.probe.fuzz;

import org.jspecify.annotations.NullMarked;
