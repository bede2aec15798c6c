package dev.shisa.advisory;

import dev.shisa.vulnerability.version.Vers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests of version ranges in branches. */
final class RangeChecks {

    /** Ranges are compared with each of their siblings, as far as that ends soon; the rest is told as not compared. */
    private static final long WORK_MAX = 200_000;

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
    private static List<Pair> overlaps(Subject subject, Kind kind, String below, Report report) {
        List<Pair> pairs = new ArrayList<>();
        long work = 0;
        for (List<Place> siblings : subject.siblings()) {
            List<Optional<VersionRange>> ranges =
                    siblings.stream().map(RangeChecks::range).toList();
            for (int i = 0; i < siblings.size(); i++) {
                for (int k = 0; ranges.get(i).isPresent() && k < siblings.size(); k++) {
                    VersionRange range = ranges.get(i).get();
                    work += 1
                            + (long) range.constraints().size()
                                    * ranges.get(k)
                                            .map(r -> r.constraints().size())
                                            .orElse(1);
                    if (work > WORK_MAX) {
                        report.add(subject.tree(), "range.too-many");
                        return pairs;
                    }
                    Place other = siblings.get(k);
                    if (i != k && other.has(below) && kind.overlaps(range, other, ranges.get(k))) {
                        pairs.add(new Pair(siblings.get(i), other));
                    }
                }
            }
        }
        return pairs;
    }

    private static Optional<VersionRange> range(Place branch) {
        return branch.text("category").equals("product_version_range")
                ? VersionRange.parse(branch.text("name"))
                : Optional.empty();
    }

    private enum Kind {
        VERS,
        VLS,
        ANY_RANGE,
        VERSION;

        boolean overlaps(VersionRange range, Place sibling, Optional<VersionRange> other) {
            if (this == VERSION) {
                return sibling.text("category").equals("product_version") && range.includes(sibling.text("name"));
            }
            return other.filter(r -> this == ANY_RANGE || r.isVers() == (this == VERS))
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
        List<Map<String, Set<String>>> statuses =
                subject.vulnerabilities().stream().map(RangeChecks::groups).toList();
        long work = 0;
        for (Pair pair : overlaps(subject, kind, "product", report)) {
            String other = pair.sibling.at("product").text("product_id");
            for (String id : productsBelow(pair.range)) {
                for (int i = 0; i < statuses.size(); i++) {
                    if (++work > WORK_MAX) {
                        report.add(subject.tree(), "range.too-many");
                        return;
                    }
                    Set<String> mine = statuses.get(i).getOrDefault(id, Set.of());
                    Set<String> theirs = statuses.get(i).getOrDefault(other, Set.of());
                    boolean isShared = mine.stream().anyMatch(theirs::contains);
                    boolean isContradiction = !mine.isEmpty() && !theirs.isEmpty() && !isShared;
                    if (isSameGroup ? isShared : isContradiction) {
                        report.add(
                                subject.vulnerabilities().get(i).at("product_status"),
                                isSameGroup ? "range.overlap-same" : "range.overlap-contradicts",
                                id,
                                other);
                    }
                }
            }
        }
    }

    /** The groups of status that each product of a vulnerability is in. */
    private static Map<String, Set<String>> groups(Place vulnerability) {
        Map<String, Set<String>> groups = new HashMap<>();
        for (String group : Subject.STATUS_GROUPS.keySet()) {
            for (String id : Subject.inStatus(vulnerability, group)) {
                groups.computeIfAbsent(id, _ -> new HashSet<>()).add(group);
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
        for (Pair pair : overlaps(subject, Kind.ANY_RANGE, "branches", report)) {
            report.add(pair.sibling.at("name"), "range.overlap", pair.range.text("name"), pair.sibling.text("name"));
        }
    }

    /** 6.3.19.5: Overlapping Product Version Range with Product Version in Branch. */
    static void versionInBranch(Subject subject, Report report) {
        for (Pair pair : overlaps(subject, Kind.VERSION, "branches", report)) {
            report.add(pair.sibling.at("name"), "range.overlap", pair.range.text("name"), pair.sibling.text("name"));
        }
    }
}
