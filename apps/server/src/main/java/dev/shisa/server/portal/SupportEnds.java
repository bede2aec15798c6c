package dev.shisa.server.portal;

import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return of(List.of(series), now).get(series);
    }

    /** The same of many; of those that are not in the answer nothing is promised, or not surely. */
    public Map<UUID, LocalDate> of(Collection<UUID> series, Instant now) {
        Map<UUID, List<FactEntry>> standing = new HashMap<>();
        evidence
                .entries(
                        series.stream()
                                .map(id -> new Subject(Subject.Kind.PRODUCT, id))
                                .toList(),
                        "support.ends")
                .stream()
                .filter(entry -> entry.isStanding() && !entry.isExpired(now))
                .forEach(
                        entry -> standing.computeIfAbsent(entry.fact().subject().id(), _ -> new ArrayList<>())
                                .add(entry));
        Map<UUID, LocalDate> ends = new HashMap<>();
        standing.forEach((id, own) -> {
            LocalDate day = promised(own);
            if (day != null) {
                ends.put(id, day);
            }
        });
        return ends;
    }

    private static @Nullable LocalDate promised(List<FactEntry> standing) {
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
