package dev.shisa.server.inquiry;

import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;

/**
 * When an hour stands out.
 *
 * @param factor times what is usual
 * @param least inquiries in the hour; fewer are never a surge
 * @param days that are looked back
 */
@Sent(value = "inquiry.rules", problem = "inquiry.rules", schema = "SurgeRulesBody")
record SurgeRules(
        @Within(least = 2, most = 100) Integer factor,
        @Within(least = 1, most = 100_000) Integer least,
        @Within(least = 7, most = 90) Integer days) {

    static final SurgeRules USUAL = new SurgeRules(10, 10, 28);
}
