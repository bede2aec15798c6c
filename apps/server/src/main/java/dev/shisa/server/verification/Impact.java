package dev.shisa.server.verification;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.FactEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a product has to be verified by a provider outside: because an incident with it has large effects, or because it is
 * hard to verify inside (guide 002, measure 5). It follows from the answers, which are asked elsewhere.
 *
 * @param effects {@code money}, {@code life}, {@code liability}
 */
record Impact(Need need, Set<String> effects, boolean hard) {

    /** Whether it has to be outside. */
    enum Need {
        YES,
        NO,
        /** It was answered that effects are not large, but no second person has confirmed that yet. */
        UNCONFIRMED,
        UNKNOWN
    }

    static final Slot EFFECTS = Slot.of("verification.impact", "");
    static final Slot INSIDE = Slot.of("verification.inside", "");

    Impact {
        effects = Set.copyOf(effects);
    }

    static Impact of(Map<Slot, FactEntry> answers, Instant now) {
        FactEntry impact = answers.get(EFFECTS);
        FactEntry inside = answers.get(INSIDE);
        Set<String> effects = new TreeSet<>();
        boolean known = false;
        if (impact != null && !impact.isExpired(now) && impact.fact().value() instanceof Value.Words words) {
            known = true;
            effects.addAll(words.value());
            effects.remove("none");
        }
        boolean hard = false;
        boolean insideKnown = false;
        if (inside != null && !inside.isExpired(now) && inside.fact().value() instanceof Value.Word word) {
            insideKnown = true;
            hard = word.value().equals("hard");
        }
        if (!effects.isEmpty() || hard) {
            return new Impact(Need.YES, effects, hard);
        }
        if (!known || !insideKnown) {
            return new Impact(Need.UNKNOWN, effects, hard);
        }
        boolean confirmed = impact != null && impact.confirmedBy() != null;
        return new Impact(confirmed ? Need.NO : Need.UNCONFIRMED, effects, hard);
    }
}
