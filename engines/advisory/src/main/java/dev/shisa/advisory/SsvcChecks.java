package dev.shisa.advisory;

import static dev.shisa.advisory.Shape.list;
import static dev.shisa.advisory.Shape.matching;
import static dev.shisa.advisory.Shape.object;
import static dev.shisa.advisory.Shape.oneOf;
import static dev.shisa.advisory.Shape.set;
import static dev.shisa.advisory.Shape.text;

import dev.shisa.vulnerability.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests of SSVC selection lists (2.1), against the decision points of registered namespaces ({@code ssvc-points.tsv}). */
final class SsvcChecks {

    private static final Set<String> REGISTERED = Set.of("ssvc", "cvss", "cisa", "basic", "nist");
    private static final Set<String> FOR_EXAMPLES = Set.of("example", "test");
    private static final Set<String> FORBIDDEN = Set.of("invalid", "x_invalid");
    private static final Pattern UNREGISTERED = Pattern.compile("x_.*");

    /** Of more resources or namespaces in one list, the rest is not compared. */
    private static final int RESOURCES_MAX = 1_000;

    private static final Shape LIST = selectionList();
    private static final Map<List<String>, List<String>> POINTS = points();

    private SsvcChecks() {}

    private static Shape selectionList() {
        Shape key = matching("[a-zA-Z0-9]([a-zA-Z0-9_]*[a-zA-Z0-9])?|T\\*");
        Shape reference = object().closed(true)
                .must("uri", text("shape.uri", Structure::isUri))
                .must("summary", text("shape.empty", _ -> true));
        Shape value = object().closed(true).must("key", key).may("name", text()).may("definition", text());
        Shape selection = object().closed(true)
                .must("namespace", text("ssvc.namespace-form", SsvcChecks::isNamespace))
                .must("key", key)
                .must(
                        "version",
                        matching("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?"))
                .may("name", text())
                .may("definition", text())
                .must("values", list(value));
        return object().closed(true)
                .must("timestamp", text())
                .must("schemaVersion", oneOf("2.0.0"))
                .may("target_ids", set(text("shape.empty", _ -> true)))
                .must("selections", list(selection))
                .may("decision_point_resources", list(reference))
                .may("references", list(reference));
    }

    private static Map<List<String>, List<String>> points() {
        Map<List<String>, List<String>> points = new HashMap<>();
        for (String line : Resource.lines("ssvc-points.tsv")) {
            String[] f = line.split("\t", -1);
            points.put(List.of(f[0], f[1], f[2]), List.of(f[3].split(" ", -1)));
        }
        return points;
    }

    /** The broad form of a namespace: a base, perhaps with a fragment, and extensions behind slashes. */
    private static boolean isNamespace(String text) {
        return text.length() >= 3
                && text.length() <= 1_000
                && base(text).matches("(x_[a-z0-9][a-z0-9.-]*|[a-z][a-z0-9.-]+)(#[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?")
                && text.matches("[A-Za-z0-9_.#/$-]+");
    }

    /** Without extensions. */
    private static String base(String namespace) {
        int slash = namespace.indexOf('/');
        return slash < 0 ? namespace : namespace.substring(0, slash);
    }

    /** Without extensions and fragment. */
    private static String name(String namespace) {
        String base = base(namespace);
        int hash = base.indexOf('#');
        return hash < 0 ? base : base.substring(0, hash);
    }

    private static List<Place> lists(Subject subject) {
        List<Place> lists = new ArrayList<>();
        for (Place vulnerability : subject.vulnerabilities()) {
            for (Place metric : subject.metrics(vulnerability)) {
                if (metric.at("content").has("ssvc_v2")) {
                    lists.add(metric.at("content", "ssvc_v2"));
                }
            }
        }
        return lists;
    }

    private static List<Place> selections(Subject subject) {
        List<Place> selections = new ArrayList<>();
        for (Place list : lists(subject)) {
            for (Place selection : list.each("selections")) {
                if (!selection.text("namespace").isEmpty()) {
                    selections.add(selection);
                }
            }
        }
        return selections;
    }

    /** 6.1.46: Invalid SSVC. */
    static void invalidSsvc(Subject subject, Report report) {
        Shape.Faults faults = new Shape.Faults() {
            @Override
            public void broken(Place place, String code, Object... arguments) {
                report.add(place, code, arguments);
            }

            @Override
            public void unknown(Place member, boolean forbidden) {
                report.add(member, "shape.unknown", DocumentChecks.name(member));
            }
        };
        lists(subject).forEach(l -> LIST.check(l, faults));
    }

    /** 6.1.47: Inconsistent SSVC Target IDs. */
    static void inconsistentSsvcTargetIds(Subject subject, Report report) {
        String document = subject.tracking().text("id");
        for (Place vulnerability : subject.vulnerabilities()) {
            Set<String> names = new HashSet<>();
            names.add(vulnerability.text("cve"));
            vulnerability.each("ids").forEach(i -> names.add(i.text("text")));
            for (Place metric : subject.metrics(vulnerability)) {
                for (Place target : metric.at("content", "ssvc_v2").each("target_ids")) {
                    boolean isAmbiguous = target.text().equals(document)
                            && subject.vulnerabilities().size() > 1;
                    if (!names.contains(target.text()) || isAmbiguous) {
                        report.add(target, "ssvc.target", target.text());
                    }
                }
            }
        }
    }

