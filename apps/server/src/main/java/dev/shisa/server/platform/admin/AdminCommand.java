package dev.shisa.server.platform.admin;

import java.util.Locale;

/** One word of {@code ./shisa} that the running server answers. Any capability adds its own as a bean. */
public interface AdminCommand {

    /** The first word of the request, e.g. {@code user}. */
    String word();

    /**
     * Does it.
     *
     * @param rest what stands behind the first word; may be empty
     * @param locale Japanese or English
     */
    AdminReply answer(String rest, Locale locale);
}
