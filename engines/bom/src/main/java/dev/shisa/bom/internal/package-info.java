/**
 * One reader for each format. Not for use outside the engine.
 */
@NullMarked
package dev.shisa.bom.internal;

import org.jspecify.annotations.NullMarked;
