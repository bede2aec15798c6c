/** The files of the catalogue, checked through their schemas and through the engine. */
@NullMarked
package dev.shisa.catalogue;

import org.jspecify.annotations.NullMarked;
