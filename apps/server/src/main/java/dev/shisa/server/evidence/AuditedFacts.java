package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.server.platform.audit.AuditWords;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** In the audit log a fact is called by what is asked. */
@Component
class AuditedFacts implements AuditWords {

    private final FactWords words;

    AuditedFacts(FactWords words) {
        this.words = words;
    }

    @Override
    public Optional<String> of(String detail, String value, Locale locale) {
        return detail.equals("fact")
                ? Slot.parse(value).map(slot -> words.question(slot, locale, Map.of()))
                : Optional.empty();
    }
}
