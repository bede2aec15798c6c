package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Person;
import java.util.Optional;
import java.util.UUID;

/** A kind of things that can be talked about; the capability that has them is one. Its words are {@code talk.place.<id>}. */
public interface TalkPlace {

    /** In addresses and records: {@code criterion}. */
    String id();

    /** The thing of this key, whoever may see it; empty: there is none, or none that is talked about. */
    Optional<TalkThing> find(String key);

    /**
     * That somebody was given a thing.
     *
     * @param id tells it from what was given before
     */
    record Given(UUID id, UUID to, UUID by) {}

    /** Who has it; empty: nobody. */
    default Optional<Given> given(TalkThing thing) {
        return Optional.empty();
    }

    /** Ends that, in the transaction of the caller; false when it has ended. */
    default boolean handBack(TalkThing thing, Given given, Person person) {
        return false;
    }
}
