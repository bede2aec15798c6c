@NullMarked
package dev.shisa.bench;

import org.jspecify.annotations.NullMarked;
