package dev.shisa.server.portal;

import java.time.Instant;
import java.util.List;

/** What other capabilities add to the public pages; asked when these are read, at one moment with everything else. */
public interface PublicAdditions {

    /** Whether readers can ask at {@code /public/notices} to be told by mail. */
    default boolean tellsByMail() {
        return false;
    }

    /** What owners of products are told, the newest first; what of it is about a series that is not shown is left out. */
    default List<PublicNews> news() {
        return List.of();
    }

    /**
     * What is wrong now, or was lately; what of it is about a series that is not shown is left out.
     *
     * @param since what is over and of which nothing was said later is left out
     */
    default List<PublicStatus> statuses(Instant since) {
        return List.of();
    }
}
