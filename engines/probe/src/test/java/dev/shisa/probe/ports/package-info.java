@NullMarked
package dev.shisa.probe.ports;

import org.jspecify.annotations.NullMarked;
