/** The edition of the catalogue that is in force here, and the parameters that this maker follows. */
@NullMarked
package dev.shisa.server.catalogue;

import org.jspecify.annotations.NullMarked;
