package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clocks;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.UUID;

/**
 * How long the maker gives itself, and who receives reports.
 *
 * @param fixDays from the report until there is a fix, or a workaround or a notice to stop the use (guide 001, point 6)
 * @param onDuty empty: everybody with the role PSIRT
 * @param acknowledgeMail whether reporters who left an address are told by mail, by itself, that the report arrived
 * @param version 0: nobody has entered anything yet
 */
record Rules(
        int acknowledgeDays, int statusDays, int fixDays, List<UUID> onDuty, boolean acknowledgeMail, int version) {

    static final int DAYS_MAX = 365;

    /** ISO/IEC 29147 names no number; the fix follows the guide value of the partnership. */
    static final Rules USUAL = new Rules(7, 30, Clocks.PUBLISH_DAYS, List.of(), true, 0);

    Rules {
        onDuty = List.copyOf(onDuty);
    }

    Clocks.Limits limits() {
        return new Clocks.Limits(acknowledgeDays, statusDays, Ui.ZONE);
    }
}
