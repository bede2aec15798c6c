package dev.shisa.server.platform.account;

import java.util.Set;
import java.util.UUID;

/**
 * Somebody who is signed in: the principal of a request.
 *
 * @param series the product series that the person is limited to; empty means all
 */
public record Person(UUID id, String email, String name, String language, Set<Role> roles, Set<UUID> series) {

    public Person {
        roles = Set.copyOf(roles);
        series = Set.copyOf(series);
    }

    public boolean can(Act act) {
        return act.allows(roles) && (series.isEmpty() || !act.showsAllSeries());
    }

    /** Whether the person's scope includes a series. */
    public boolean sees(UUID seriesId) {
        return series.isEmpty() || series.contains(seriesId);
    }
}