    /**
     * 6.1.48: SSVC Decision Points. Which values a version has that is newer than all in the list at hand, the list does not say; those
     * that it knows stand in the order that they had, since a decision point orders them by what they mean.
     */
    static void ssvcDecisionPoints(Subject subject, Report report) {
        for (Place selection : selections(subject)) {
            String namespace = selection.text("namespace");
            if (FORBIDDEN.contains(name(namespace))) {
                report.add(selection.at("namespace"), "ssvc.forbidden", namespace);
                continue;
            }
            if (!REGISTERED.contains(name(namespace))) {
                continue;
            }
            String key = selection.text("key");
            List<String> values = POINTS.get(List.of(base(namespace), key, selection.text("version")));
            String latest = latest(base(namespace), key).orElse("");
            boolean isNewer = values == null && isNewer(selection.text("version"), latest);
            if (isNewer) {
                values = POINTS.get(List.of(base(namespace), key, latest));
            }
            if (values == null) {
                report.add(
                        selection, "ssvc.unknown-point", selection.text("key"), selection.text("version"), namespace);
                continue;
            }
            int before = -1;
            for (Place value : selection.each("values")) {
                int index = values.indexOf(value.text("key"));
                if (index < 0 && isNewer) {
                    continue;
                }
                if (index < 0) {
                    report.add(value.at("key"), "ssvc.value", value.text("key"), selection.text("key"));
                } else if (index <= before) {
                    report.add(value.at("key"), "ssvc.order", value.text("key"), String.join(", ", values));
                }
                before = Math.max(before, index);
            }
        }
    }

    private static boolean isNewer(String version, String than) {
        OptionalInt order = VersionScheme.SEMVER.compare(version, than);
        return order.isPresent() && order.getAsInt() > 0;
    }

    /** The latest version of a decision point in the list at hand. */
    private static Optional<String> latest(String namespace, String key) {
        return POINTS.keySet().stream()
                .filter(p -> p.get(0).equals(namespace) && p.get(1).equals(key))
                .map(p -> p.get(2))
                .max(VersionScheme.SEMVER::sort);
    }

    private static boolean isUnregistered(String namespace) {
        return UNREGISTERED.matcher(name(namespace)).matches() && !FORBIDDEN.contains(name(namespace));
    }

    /** 6.2.34: Usage of Unknown SSVC Decision Point Base Namespace. */
    static void unknownNamespace(Subject subject, Report report) {
        for (Place selection : selections(subject)) {
            String name = name(selection.text("namespace"));
            if (!REGISTERED.contains(name) && !FOR_EXAMPLES.contains(name)) {
                report.add(selection.at("namespace"), "ssvc.unregistered", selection.text("namespace"));
            }
        }
    }

    /** 6.2.35: Usage of Unregistered SSVC Decision Point Base Namespace in TLP:CLEAR Document. */
    static void unregisteredInClear(Subject subject, Report report) {
        if (subject.tlp().equals("CLEAR")) {
            unregistered(subject, report);
        }
    }

    /** 6.3.14: Usage of Unregistered SSVC Decision Point Base Namespace in Non-TLP:CLEAR Document. */
    static void unregisteredInNonClear(Subject subject, Report report) {
        if (!subject.tlp().equals("CLEAR")) {
            unregistered(subject, report);
        }
    }

    private static void unregistered(Subject subject, Report report) {
        for (Place selection : selections(subject)) {
            if (isUnregistered(selection.text("namespace"))) {
                report.add(selection.at("namespace"), "ssvc.unregistered", selection.text("namespace"));
            }
        }
    }

    /** 6.2.36: Usage of SSVC Decision Point Namespace with Extension in TLP:CLEAR Document. */
    static void extensionInClear(Subject subject, Report report) {
        if (subject.tlp().equals("CLEAR")) {
            extension(subject, report);
        }
    }

    /** 6.3.15: Usage of SSVC Decision Point Namespace with Extension in Non-TLP:CLEAR Document. */
    static void extensionInNonClear(Subject subject, Report report) {
        if (!subject.tlp().equals("CLEAR")) {
            extension(subject, report);
        }
    }

    private static void extension(Subject subject, Report report) {
        for (Place selection : selections(subject)) {
            String namespace = selection.text("namespace");
            if (namespace.indexOf('/') >= 0 && !FOR_EXAMPLES.contains(name(namespace))) {
                report.add(selection.at("namespace"), "ssvc.extension", namespace);
            }
        }
    }

    /** 6.2.37: Usage of Unknown SSVC Decision Point Namespace without Resource. */
    static void unknownNamespaceWithoutResource(Subject subject, Report report) {
        for (Place list : lists(subject)) {
            List<String> summaries = list.each("decision_point_resources").stream()
                    .limit(RESOURCES_MAX)
                    .map(r -> r.text("summary"))
                    .toList();
            Set<String> looked = new HashSet<>();
            for (Place selection : list.each("selections")) {
                String namespace = selection.text("namespace");
                boolean isKnown = namespace.isEmpty()
                        || (REGISTERED.contains(name(namespace)) && namespace.indexOf('/') < 0)
                        || FOR_EXAMPLES.contains(name(namespace));
                boolean isNew = looked.size() < RESOURCES_MAX && looked.add(namespace);
                if (!isKnown && isNew && summaries.stream().noneMatch(s -> s.contains(namespace))) {
                    report.add(selection.at("namespace"), "ssvc.unexplained", namespace);
                }
            }
        }
    }

    /**
     * 6.3.13: Usage of Non-Latest SSVC Decision Point Version. The list at hand has no dates, so the latest version that it holds
     * counts as available.
     */
    static void nonLatestDecisionPointVersion(Subject subject, Report report) {
        for (Place selection : selections(subject)) {
            String version = selection.text("version");
            latest(base(selection.text("namespace")), selection.text("key"))
                    .filter(latest -> !latest.equals(version) && !isNewer(version, latest))
                    .ifPresent(latest -> report.add(
                            selection.at("version"), "ssvc.not-latest", selection.text("key"), version, latest));
        }
    }
}
