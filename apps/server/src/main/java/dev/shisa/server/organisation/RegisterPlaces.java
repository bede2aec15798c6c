package dev.shisa.server.organisation;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.FactRecords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which questions the register of the company answers, and on which of its pages: see {@link Stated}. */
@Component
class RegisterPlaces implements FactRecords {

    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("roles.assigned", "roles"),
            Map.entry("staffing.security", "training"),
            Map.entry("roles.map", "parties"),
            Map.entry("contacts.list", "parties"),
            Map.entry("contacts.exchange", "parties"),
            Map.entry("training.record", "training"),
            Map.entry("training.plan", "training"),
            Map.entry("resources.considered", "training"),
            Map.entry("insider.considered", "controls"),
            Map.entry("update.timing", "sectors"),
            Map.entry("policy.covers", "policy"),
            Map.entry("policy.iot", "policy"),
            Map.entry("policy.basis", "policy"),
            Map.entry("policy.spread", "policy"),
            Map.entry("policy.status", "policy"),
            Map.entry("policy.review", "policy"),
            Map.entry("executive.instruction", "policy"),
            Map.entry("experts.inside", "policy"),
            Map.entry("budget.security", "policy"),
            Map.entry("budget.basis", "policy"));

    @Override
    public List<Parts.Crumb> of(FactKey key, @Nullable Series series, Ui ui) {
        String page = PAGES.get(key.value());
        return page == null
                ? List.of()
                : List.of(new Parts.Crumb(
                        ui.t("organisation.place", ui.t("organisation.tab." + page)), "/organisation/" + page));
    }
}
