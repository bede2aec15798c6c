package dev.shisa.conformity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where facts are looked up: a port. */
@FunctionalInterface
public interface FactSource {

    /** All facts recorded for exactly this subject and slot, in any order, without those that were withdrawn. */
    List<Fact> facts(Subject subject, Slot slot);

    /** A source of just these facts. */
    static FactSource of(Collection<Fact> facts) {
        record Place(Subject subject, Slot slot) {}
        Map<Place, List<Fact>> places =
                facts.stream().collect(Collectors.groupingBy(f -> new Place(f.subject(), f.slot())));
        return (subject, slot) -> places.getOrDefault(new Place(subject, slot), List.of());
    }
}
