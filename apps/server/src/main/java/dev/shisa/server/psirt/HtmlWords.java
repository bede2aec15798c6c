package dev.shisa.server.psirt;

import java.util.Locale;
import java.util.Set;

/** The words between the tags of a page in HTML, for reading only: one walk over the signs, whatever they are. */
final class HtmlWords {

    private static final Set<String> LINES = Set.of("br", "p", "div", "tr", "li", "h1", "h2", "h3");
    private static final Set<String> UNSEEN = Set.of("script", "style");
    private static final int NAME_MAX = 10;

    private HtmlWords() {}

    static String of(String html) {
        StringBuilder words = new StringBuilder();
        String unseen = "";
        int at = 0;
        int end = -1;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c != '<') {
                if (unseen.isEmpty()) {
                    words.append(c);
                }
                at++;
                continue;
            }
            end = end < at ? html.indexOf('>', at) : end;
            if (end < 0) {
                // What is never closed is no tag, and no word either.
                break;
            }
            boolean closes = at + 1 < end && html.charAt(at + 1) == '/';
            String name = name(html, closes ? at + 2 : at + 1, end);
            if (!unseen.isEmpty()) {
                if (closes && name.equals(unseen)) {
                    unseen = "";
                }
                at = closes ? end + 1 : at + 1;
                continue;
            }
            if (!closes && UNSEEN.contains(name)) {
                unseen = name;
            }
            words.append(LINES.contains(name) ? '\n' : ' ');
            at = end + 1;
        }
        return words.toString()
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static String name(String html, int from, int end) {
        int at = from;
        while (at < end && at - from < NAME_MAX && Character.isLetterOrDigit(html.charAt(at))) {
            at++;
        }
        return html.substring(from, at).toLowerCase(Locale.ROOT);
    }
}
