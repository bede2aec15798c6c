package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Person;
import java.util.UUID;

/**
 * Everybody may know of something that was done about a stop; told in the transaction that does it.
 *
 * @param step what it is about, so that it is told once
 * @param what stands then
 */
public record StopTold(UUID step, PublicStop what, Person by) {}
