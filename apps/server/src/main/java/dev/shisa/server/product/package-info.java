/** Series, model numbers, releases, change impact, names of register items; the frame of series pages; Home. */
@NullMarked
package dev.shisa.server.product;

import org.jspecify.annotations.NullMarked;
