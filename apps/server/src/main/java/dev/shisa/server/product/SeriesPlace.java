package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import java.util.Optional;

/** Pages about a thing of one series that have an address of their own. */
@FunctionalInterface
public interface SeriesPlace {

    /**
     * The address that the page would have among those of its series; empty if it is about no series that this
     * person sees, or none of these pages.
     */
    Optional<String> of(String uri, Person person);
}
