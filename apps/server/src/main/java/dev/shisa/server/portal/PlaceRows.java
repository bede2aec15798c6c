package dev.shisa.server.portal;

import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.portal.StatedPlaces.Stated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The places that a person may know of, each with what is said to be there. */
@Component
class PlaceRows {

    private final StatedPlaces places;
    private final PlaceStore store;
    private final PlaceWatch watch;
    private final EvidenceLog log;

    PlaceRows(StatedPlaces places, PlaceStore store, PlaceWatch watch, EvidenceLog log) {
        this.places = places;
        this.store = store;
        this.watch = watch;
        this.log = log;
    }

    /**
     * A place with what rests on it.
     *
     * @param lacking what is said to be on it and is not, although the page is there
     * @param against codes of the evidence by which the watch speaks against what rests on it
     */
    record Resting(PublishedPlace place, List<Stated> stated, List<Stated> lacking, List<String> against) {

        Resting {
            stated = List.copyOf(stated);
            lacking = List.copyOf(lacking);
            against = List.copyOf(against);
        }

        /** For a reader: a page without what is said to be on it is as good as gone. */
        PublishedPlace.State state() {
            return lacking.isEmpty() ? place.state() : PublishedPlace.State.GONE;
        }
    }

    List<Resting> of(Person person) {
        Map<String, PublishedPlace> known = new HashMap<>();
        store.all().forEach(place -> known.put(place.address(), place));
        Map<String, List<Stated>> byAddress = new LinkedHashMap<>();
        places.all().stream()
                .filter(stated -> stated.subject().kind() == Subject.Kind.ORGANISATION
                        || person.sees(stated.subject().id()))
                .forEach(stated -> stated.addresses().stream()
                        .sorted()
                        .forEach(address -> byAddress
                                .computeIfAbsent(address, a -> new ArrayList<>())
                                .add(stated)));
        List<PlaceStore.Said> saying = watch.saying();
        List<Resting> rows = new ArrayList<>();
        byAddress.forEach((address, stated) -> {
            PublishedPlace place = known.getOrDefault(
                    address,
                    PublishedPlace.fresh(
                            address, stated.getFirst().entry().fact().recordedAt()));
            List<UUID> against = saying.stream()
                    .filter(said -> said.address().equals(address)
                            && stated.stream()
                                    .anyMatch(one -> one.subject().equals(said.subject())
                                            && one.slot().equals(said.slot())))
                    .map(PlaceStore.Said::evidence)
                    .toList();
            rows.add(new Resting(
                    place,
                    stated,
                    place.goneAt() != null
                            ? List.of()
                            : stated.stream()
                                    .filter(one -> watch.lacks(address, one))
                                    .toList(),
                    log.byIds(against).stream().map(EvidenceDetails::code).toList()));
        });
        return rows;
    }
}
