@NullMarked
package dev.shisa.probe.run;

import org.jspecify.annotations.NullMarked;
