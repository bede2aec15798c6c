package dev.shisa.server.platform.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and days inside a text, which stay on one line: a model number does not break behind its hyphen, nor a day behind its
 * year. Where script runs, that does the same; this is for pages without any ({@code part/unbroken.jte}).
 *
 * @param whole whether this piece stays on one line
 */
public record Unbroken(String text, boolean whole) {

    /** A day in words or digits, or a number with hyphens of which no piece is longer than a narrow line. */
    private static final Pattern WHOLE = Pattern.compile("\\d{4}年\\d{1,2}月\\d{1,2}日"
            + "|\\d{1,2} [A-Z][a-z]{2,8} \\d{4}"
            + "|(?<![\\w-])(?=[\\w-]*\\d)[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,8}){1,3}(?![\\w-])"
            + "|CVE-\\d{4}-\\d{4,19}");

    /** The pieces of a text, in their order. */
    public static List<Unbroken> of(String text) {
        List<Unbroken> pieces = new ArrayList<>();
        Matcher found = WHOLE.matcher(text);
        int at = 0;
        while (found.find()) {
            if (found.start() > at) {
                pieces.add(new Unbroken(text.substring(at, found.start()), false));
            }
            pieces.add(new Unbroken(found.group(), true));
            at = found.end();
        }
        if (at < text.length()) {
            pieces.add(new Unbroken(text.substring(at), false));
        }
        return pieces;
    }
}
