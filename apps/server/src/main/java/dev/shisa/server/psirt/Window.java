package dev.shisa.server.psirt;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What JPCERT/CC was told of the maker's window (guideline of the Information Security Early Warning Partnership, step 1 of the product
 * developer: set up a window, register it, tell changes promptly).
 *
 * @param contact person or post
 * @param fingerprint of the OpenPGP key, in capital letters; empty: none
 * @param since told on
 * @param confirmed last seen to be right
 * @param own the maker's own contact at that time, by field
 */
record Window(
        UUID id,
        String organisation,
        String contact,
        String mail,
        String phone,
        String fingerprint,
        LocalDate since,
        LocalDate confirmed,
        Map<String, String> own,
        UUID byId,
        String byName,
        Instant at) {

    Window {
        own = Map.copyOf(own);
    }

    /** Until which day what was confirmed is trusted. */
    LocalDate until() {
        return confirmed.plusYears(1);
    }

    /** What of the maker's own contact is another now than when JPCERT/CC was told last: names of fields. */
    List<String> changed(Map<String, String> now) {
        List<String> changed = new ArrayList<>();
        for (String field : Windows.OWN) {
            if (!own.getOrDefault(field, "").equals(now.getOrDefault(field, ""))) {
                changed.add(field);
            }
        }
        return changed;
    }
}
