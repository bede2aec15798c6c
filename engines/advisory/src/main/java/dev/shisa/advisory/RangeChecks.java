package dev.shisa.advisory;

import dev.shisa.vulnerability.version.Vers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests of version ranges in branches. */
final class RangeChecks {

    /** Ranges are compared with each of their siblings; of more than these, only the first. */
    private static final int SIBLINGS_MAX = 300;

    private static final Pattern LOOKS_LIKE_VERS = Pattern.compile("vers:[a-z.\\-+][a-z0-9.\\-+]*/.+");

    private RangeChecks() {}

    private static List<Place> ranges(Subject subject) {
        return subject.allBranches().stream()
                .filter(b -> b.text("category").equals("product_version_range"))
                .toList();
    }

    /** 6.1.50: Product Version Range Rules. */
    static void productVersionRangeRules(Subject subject, Report report) {
        for (Place branch : ranges(subject)) {
            if (!VersionRange.isCanonical(branch.text("name"))) {
                report.add(branch.at("name"), "range.malformed", branch.text("name"));
            }
        }
    }

    /** 6.1.59: Single Version as Product Version Range. */
    static void singleVersionAsRange(Subject subject, Report report) {
        for (Place branch : ranges(subject)) {
            if (VersionRange.parse(branch.text("name"))
                    .filter(VersionRange::isSingleVersion)
                    .isPresent()) {
                report.add(branch.at("name"), "range.single", branch.text("name"));
            }
        }
    }

    /** 6.2.18: Product Version Range without VERS. */
    static void rangeWithoutVers(Subject subject, Report report) {
        for (Place branch : ranges(subject)) {
            if (!LOOKS_LIKE_VERS.matcher(branch.text("name")).matches()) {
                report.add(branch.at("name"), "range.no-vers", branch.text("name"));
            }
        }
    }

    /** 6.2.49: Upper Open Ended Product Version Range. */
    static void upperOpenEndedRange(Subject subject, Report report) {
        for (Place branch : ranges(subject)) {
            if (VersionRange.parse(branch.text("name"))
                    .filter(VersionRange::isOpenAbove)
                    .isPresent()) {
                report.add(branch.at("name"), "range.open", branch.text("name"));
            }
        }
    }

    /** 6.2.51: Unknown VERS Type. */
    static void unknownVersType(Subject subject, Report report) {
        for (Place branch : ranges(subject)) {
            Optional<VersionRange> range = VersionRange.parse(branch.text("name"));
            if (range.isPresent()
                    && range.get().isVers()
                    && !Set.of("all", "none").contains(range.get().type())
                    && Vers.scheme(range.get().type()).isEmpty()) {
                report.add(branch.at("name"), "range.type", range.get().type());
            }
        }
    }

    /** What a range has beside it. */
    private record Pair(Place range, Place sibling) {}

    /** Ranges and the siblings with which they share a version: those that are ranges of a notation, or versions. */
    private static List<Pair> overlaps(Subject subject, Kind kind, String below) {
        List<Pair> pairs = new ArrayList<>();
        for (List<Place> all : subject.siblings()) {
            List<Place> siblings = all.subList(0, Math.min(all.size(), SIBLINGS_MAX));
            for (Place one : siblings) {
                Optional<VersionRange> range = one.text("category").equals("product_version_range")
                        ? VersionRange.parse(one.text("name"))
                        : Optional.empty();
                for (Place other : range.isPresent() ? siblings : List.<Place>of()) {
                    if (other != one && other.has(below) && kind.overlaps(range.get(), other)) {
                        pairs.add(new Pair(one, other));
                    }
                }
            }
        }
        return pairs;
    }

    private enum Kind {
        VERS,
        VLS,
        ANY_RANGE,
        VERSION;

