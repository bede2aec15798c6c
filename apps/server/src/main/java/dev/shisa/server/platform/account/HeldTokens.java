package dev.shisa.server.platform.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tokens with which programs call for a person; what keeps them offers this to the life of accounts. */
public interface HeldTokens {

    /** How many of somebody's can be used now. */
    int count(UUID person);

    /**
     * Ends all of somebody's for good.
     *
     * @param by for the record; null: nobody who is signed in
     * @return how many could be used until now
     */
    int endAll(UUID person, @Nullable Person by);
}
