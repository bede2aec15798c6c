/**
 * What left the house, and what must not.
 *
 * <p><b>May it be shipped?</b> ({@code shipment.MayShip}). One answer for factory, build server and pages: the stops,
 * and every {@code ShippingGround} that a later capability implements (known vulnerabilities, the maker's own issued
 * advisories, verification). Yes only if all say so; what is not known is not a yes. Who gives a version out, by its
 * day, is told what stands against it ({@code product.ReleaseCautions}); it is not refused, since a version may be
 * out long before anything is known of it.
 *
 * <p>Rows are only added: a wrong shipment is struck out, a stop goes on by steps. Serial numbers are runs behind one
 * beginning with equally many digits ({@code SerialRange}), also in the database, so a million of them are few rows
 * and one search. A list is held against the register before anything is added: a device is known by its serial
 * number, any other line by a fingerprint of all that it says, as often as the register says it; so the same file
 * twice adds nothing. What a stop is about ({@code Concerned}) has three answers: where too little is registered of a
 * shipment it is unclear, counted apart and never taken for a no.
 *
 * <p>{@code ShippingStops} answers what may leave on a day; what left in spite of it is kept, marked and a task until
 * somebody notes what was done. Everything is computed from rows and steps when it is looked at, so a stop that
 * begins earlier than it is entered finds what left meanwhile. A public stop is on the product's page
 * ({@code PublicStops}, read by {@code portal}) and prepares notices by the event {@code StopTold}, sent by a second
 * act. {@code FieldTabs} is here because this is the first capability with a page about products in use.
 *
 * <p>Tables: {@code shipment}, {@code shipment_import}, {@code shipment_serials}, {@code shipment_strike},
 * {@code shipment_upload}, {@code shipping_stop}, {@code shipping_stop_step}.
 *
 * <p>Events: tells {@code StopDone}, {@code StopTold}.
 *
 * <p>Doors: pages {@code /field/shipments}, {@code /field/stops}; API {@code /shipments}, {@code /shipping-stops}.
 */
@NullMarked
package dev.shisa.server.shipment;

import org.jspecify.annotations.NullMarked;
