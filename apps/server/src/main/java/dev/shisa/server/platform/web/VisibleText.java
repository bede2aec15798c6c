package dev.shisa.server.platform.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that a reader sees of a page that somebody else wrote. Each character is looked at a bounded number of times, however broken
 * the page is; nothing of it is trusted.
 */
public final class VisibleText {

    /** A page says within these bytes how it is written (HTML, 13.2.3.2, looks through 1,024). */
    private static final int HEAD_BYTES = 2_048;

    private static final int ENTITY_CHARS_MAX = 12;
    private static final int NAME_CHARS_MAX = 10;

    private static final List<String> UNSEEN = List.of("script", "style", "template", "noscript");

    private static final Set<String> BREAKS = Set.of(
            "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
            "header", "footer", "dt", "dd", "title", "option", "br");

    private static final Pattern CHARSET =
            Pattern.compile("(?i)charset\\s{0,20}=\\s{0,20}[\"']?([A-Za-z0-9_.:-]{1,40})");

    private VisibleText() {}

    /** What a page shows; inline tags join words, block tags end a line. */
    public static String ofHtml(String html) {
        return ofHtml(html, "");
    }

    /**
     * What a page shows; block tags end a line.
     *
     * @param inline what stands for any other tag: a blank where cells of tables have to stay apart
     */
    public static String ofHtml(String html, String inline) {
        StringBuilder seen = new StringBuilder();
        int at = 0;
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0) {
                seen.append(html, at, html.length());
                break;
            }
            seen.append(html, at, open);
            String name = name(html, open + 1);
            if (html.startsWith("<!--", open)) {
                at = behind(html, html.indexOf("-->", open + 2), 3);
                seen.append(' ');
            } else if (UNSEEN.contains(name)) {
                at = behindElement(html, open + 1 + name.length(), name);
                seen.append(' ');
            } else {
                at = behind(html, html.indexOf('>', open), 1);
                seen.append(BREAKS.contains(name) ? "\n" : inline);
            }
        }
        return entities(seen);
    }

    /** The same without anything between {@code <} and {@code >}, for XML. */
    public static String withoutTags(String xml) {
        StringBuilder seen = new StringBuilder();
        int at = 0;
        while (at < xml.length()) {
            int open = xml.indexOf('<', at);
            seen.append(xml, at, open < 0 ? xml.length() : open);
            at = open < 0 ? xml.length() : behind(xml, xml.indexOf('>', open), 1);
        }
        return entities(seen);
    }

    /**
     * Text in the encoding that it names, or else in UTF-8.
     *
     * @param contentType as a server gave it; empty: none did
     * @param max bytes that are read
     */
    public static String decode(byte[] bytes, String contentType, int max) {
        Matcher named = CHARSET.matcher(contentType + " "
                + new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.ISO_8859_1));
        Charset charset = StandardCharsets.UTF_8;
        if (named.find()) {
            try {
                charset = Charset.forName(named.group(1));
            } catch (IllegalArgumentException e) {
                // A name that nobody knows is read as nearly all pages are written.
            }
        }
        return new String(bytes, 0, Math.min(bytes.length, max), charset);
    }

    /** Of an opening or closing tag, in lower case; empty: it is none. */
    private static String name(String html, int from) {
        int begin = from < html.length() && html.charAt(from) == '/' ? from + 1 : from;
        int end = begin;
        while (end < html.length() && end - begin <= NAME_CHARS_MAX && Character.isLetterOrDigit(html.charAt(end))) {
            end++;
        }
        boolean ends = end == html.length() || html.charAt(end) != '-';
        return ends ? html.substring(begin, end).toLowerCase(Locale.ROOT) : "";
    }

    private static int behindElement(String html, int from, String name) {
        for (int close = html.indexOf("</", from); close >= 0; close = html.indexOf("</", close + 2)) {
            if (html.regionMatches(true, close + 2, name, 0, name.length())) {
                return behind(html, html.indexOf('>', close), 1);
            }
        }
        return html.length();
    }

    private static int behind(String html, int found, int length) {
        return found < 0 ? html.length() : found + length;
    }

    private static String entities(StringBuilder text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '&' ? semicolon(text, i) : -1;
            String meant = end < 0 ? "" : meant(text.substring(i + 1, end));
            out.append(meant.isEmpty() ? String.valueOf(c) : meant);
            i = meant.isEmpty() ? i : end;
        }
        return out.toString();
    }

    private static int semicolon(StringBuilder text, int from) {
        for (int i = from; i < Math.min(text.length(), from + ENTITY_CHARS_MAX); i++) {
            if (text.charAt(i) == ';') {
                return i;
            }
        }
        return -1;
    }

    private static String meant(String entity) {
        return switch (entity) {
            case "nbsp" -> " ";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "amp" -> "&";
            default -> entity.startsWith("#") ? numbered(entity.substring(1)) : "";
        };
    }

    private static String numbered(String number) {
        boolean hexadecimal = number.startsWith("x") || number.startsWith("X");
        try {
            int code = hexadecimal ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
            return Character.isValidCodePoint(code) && code >= ' ' ? Character.toString(code) : " ";
        } catch (NumberFormatException e) {
            return "";
        }
    }
}
