package dev.shisa.server;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletResponse;

/** What the server answered. */
public record Page(MockHttpServletResponse response) {

    public int status() {
        return response.getStatus();
    }

    /** The page as sent. */
    public String html() {
        return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return response.getContentAsByteArray();
    }

    /** What a reader sees: without tags, entities resolved, white space folded. */
    public String text() {
        return html().replaceAll("(?s)<(script|style|title)\\b.*?</\\1>", " ")
                .replaceAll("</?(?:mark|bdi)\\b[^>]*>", "")
                .replaceAll("(?s)<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ");
    }

    public @Nullable String header(String name) {
        return response.getHeader(name);
    }

    /** Where a redirect leads; empty when it is none. */
    public String location() {
        String location = response.getHeader("Location");
        return location == null ? "" : location;
    }

    /** The first group of the first match in the page, e.g. the address of a link. */
    public String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(html());
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in: " + text());
        }
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return status() + " " + location() + " " + text();
    }
}
