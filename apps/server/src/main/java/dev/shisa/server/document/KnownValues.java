package dev.shisa.server.document;

import java.util.Map;
import java.util.Set;

/** What a capability further along knows of the company by a register or a rule, for the places of templates that ask for it. */
public interface KnownValues {

    /** All that it knows of, as templates name it ({@code {known:psirt.acknowledge ! …}}), whether or not it is entered. */
    Set<String> keys();

    /**
     * What it says of some of them, as it is now.
     *
     * @param keys some of {@link #keys}, at least one
     */
    Map<String, KnownValue> values(Set<String> keys);
}
