package dev.shisa.advisory;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tests of versions, dates and status. */
final class TrackingChecks {

    private static final Duration EPSS_AGE_MAX = Duration.ofDays(15);

    private TrackingChecks() {}

    /** 6.1.14: Sorted Revision History. */
    static void sortedRevisionHistory(Subject subject, Report report) {
        for (int i = 1; i < subject.revisions().size(); i++) {
            Subject.Revision earlier = subject.revisions().get(i - 1);
            Subject.Revision later = subject.revisions().get(i);
            if (earlier.number().compareTo(later.number()) > 0) {
                report.add(
                        subject.tracking().at("revision_history"),
                        "revision.order",
                        later.number().text(),
                        earlier.number().text());
            }
        }
    }

    /** 6.1.16: Latest Document Version. */
    static void latestDocumentVersion(Subject subject, Report report) {
        Optional<DocumentVersion> version = subject.version();
        if (version.isEmpty() || subject.revisions().isEmpty()) {
            return;
        }
        DocumentVersion latest = subject.revisions().getLast().number();
        boolean isDraft = subject.status().equals("draft");
        DocumentVersion mine = isDraft ? version.get().core() : version.get();
        if (mine.compareTo(isDraft ? latest.core() : latest) != 0 || mine.isInteger() != latest.isInteger()) {
            report.add(
                    subject.tracking().at("version"),
                    "version.not-latest",
                    version.get().text(),
                    latest.text());
        }
    }

    /** 6.1.17: Document Status Draft. */
    static void documentStatusDraft(Subject subject, Report report) {
        if (subject.isReleased()
                && subject.version()
                        .filter(v -> v.isBeforeRelease() || v.hasPreRelease())
                        .isPresent()) {
            report.add(
                    subject.tracking().at("status"),
                    "status.must-be-draft",
                    subject.tracking().text("version"),
                    subject.status());
        }
    }

    /** 6.1.18: Released Revision History. */
    static void releasedRevisionHistory(Subject subject, Report report) {
        for (Subject.Revision revision : subject.revisions()) {
            if (subject.isReleased() && revision.number().isBeforeRelease()) {
                report.add(
                        revision.place().at("number"),
                        "revision.before-release",
                        revision.number().text(),
                        subject.status());
            }
        }
    }

    /** 6.1.19: Revision History Entries for Pre-release Versions. */
    static void revisionHistoryEntriesForPreReleaseVersions(Subject subject, Report report) {
        for (Subject.Revision revision : subject.revisions()) {
            if (revision.number().hasPreRelease()) {
                report.add(
                        revision.place().at("number"),
                        "revision.pre-release",
                        revision.number().text());
            }
        }
    }

    /** 6.1.20: Non-draft Document Version. */
    static void nonDraftDocumentVersion(Subject subject, Report report) {
        if (subject.isReleased()
                && subject.version().filter(DocumentVersion::hasPreRelease).isPresent()) {
            report.add(
                    subject.tracking().at("version"),
                    "version.pre-release",
                    subject.tracking().text("version"),
                    subject.status());
        }
    }

    /** 6.1.21: Missing Item in Revision History. */
    static void missingItemInRevisionHistory(Subject subject, Report report) {
        if (subject.revisions().isEmpty()) {
            return;
        }
        Place history = subject.tracking().at("revision_history");
        Set<BigInteger> present = new HashSet<>();
        subject.revisions().forEach(r -> present.add(major(r)));
        BigInteger before = major(subject.revisions().getFirst());
        if (before.compareTo(BigInteger.ONE) > 0) {
            report.add(history, "revision.first", before);
        }
        for (Subject.Revision revision : subject.revisions()) {
            BigInteger next = before.add(BigInteger.ONE);
            if (major(revision).compareTo(next) > 0) {
                report.add(history, present.contains(next) ? "revision.misplaced" : "revision.missing", next);
            }
            before = major(revision);
        }
    }

    private static BigInteger major(Subject.Revision revision) {
        return new BigInteger(revision.number().major());
    }

    /** 6.1.22: Multiple Definition in Revision History. */
    static void multipleDefinitionInRevisionHistory(Subject subject, Report report) {
        Set<String> seen = new HashSet<>();
        for (Place revision : subject.tracking().each("revision_history")) {
            if (!revision.text("number").isEmpty() && !seen.add(revision.text("number"))) {
                report.add(revision.at("number"), "revision.twice", revision.text("number"));
            }
        }
    }

