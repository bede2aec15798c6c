package dev.shisa.server.supplier;

import java.util.List;
import java.util.UUID;

/**
 * Whom to call at a supplier, so that a response does not wait for a name (guide 003, 要点20; 004, 4.5).
 *
 * @param duty one of {@link #DUTIES}
 * @param address for mail
 */
record Contact(UUID id, UUID supplierId, String duty, String name, String address, String phone, String note) {

    static final List<String> DUTIES = List.of("vulnerability", "incident", "support", "contract");
}
