package dev.shisa.scan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of tools, brought into a form that is safe to keep and to show. */
final class Texts {

    private static final Pattern WORDS = Pattern.compile("[\\s,;]+");
    private static final Pattern CVE = Pattern.compile("(?i)CVE-[0-9]{4}-[0-9]{4,12}");
    private static final Pattern CWE = Pattern.compile("(?i)(?:cwe-?)?0*([1-9][0-9]{0,5})");

    /** A detection that names more is a list of advisories, not a test. */
    private static final int IDS_MAX = 100;

    private Texts() {}

    /** One line of at most so many characters. */
    static String line(String text, int charsMax) {
        return cut(text.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ").strip(), charsMax);
    }

    /** Lines, without other control characters. */
    static String block(String text, int charsMax) {
        String head = text.length() > 4 * charsMax ? text.substring(0, 4 * charsMax) : text;
        return cut(
                head.replaceAll("\\r\\n?", "\n")
                        .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
                        .strip(),
                charsMax);
    }

    private static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
        return text.substring(0, end) + "…";
    }

    /**
     * The number of a port.
     *
     * @param place where it stands
     */
    static int port(String written, String place) throws UnreadableScanException {
        try {
            int port = Integer.parseInt(written.strip());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new UnreadableScanException("port", place, written);
        }
        throw new UnreadableScanException("port", place, written);
    }

    /** The CVE ids in these texts, each once. */
    static List<String> cves(Collection<String> texts) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher matcher = CVE.matcher(text);
            while (found.size() < IDS_MAX && matcher.find()) {
                found.add(matcher.group().toUpperCase(Locale.ROOT));
            }
        }
        return List.copyOf(found);
    }

    /** Texts that are a CWE's number or name, as {@code CWE-79}. */
    static List<String> cwes(Collection<String> texts) {
        List<String> found = new ArrayList<>();
        for (String text : texts) {
            for (String word : WORDS.splitAsStream(text).toList()) {
                Matcher matcher = CWE.matcher(word);
                if (matcher.matches() && found.size() < IDS_MAX && !found.contains("CWE-" + matcher.group(1))) {
                    found.add("CWE-" + matcher.group(1));
                }
            }
        }
        return List.copyOf(found);
    }

    /** The text of a piece of HTML, as reports quote it. */
    static String plain(String html) {
        return html.replaceAll("(?i)</p>|<br ?/?>", "\n")
                .replaceAll("<[^<>]{0,200}>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
