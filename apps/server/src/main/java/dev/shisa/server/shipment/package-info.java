/** What left the house, and what must not. */
@NullMarked
package dev.shisa.server.shipment;

import org.jspecify.annotations.NullMarked;
