/** One run against one device: its limits, its connections, what it observed. */
@NullMarked
package dev.shisa.probe.run;

import org.jspecify.annotations.NullMarked;
