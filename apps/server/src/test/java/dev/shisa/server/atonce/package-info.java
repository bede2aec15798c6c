/** A kit for tests of what two do at once, or what fails in the wrong moment. */
@NullMarked
package dev.shisa.server.atonce;

import org.jspecify.annotations.NullMarked;
