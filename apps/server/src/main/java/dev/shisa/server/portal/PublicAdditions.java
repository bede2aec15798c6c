package dev.shisa.server.portal;

/** What other capabilities add to the public pages; asked when these are read, at one moment with everything else. */
public interface PublicAdditions {

    /** Whether readers can ask at {@code /public/notices} to be told by mail. */
    boolean tellsByMail();
}
