@NullMarked
package dev.shisa.bom.internal;

import org.jspecify.annotations.NullMarked;
