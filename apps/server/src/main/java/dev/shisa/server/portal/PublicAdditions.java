package dev.shisa.server.portal;

import java.util.List;

/** What other capabilities add to the public pages; asked when these are read, at one moment with everything else. */
public interface PublicAdditions {

    /** Whether readers can ask at {@code /public/notices} to be told by mail. */
    boolean tellsByMail();

    /** What owners of products are told, the newest first; what of it is about a series that is not shown is left out. */
    List<PublicNews> news();
}
