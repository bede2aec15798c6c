/** Reading YAML so that everything wrong in it is named with its place. */
@NullMarked
package dev.shisa.conformity.internal;

import org.jspecify.annotations.NullMarked;
