package dev.shisa.advisory;

import dev.shisa.vulnerability.version.VersionScheme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The weaknesses of CWE in each of its versions ({@code cwe.tsv}); categories and views are none. */
final class Cwe {

    private static final Cwe LIST = read();

    /**
     * What a weakness is called in a run of versions.
     *
     * @param usage whether a vulnerability may be mapped to it; empty before CWE 4.12, which first says so
     */
    record Entry(String first, String last, boolean isDeprecated, String usage, String name) {}

    private final TreeMap<String, LocalDate> versions = new TreeMap<>(VersionScheme.SEMVER::sort);
    private final Map<String, List<Entry>> weaknesses = new HashMap<>();

    private static Cwe read() {
        Cwe cwe = new Cwe();
        for (String line : Resource.lines("cwe.tsv")) {
            String[] f = line.split("\t", -1);
            if (f[0].equals("v")) {
                cwe.versions.put(f[1], LocalDate.parse(f[2]));
            } else {
                cwe.weaknesses
                        .computeIfAbsent("CWE-" + f[0], _ -> new ArrayList<>())
                        .add(new Entry(f[1], f[2], f[3].equals("D"), f[4], f[5]));
            }
        }
        return cwe;
    }

    /** Whether the list says what a version holds. */
    static boolean knows(String version) {
        return LIST.versions.containsKey(version);
    }

    /** Whether a version is later than all that the list holds. */
    static boolean isLaterThanList(String version) {
        return VersionScheme.SEMVER.sort(version, LIST.versions.lastKey()) > 0;
    }

    /** A weakness as one version has it; empty if that has none, or is not in the list. */
    static Optional<Entry> in(String version, String id) {
        return LIST.weaknesses.getOrDefault(id, List.of()).stream()
                .filter(e -> VersionScheme.SEMVER.sort(e.first, version) <= 0
                        && VersionScheme.SEMVER.sort(e.last, version) >= 0)
                .findFirst();
    }

    /** Everything that a weakness has been, oldest first. */
    static List<Entry> history(String id) {
        return LIST.weaknesses.getOrDefault(id, List.of());
    }

    /** The latest version on a day; empty before the first. After the last that the list holds, it cannot tell: that one. */
    static Optional<String> latest(LocalDate day) {
        Optional<String> latest = Optional.empty();
        for (Map.Entry<String, LocalDate> version : LIST.versions.entrySet()) {
            if (!version.getValue().isAfter(day)) {
                latest = Optional.of(version.getKey());
            }
        }
        return latest;
    }
}
