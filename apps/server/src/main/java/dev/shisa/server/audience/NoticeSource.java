package dev.shisa.server.audience;

import dev.shisa.server.platform.Problem;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Knows what some notices tell of, and so whether it still holds. Implemented by whoever prepares them. */
interface NoticeSource {

    /** The ids of those of these notices that tell of something that a later word has replaced. */
    Set<UUID> overtaken(Collection<UserNotice> some);

    /**
     * Looks once more, before somebody is told, at what a notice of its own tells of.
     *
     * @throws Problem if nobody is to be told of that now, though it still holds
     */
    default void requireTold(UserNotice notice) {}
}
