package dev.shisa.server.psirt;

import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.document.KnownValue;
import dev.shisa.server.document.KnownValues;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What documents take from the rules by which the clocks of cases count, and where reports are received. */
@Component
class ResponseRules implements KnownValues {

    /** The rules that outsiders are told of; what documents promise of them is compared with them. */
    static final Set<String> DAYS = Set.of("psirt.acknowledge", "psirt.status", "psirt.fix");

    private static final String CONTACT = "psirt.contact";

    private final CaseStore store;
    private final Issuers issuers;
    private final Messages messages;

    ResponseRules(CaseStore store, Issuers issuers, Messages messages) {
        this.store = store;
        this.issuers = issuers;
        this.messages = messages;
    }

    @Override
    public Set<String> keys() {
        return Set.of("psirt.acknowledge", "psirt.status", "psirt.fix", CONTACT);
    }

    @Override
    public Map<String, KnownValue> values(Set<String> keys) {
        Rules rules = store.rules();
        Map<String, KnownValue> values = new TreeMap<>();
        for (String key : keys) {
            values.put(
                    key,
                    switch (key) {
                        case "psirt.acknowledge" -> days(key, rules.acknowledgeDays());
                        case "psirt.status" -> days(key, rules.statusDays());
                        case "psirt.fix" -> days(key, rules.fixDays());
                        case CONTACT -> contact();
                        default -> throw new IllegalArgumentException(key);
                    });
        }
        return values;
    }

    private KnownValue days(String key, int days) {
        return new KnownValue(
                messages.get(Locale.JAPANESE, "psirt.known." + key, days),
                messages.get(Locale.ENGLISH, "psirt.known." + key, days),
                days,
                null,
                IntakePages.RULES,
                Act.RUN_PSIRT);
    }

    private KnownValue contact() {
        String mail = issuers.issuer().mail();
        return new KnownValue(mail, mail, null, null, "/settings/portal", Act.CHANGE_SETTINGS);
    }
}
