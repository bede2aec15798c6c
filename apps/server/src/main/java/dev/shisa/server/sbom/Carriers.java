package dev.shisa.server.sbom;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which releases contain a component, by the lists that count for them. */
@Service
@Transactional(readOnly = true)
public class Carriers {

    private final SbomStore store;

    Carriers(SbomStore store) {
        this.store = store;
    }

    /** How many components there are, and in how many releases. */
    public record Counts(int components, int releases) {}

    /**
     * How many there are of what is sought.
     *
     * @param scope only these series; empty: all
     */
    public Counts count(Sought sought, Set<UUID> scope) {
        return store.count(sought, scope);
    }

    /** Those of the newest list first. */
    public List<Carrier> of(Sought sought, Set<UUID> scope, int offset, int most) {
        return store.carriers(sought, scope, offset, most);
    }

    /** Those behind a place of a list, in the order of lists and places. */
    public List<Carrier> behind(Sought sought, Set<UUID> scope, UUID afterList, int afterNumber, int most) {
        return store.carriersBehind(sought, scope, afterList, afterNumber, most);
    }

    /** The components of some releases that have one of these names. */
    public List<Carrier> inReleases(Collection<UUID> releases, Collection<String> names) {
        return store.carriers(releases, names);
    }
}
