@NullMarked
package dev.shisa.bom;

import org.jspecify.annotations.NullMarked;
