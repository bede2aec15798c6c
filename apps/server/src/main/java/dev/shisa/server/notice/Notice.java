package dev.shisa.server.notice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one person, or one channel, is told.
 *
 * @param seriesId null: of no single series
 * @param whole whether it is only for those who see all series
 * @param count how many things were gathered in it
 * @param at when the latest of them happened
 * @param readAt null: nobody has read it
 */
record Notice(
        UUID id,
        NoticeKind kind,
        @Nullable UUID seriesId,
        boolean whole,
        int count,
        boolean urgent,
        List<String> args,
        String href,
        Instant at,
        @Nullable Instant readAt) {

    Notice {
        args = List.copyOf(args);
    }
}
