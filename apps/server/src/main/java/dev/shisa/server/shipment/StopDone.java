package dev.shisa.server.shipment;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Devices must not leave the house any more, are taken back, or may leave again; for colleagues, whether everybody may know of it or
 * not. Told in the transaction that does it.
 *
 * @param step what was done, so that it is told once
 * @param code of the stop
 * @param act the id of what was done, of those that the first sentence says
 * @param day from which it holds
 */
public record StopDone(UUID step, String code, UUID series, String act, LocalDate day) {}
