package dev.shisa.probe.exposure;

import dev.shisa.probe.run.Listed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product and version that a device names of itself, in the names under which vulnerability sources file them (JC-STAR
 * S1.1-13 ②). It says nothing of vulnerabilities: whoever has the sources looks there. A distribution mends without
 * changing the version, so what is told of its own package goes with it.
 *
 * @param version as it is told, with the distribution's part behind it
 * @param cpes names of CPE 2.3 without any distribution
 * @param purl the distribution's package as a package URL; empty: no distribution is told. Without its release, nobody
 *     can tell what the distribution has mended
 * @param text what surrounds it in what the device told
 */
public record ToldVersion(String product, String version, List<String> cpes, String purl, String text) {

    private static final int TEXT_CHARS = 80;
    private static final int MARK_CHARS = 60;
    private static final int PER_TEXT_MAX = 20;
    private static final int LINE_CHARS = 1_000;

    private record Line(String product, Pattern pattern, List<String> names, String epoch, String source) {}

    /** What stands behind a version of Debian and those that come from it: {@code Debian-2+deb12u3}, {@code (Ubuntu)}. */
    private static final Pattern MARK = Pattern.compile(
            "(?i)^[^\\n]{0,3}?\\(?(debian|raspbian|ubuntu|red ?hat|rhel|centos|fedora|alpine|alma ?linux|rocky)(?:-([0-9][\\w.+~]*))?");

    /** Web servers name it once for all that they name in a line. */
    private static final Pattern MARK_LATER =
            Pattern.compile("\\((Debian|Raspbian|Ubuntu|Red Hat[^)]{0,30}|CentOS[^)]{0,20}|Fedora|Alpine)\\)");

    private static final Pattern DEBIAN_RELEASE = Pattern.compile("deb(\\d{1,2})u|bpo(\\d{1,2})");
    private static final Pattern PORTABLE = Pattern.compile("(.+)p(\\d+)");

    private static final List<Line> TABLE = table();

    public ToldVersion {
        cpes = List.copyOf(cpes);
    }

    /** All versions that a text names. */
    public static List<ToldVersion> in(String text) {
        Set<ToldVersion> told = new LinkedHashSet<>();
        for (Line line : TABLE) {
            Matcher matcher = line.pattern().matcher(text);
            while (told.size() < PER_TEXT_MAX && matcher.find()) {
                told.add(of(line, matcher, text));
            }
        }
        return List.copyOf(told);
    }

    private static ToldVersion of(Line line, Matcher matcher, String text) {
        String version = matcher.group(1);
        String behind = text.substring(matcher.end(), Math.min(text.length(), matcher.end() + MARK_CHARS))
                .lines()
                .findFirst()
                .orElse("");
        Matcher mark = MARK.matcher(behind);
        Matcher later = MARK_LATER.matcher(lineAt(text, matcher.start()));
        String distribution = "";
        String revision = "";
        if (mark.find()) {
            distribution = mark.group(1);
            revision = Optional.ofNullable(mark.group(2)).orElse("");
        } else if (later.find()) {
            distribution = later.group(1);
        }
        int from = Math.max(0, matcher.start() - TEXT_CHARS / 4);
        int to = Math.min(text.length(), matcher.end() + TEXT_CHARS);
        return new ToldVersion(
                line.product(),
                revision.isEmpty() ? version : version + " " + distribution + "-" + revision,
                line.names().stream().map(name -> cpe(name, version)).toList(),
                distribution.isEmpty() ? "" : purl(line, version, distribution, revision),
                text.substring(from, to).replaceAll("[^\\x20-\\x7e]+", " ").strip());
    }

    /** The line around a place, of a long one what is near. */
    private static String lineAt(String text, int at) {
        String near = text.substring(Math.max(0, at - LINE_CHARS), Math.min(text.length(), at + LINE_CHARS));
        int here = Math.min(at, LINE_CHARS);
        int end = near.indexOf('\n', here);
        return near.substring(near.lastIndexOf('\n', here) + 1, end < 0 ? near.length() : end);
    }

    private static String cpe(String name, String version) {
        Matcher portable = PORTABLE.matcher(version);
        String[] parts = portable.matches()
                ? new String[] {portable.group(1), "p" + portable.group(2)}
                : new String[] {version, "*"};
        return "cpe:2.3:" + name + ":" + parts[0] + ":" + parts[1] + ":*:*:*:*:*:*";
    }

    private static String purl(Line line, String version, String distribution, String revision) {
        String word = distribution.toLowerCase(Locale.ROOT).replaceFirst("[ -].*", "");
        String source = line.source().isEmpty() ? word(line.product()) : line.source();
        return switch (word) {
            case "debian", "raspbian", "ubuntu" -> {
                Matcher release = DEBIAN_RELEASE.matcher(revision);
                String distro = word.equals("debian") && release.find()
                        ? "?distro=debian-" + (release.group(1) == null ? release.group(2) : release.group(1))
                        : "";
                String whole = revision.isEmpty() ? version : line.epoch() + version + "-" + revision;
                yield "pkg:deb/" + word + "/" + source + "@" + URLEncoder.encode(whole, StandardCharsets.UTF_8)
                        + distro;
            }
            case "alpine" -> "pkg:apk/alpine/" + source + "@" + version;
            default ->
                "pkg:rpm/" + (word.equals("rhel") || word.equals("red") ? "redhat" : word) + "/" + source + "@"
                        + version;
        };
    }

    private static String word(String product) {
        return product.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static List<Line> table() {
        List<Line> lines = new ArrayList<>();
        for (String text : Listed.lines("told-versions.tsv")) {
            String[] parts = text.split("\t", 4);
            String source = parts[3].strip().equals("-") ? "" : parts[3].strip();
            int colon = source.indexOf(':');
            lines.add(new Line(
                    parts[0],
                    Pattern.compile(parts[1]),
                    List.of(parts[2].split(" ", -1)),
                    source.substring(0, colon + 1),
                    source.substring(colon + 1)));
        }
        return List.copyOf(lines);
    }
}
