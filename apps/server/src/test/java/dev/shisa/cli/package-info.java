@NullMarked
package dev.shisa.cli;

import org.jspecify.annotations.NullMarked;
