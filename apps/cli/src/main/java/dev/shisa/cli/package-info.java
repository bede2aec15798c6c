/** Acts from a terminal that need no server: they use the engines directly. */
@NullMarked
package dev.shisa.cli;

import org.jspecify.annotations.NullMarked;