        boolean overlaps(VersionRange range, Place sibling) {
            String category = sibling.text("category");
            if (this == VERSION) {
                return category.equals("product_version") && range.includes(sibling.text("name"));
            }
            return category.equals("product_version_range")
                    && VersionRange.parse(sibling.text("name"))
                            .filter(r -> this == ANY_RANGE || r.isVers() == (this == VERS))
                            .filter(range::overlaps)
                            .isPresent();
        }
    }

    private static Set<String> productsBelow(Place branch) {
        Set<String> ids = new LinkedHashSet<>();
        List<Place> open = new ArrayList<>(List.of(branch));
        while (!open.isEmpty()) {
            Place next = open.removeLast();
            if (next.has("product")) {
                ids.add(next.at("product").text("product_id"));
            }
            open.addAll(next.each("branches"));
        }
        return ids;
    }

    private static void status(Subject subject, Kind kind, boolean isSameGroup, Report report) {
        for (Pair pair : overlaps(subject, kind, "product")) {
            String other = pair.sibling.at("product").text("product_id");
            for (String id : productsBelow(pair.range)) {
                for (Place vulnerability : subject.vulnerabilities()) {
                    Set<String> mine = groups(vulnerability, id);
                    Set<String> theirs = groups(vulnerability, other);
                    boolean isShared = mine.stream().anyMatch(theirs::contains);
                    boolean isContradiction = !mine.isEmpty() && !theirs.isEmpty() && !isShared;
                    if (isSameGroup ? isShared : isContradiction) {
                        report.add(
                                vulnerability.at("product_status"),
                                isSameGroup ? "range.overlap-same" : "range.overlap-contradicts",
                                id,
                                other);
                    }
                }
            }
        }
    }

    private static Set<String> groups(Place vulnerability, String id) {
        Set<String> groups = new HashSet<>();
        for (String group : Subject.STATUS_GROUPS.keySet()) {
            if (Subject.inStatus(vulnerability, group).contains(id)) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** 6.2.50.1: Overlapping Product Version Range with VERS in Contradicting Product Status Group. */
    static void versInContradictingGroup(Subject subject, Report report) {
        status(subject, Kind.VERS, false, report);
    }

    /** 6.2.50.2: Overlapping Product Version Range with vls in Contradicting Product Status Group. */
    static void vlsInContradictingGroup(Subject subject, Report report) {
        status(subject, Kind.VLS, false, report);
    }

    /** 6.2.50.3: Overlapping Product Version Range with Product Version in Contradicting Product Status Group. */
    static void versionInContradictingGroup(Subject subject, Report report) {
        status(subject, Kind.VERSION, false, report);
    }

    /** 6.3.19.1: Overlapping Product Version Range with VERS in Same Product Status Group. */
    static void versInSameGroup(Subject subject, Report report) {
        status(subject, Kind.VERS, true, report);
    }

    /** 6.3.19.2: Overlapping Product Version Range with vls in Same Product Status Group. */
    static void vlsInSameGroup(Subject subject, Report report) {
        status(subject, Kind.VLS, true, report);
    }

    /** 6.3.19.3: Overlapping Product Version Range with Product Version in Same Product Status Group. */
    static void versionInSameGroup(Subject subject, Report report) {
        status(subject, Kind.VERSION, true, report);
    }

    /** 6.3.19.4: Overlapping Product Version Range with Product Version Range in Branch. */
    static void rangeInBranch(Subject subject, Report report) {
        for (Pair pair : overlaps(subject, Kind.ANY_RANGE, "branches")) {
            report.add(pair.sibling.at("name"), "range.overlap", pair.range.text("name"), pair.sibling.text("name"));
        }
    }

    /** 6.3.19.5: Overlapping Product Version Range with Product Version in Branch. */
    static void versionInBranch(Subject subject, Report report) {
        for (Pair pair : overlaps(subject, Kind.VERSION, "branches")) {
            report.add(pair.sibling.at("name"), "range.overlap", pair.range.text("name"), pair.sibling.text("name"));
        }
    }
}
