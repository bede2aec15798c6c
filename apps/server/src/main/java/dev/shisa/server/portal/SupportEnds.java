package dev.shisa.server.portal;

import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Until when security updates of a product are promised (guide 001, point 2; JC-STAR S1.1-16 ④). */
@Component
public class SupportEnds {

    private final EvidenceLog evidence;

    SupportEnds(EvidenceLog evidence) {
        this.evidence = evidence;
    }

    /** Only what a second person has confirmed is promised to everybody, and only while nobody says anything else. */
    public @Nullable LocalDate of(UUID series, Instant now) {
        List<FactEntry> standing =
                evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, series)), "support.ends").stream()
                        .filter(entry -> entry.isStanding() && !entry.isExpired(now))
                        .toList();
        Optional<Strength> strongest =
                standing.stream().map(entry -> entry.fact().strength()).max(Comparator.naturalOrder());
        List<FactEntry> leading = standing.stream()
                .filter(entry -> Optional.of(entry.fact().strength()).equals(strongest))
                .toList();
        boolean one =
                standing.stream().map(entry -> entry.fact().value()).distinct().count() == 1;
        boolean confirmed = leading.stream().anyMatch(entry -> entry.confirmedBy() != null);
        return one && confirmed && leading.getFirst().fact().value() instanceof Value.Day day ? day.value() : null;
    }
}
