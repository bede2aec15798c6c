package dev.shisa.server.platform.api;

import dev.shisa.server.platform.account.Person;

/** Whether an answer may be given again, where the right to a thing is not one of a role and may end. */
public interface ReplayGuard {

    /**
     * Looks, and leaves the record that a look leaves.
     *
     * @param path of the call
     * @param made path of what the call made; empty: nothing
     * @throws dev.shisa.server.platform.Problem what the call would be answered now
     */
    void require(String path, String made, Person person);
}
