package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.act.Seen;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version that a client has seen ({@code If-Match}, RFC 9110, section 13.1.1). A change without one is refused, since
 * it could overwrite what somebody else has written.
 */
public record IfMatch(int version) implements Seen {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,9})\"");

    public static IfMatch of(@Nullable String header) {
        Matcher tag = TAG.matcher(header == null ? "" : header.strip());
        if (!tag.matches()) {
            throw new Problem(428, "api.if-match");
        }
        return new IfMatch(Integer.parseInt(tag.group(1)));
    }

    /** Refuses what was seen in another version than the present one. */
    @Override
    public int require(int present) {
        if (version != present) {
            throw new Problem(412, "api.stale", version, present);
        }
        return version;
    }
}
