/** Which ports are open, and what speaks behind them. */
@NullMarked
package dev.shisa.probe.ports;

import org.jspecify.annotations.NullMarked;
