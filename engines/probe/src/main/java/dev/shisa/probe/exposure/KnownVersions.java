package dev.shisa.probe.exposure;

import dev.shisa.probe.run.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions that a device tells, against a table of versions with a published attack. A distribution mends without
 * changing the version; where its mark is told too, the version alone says nothing.
 */
public final class KnownVersions {

    /** One product and version that the table names. */
    public record Match(String product, String version, String published, boolean byDistribution) {}

    private record Line(String product, Pattern pattern, String affected, String published) {}

    private static final Pattern DISTRIBUTION = Pattern.compile("(?i)debian|ubuntu|raspbian|red ?hat|\\.el\\d|alpine");
    private static final Pattern PART = Pattern.compile("\\d+|[a-zA-Z]+");
    private static final List<Line> TABLE = table();

    private KnownVersions() {}

    public static int size() {
        return TABLE.size();
    }

    public static List<Match> in(String text) {
        List<Match> matches = new ArrayList<>();
        for (Line line : TABLE) {
            Matcher matcher = line.pattern().matcher(text);
            if (matcher.find() && isAffected(matcher.group(1), line.affected())) {
                String beside = text.substring(matcher.start(), Math.min(text.length(), matcher.end() + 40));
                matches.add(new Match(
                        line.product(),
                        matcher.group(1),
                        line.published(),
                        DISTRIBUTION.matcher(beside).find()));
            }
        }
        return matches;
    }

    static boolean isAffected(String version, String affected) {
        for (String condition : affected.split(" ", 3)) {
            String bound = condition.replaceFirst("^[<>=]+", "");
            int order = compare(version, bound);
            boolean holds =
                    condition.startsWith(">=") ? order >= 0 : condition.startsWith("<") ? order < 0 : order == 0;
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** By numbers and letters from left to right; 1.0.1 is before 1.0.1a, and 2.9 before 2.10. */
    static int compare(String one, String other) {
        List<String> a = parts(one);
        List<String> b = parts(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String x = i < a.size() ? a.get(i) : "0";
            String y = i < b.size() ? b.get(i) : "0";
            boolean numbers = Character.isDigit(x.charAt(0)) && Character.isDigit(y.charAt(0));
            int order = numbers
                    ? Long.compare(Long.parseLong(x), Long.parseLong(y))
                    : Character.isDigit(x.charAt(0)) ? -1 : Character.isDigit(y.charAt(0)) ? 1 : x.compareTo(y);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> parts(String version) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(version);
        while (matcher.find() && parts.size() < 10) {
            String part = matcher.group();
            parts.add(part.substring(0, Math.min(15, part.length())));
        }
        return parts;
    }

    private static List<Line> table() {
        return Listed.lines("known-versions.tsv").stream()
                .map(line -> line.split("\t", 4))
                .map(parts -> new Line(parts[0], Pattern.compile(parts[1]), parts[2], parts[3]))
                .toList();
    }
}