    /** 6.1.24: Multiple Definition in Involvements. */
    static void multipleDefinitionInInvolvements(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            Set<List<Object>> seen = new HashSet<>();
            for (Place involvement : vulnerability.each("involvements")) {
                String party = involvement.text("party");
                Optional<Instant> date = Timestamp.lenient(involvement.text("date"));
                if (date.isPresent() && !seen.add(List.of(party, date.get()))) {
                    report.add(involvement, "involvement.twice", party, involvement.text("date"));
                }
            }
        }
    }

    /** 6.1.30: Mixed Integer and Semantic Versioning. */
    static void mixedIntegerAndSemanticVersioning(Subject subject, Report report) {
        List<Place> versions = new ArrayList<>();
        subject.tracking().each("revision_history").forEach(r -> versions.add(r.at("number")));
        versions.add(subject.tracking().at("version"));
        Set<Boolean> kinds = new HashSet<>();
        for (Place version : versions) {
            DocumentVersion.parse(version.text()).ifPresent(v -> kinds.add(v.isInteger()));
        }
        if (kinds.size() > 1) {
            report.add(subject.tracking(), "version.mixed");
        }
    }

    /** 6.1.37: Date and Time. */
    static void dateAndTime(Subject subject, Report report) {
        for (Place date : dates(subject)) {
            if (date.exists() && Timestamp.strict(date.text()).isEmpty()) {
                report.add(date, "date.malformed", date.node().isString() ? date.text() : date.node());
            }
        }
    }

    private static List<Place> dates(Subject subject) {
        List<Place> dates = new ArrayList<>();
        Place tracking = subject.tracking();
        dates.add(tracking.at("current_release_date"));
        dates.add(tracking.at("generator", "date"));
        dates.add(tracking.at("initial_release_date"));
        tracking.each("revision_history").forEach(r -> dates.add(r.at("date")));
        for (Place vulnerability : subject.vulnerabilities()) {
            dates.add(vulnerability.at("disclosure_date"));
            dates.add(vulnerability.at("discovery_date"));
            for (Place first : vulnerability.each("first_known_exploitation_dates")) {
                dates.add(first.at("date"));
                dates.add(first.at("exploitation_date"));
            }
            for (String list : List.of("flags", "involvements", "remediations", "threats")) {
                vulnerability.each(list).forEach(i -> dates.add(i.at("date")));
            }
            for (Place metric : subject.metrics(vulnerability)) {
                dates.add(metric.at("content", "epss", "timestamp"));
                dates.add(metric.at("content", "ssvc_v2", "timestamp"));
            }
        }
        return dates;
    }

    /** 6.1.45: Inconsistent Disclosure Date. */
    static void inconsistentDisclosureDate(Subject subject, Report report) {
        if (subject.tlp().equals("CLEAR")) {
            for (Place vulnerability : subject.vulnerabilities()) {
                notAfterNewestRevision(subject, vulnerability.at("disclosure_date"), report);
            }
        }
    }

    /** 6.1.49: Inconsistent SSVC Timestamp. */
    static void inconsistentSsvcTimestamp(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place metric : subject.metrics(vulnerability)) {
                notAfterNewestRevision(subject, metric.at("content", "ssvc_v2", "timestamp"), report);
            }
        }
    }

    /** 6.1.51: Inconsistent EPSS Timestamp. */
    static void inconsistentEpssTimestamp(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place metric : subject.metrics(vulnerability)) {
                notAfterNewestRevision(subject, metric.at("content", "epss", "timestamp"), report);
            }
        }
    }

    /** 6.1.52: Inconsistent First Known Exploitation Dates. */
    static void inconsistentFirstKnownExploitationDates(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place first : vulnerability.each("first_known_exploitation_dates")) {
                notAfterNewestRevision(subject, first.at("date"), report);
                notAfterNewestRevision(subject, first.at("exploitation_date"), report);
            }
        }
    }

    private static void notAfterNewestRevision(Subject subject, Place date, Report report) {
        Optional<Instant> newest = subject.newestRevision();
        Optional<Instant> given = Timestamp.lenient(date.text());
        if (subject.isReleased()
                && newest.isPresent()
                && given.isPresent()
                && given.get().isAfter(newest.get())) {
            report.add(date, "date.after-revision", date.text(), newest.get());
        }
    }

    /** 6.1.53: Inconsistent Exploitation Date. */
    static void inconsistentExploitationDate(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place first : vulnerability.each("first_known_exploitation_dates")) {
                Optional<Instant> known = Timestamp.lenient(first.text("date"));
                Optional<Instant> exploited = Timestamp.lenient(first.text("exploitation_date"));
                if (known.isPresent()
                        && exploited.isPresent()
                        && exploited.get().isAfter(known.get())) {
                    report.add(
                            first.at("exploitation_date"),
                            "date.exploited-later",
                            first.text("exploitation_date"),
                            first.text("date"));
                }
            }
        }
    }

    /** 6.2.4: Build Metadata in Revision History. */
    static void buildMetadataInRevisionHistory(Subject subject, Report report) {
        for (Subject.Revision revision : subject.revisions()) {
            if (revision.number().hasBuild()) {
                report.add(
                        revision.place().at("number"),
                        "revision.build",
                        revision.number().text());
            }
        }
    }

    /** 6.2.5: Older Initial Release Date than Revision History. */
    static void olderInitialReleaseDate(Subject subject, Report report) {
        Place initial = subject.tracking().at("initial_release_date");
        Optional<Instant> date = Timestamp.lenient(initial.text());
        if (date.isPresent()
                && !subject.revisions().isEmpty()
                && date.get().isBefore(subject.revisions().getFirst().date())) {
            report.add(
                    initial,
                    "date.initial-older",
                    initial.text(),
                    subject.revisions().getFirst().date());
        }
    }

    /** 6.2.6: Older Current Release Date than Revision History. */
    static void olderCurrentReleaseDate(Subject subject, Report report) {
        Place current = subject.tracking().at("current_release_date");
        Optional<Instant> date = Timestamp.lenient(current.text());
        Optional<Instant> newest = subject.newestRevision();
        if (date.isPresent() && newest.isPresent() && date.get().isBefore(newest.get())) {
            report.add(current, "date.current-older", current.text(), newest.get());
        }
    }

    /** 6.2.7: Missing Date in Involvements. */
    static void missingDateInInvolvements(Subject subject, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place involvement : vulnerability.each("involvements")) {
                if (!involvement.has("date")) {
                    report.add(involvement, "involvement.no-date");
                }
            }
        }
    }

    /** 6.2.21: Same Timestamps in Revision History. */
    static void sameTimestampsInRevisionHistory(Subject subject, Report report) {
        for (int i = 1; i < subject.revisions().size(); i++) {
            Subject.Revision later = subject.revisions().get(i);
            if (later.date().equals(subject.revisions().get(i - 1).date())) {
                report.add(
                        later.place().at("date"),
                        "revision.same-date",
                        later.place().text("date"));
            }
        }
    }

    /** 6.2.22: Document Tracking ID in Title. */
    static void trackingIdInTitle(Subject subject, Report report) {
        String id = subject.tracking().text("id");
        if (!id.isEmpty() && subject.document().text("title").contains(id)) {
            report.add(subject.document().at("title"), "title.id", id);
        }
    }

    /** 6.2.33: Disclosure Date newer than Revision History, once it is past. */
    static void disclosureDateNewerThanRevisionHistory(Subject subject, Report report) {
        Optional<Instant> newest = subject.newestRevision();
        for (Place vulnerability : subject.vulnerabilities()) {
            Place date = vulnerability.at("disclosure_date");
            Optional<Instant> disclosed = Timestamp.lenient(date.text());
            if (newest.isPresent()
                    && disclosed.isPresent()
                    && disclosed.get().isAfter(newest.get())
                    && disclosed.get().isBefore(subject.now())) {
                report.add(date, "date.after-revision", date.text(), newest.get());
            }
        }
    }

    /** 6.2.41: Old EPSS Timestamp. */
    static void oldEpssTimestamp(Subject subject, Report report) {
        Optional<Instant> newest = subject.newestRevision();
        if (!subject.isReleased() || newest.isEmpty()) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            Optional<Instant> youngest = Optional.empty();
            for (Place metric : subject.metrics(vulnerability)) {
                Optional<Instant> date =
                        Timestamp.lenient(metric.at("content", "epss").text("timestamp"));
                if (date.isPresent() && (youngest.isEmpty() || date.get().isAfter(youngest.get()))) {
                    youngest = date;
                }
            }
            if (youngest.isPresent() && youngest.get().plus(EPSS_AGE_MAX).isBefore(newest.get())) {
                report.add(vulnerability.at("metrics"), "epss.old", youngest.get(), newest.get());
            }
        }
    }

    /** 6.2.11: Missing Canonical URL. */
    static void missingCanonicalUrl(Subject subject, Report report) {
        String file = fileName(subject.tracking().text("id"));
        boolean has = subject.document().each("references").stream()
                .anyMatch(r -> r.text("category").equals("self")
                        && r.text("url").startsWith("https://")
                        && r.text("url").endsWith("/" + file));
        if (!has) {
            report.add(subject.document().at("references"), "canonical.missing", file);
        }
    }

    /** The file's name by section 5.1: the id in small letters, each run of other characters an underscore. */
    static String fileName(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^+\\-a-z0-9]+", "_") + ".json";
    }
}
