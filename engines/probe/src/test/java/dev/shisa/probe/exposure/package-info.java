@NullMarked
package dev.shisa.probe.exposure;

import org.jspecify.annotations.NullMarked;
