package dev.shisa.server.audience;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Knows what some notices tell of, and so whether it still holds. Implemented by whoever prepares them. */
interface NoticeSource {

    /** The ids of those of these notices that tell of something that a later word has replaced. */
    Set<UUID> overtaken(Collection<UserNotice> some);
}
