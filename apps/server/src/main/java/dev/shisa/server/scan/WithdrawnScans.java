package dev.shisa.server.scan;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which evidence holds the file of a result that was taken back: for whoever refers to it. */
@Component
public class WithdrawnScans {

    private final ScanStore store;

    WithdrawnScans(ScanStore store) {
        this.store = store;
    }

    public Set<UUID> among(Collection<UUID> evidence) {
        return evidence.isEmpty() ? Set.of() : store.withdrawn(evidence);
    }
}
