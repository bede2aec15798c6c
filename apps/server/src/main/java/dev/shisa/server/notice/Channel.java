package dev.shisa.server.notice;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A room of a chat, or a system, that the whole organisation is told in.
 *
 * @param address what of its address is no secret
 * @param inside whether that may lie within the own network or in this computer
 * @param topics what it is told
 * @param language {@code ja} or {@code en}
 * @param madeBy the person's name at that time
 */
record Channel(
        UUID id,
        String name,
        ChannelShape shape,
        String address,
        boolean inside,
        Set<Topic> topics,
        String language,
        Instant madeAt,
        String madeBy) {

    Channel {
        topics = Set.copyOf(topics);
    }
}
