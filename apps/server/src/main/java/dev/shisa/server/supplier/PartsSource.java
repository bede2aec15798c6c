package dev.shisa.server.supplier;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which parts of which products lists of components say to be a supplier's; whoever keeps the lists knows. */
public interface PartsSource {

    /**
     * A part of a release, in the list that counts for it.
     *
     * @param href of the list, narrowed to the part
     */
    record DeliveredPart(UUID seriesId, UUID releaseId, String name, String version, String href) {}

    /**
     * The parts whose developer has one of these names, or whose identifiers lie in one of these scopes.
     *
     * @param names folded
     * @param scopes {@code pkg:TYPE/NAMESPACE} and {@code cpe:VENDOR}
     * @param series only of these; empty: of all
     */
    List<DeliveredPart> of(Collection<String> names, Collection<String> scopes, Set<UUID> series, int most);
}
