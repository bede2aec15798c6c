package dev.shisa.advisory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tests of extensions (2.1). No extension is official or registered as far as is known, so each is an experimental one; what its own
 * schema says is judged where it is known ({@link Extension}), and 6.2.54 warns of the others.
 */
final class ExtensionChecks {

    private static final Shape EXTENSION = Structure.extension();

    private ExtensionChecks() {}

    private static List<Place> extensions(Subject subject) {
        List<Place> extensions = new ArrayList<>();
        subject.extensionLists().forEach(l -> extensions.addAll(l.each()));
        return extensions;
    }

    /** 6.1.60.1: Content Schema. */
    static void contentSchema(Subject subject, Report report) {
        for (Place list : subject.extensionLists()) {
            Shape.set(EXTENSION).check(list, faults(report));
        }
    }

    private static Shape.Faults faults(Report report) {
        return new Shape.Faults() {
            @Override
            public void broken(Place place, String code, Object... arguments) {
                report.add(place, code, arguments);
            }

            @Override
            public void unknown(Place member, boolean forbidden) {
                if (forbidden) {
                    report.add(member, "shape.unknown", DocumentChecks.name(member));
                }
            }
        };
    }

    /** 6.1.60.2: Extension Schema. */
    static void extensionSchema(Subject subject, Report report) {
        for (Place extension : extensions(subject)) {
            Extension known = Extension.KNOWN.get(extension.text("$schema"));
            if (known != null) {
                known.shape().check(extension, faults(report));
            }
        }
    }

    /** 6.1.60.3: Extension Metadata. */
    static void extensionMetadata(Subject subject, Report report) {
        Set<String> used = new HashSet<>();
        extensions(subject).forEach(e -> used.add(e.text("$schema")));
        for (Place list : subject.extensionLists()) {
            Optional<Extension.Where> where = Extension.Where.of(list);
            Map<String, Integer> counts = new HashMap<>();
            for (Place item : list.each()) {
                Extension known = Extension.KNOWN.get(item.text("$schema"));
                if (known == null) {
                    continue;
                }
                int count = counts.merge(known.schema(), 1, Integer::sum);
                int most = where.map(w -> known.most().get(w)).orElse(Integer.MAX_VALUE);
                if (count > most) {
                    report.add(item, most == 0 ? "extension.not-here" : "extension.too-often", known.schema(), most);
                }
                for (String other : known.incompatible()) {
                    if (used.contains(other)) {
                        report.add(item, "extension.incompatible", known.schema(), other);
                    }
                }
            }
        }
    }

    /** 6.2.54.1: Registered Extension. */
    static void registeredExtension(Subject subject, Report report) {
        extensions(subject).forEach(e -> report.add(e, "extension.unregistered", e.text("$schema")));
    }

    /** 6.2.54.2: Official Extension. */
    static void officialExtension(Subject subject, Report report) {
        extensions(subject).forEach(e -> report.add(e, "extension.unofficial", e.text("$schema")));
    }

    /** 6.2.54.3: Critical Extension. */
    static void criticalExtension(Subject subject, Report report) {
        for (Place extension : extensions(subject)) {
            Place critical = extension.at("critical");
            if (critical.node().isBoolean() && critical.node().booleanValue()) {
                report.add(critical, "extension.critical", extension.text("$schema"));
            }
        }
    }

    /** 6.2.54.4: Usage of Experimental Extension in TLP:CLEAR Document. */
    static void experimentalInClear(Subject subject, Report report) {
        if (subject.tlp().equals("CLEAR")) {
            extensions(subject).forEach(e -> report.add(e, "extension.experimental", e.text("$schema")));
        }
    }

    /** 6.3.21.2: Usage of Experimental Extension in Non-TLP:CLEAR Document. */
    static void experimentalInNonClear(Subject subject, Report report) {
        if (!subject.tlp().equals("CLEAR")) {
            extensions(subject).forEach(e -> report.add(e, "extension.experimental", e.text("$schema")));
        }
    }

    /** 6.3.21.1: Extension Category Essential. */
    static void essential(Subject subject, Report report) {
        for (Place extension : extensions(subject)) {
            if (extension.text("category").equals("essential")) {
                report.add(extension.at("category"), "extension.essential", extension.text("$schema"));
            }
        }
    }

    /** 6.3.21.3: Usage of Extension at Document Level. */
    static void atDocument(Subject subject, Report report) {
        used(subject, p -> p.equals("/document/x_extensions"), report);
    }

    /** 6.3.21.4: Usage of Extension in Product Tree Branch Path. */
    static void inBranches(Subject subject, Report report) {
        used(subject, p -> p.startsWith("/product_tree/branches/"), report);
    }

    /** 6.3.21.5: Usage of Extension in Product Tree Full Product Names Path. */
    static void inFullProductNames(Subject subject, Report report) {
        used(subject, p -> p.startsWith("/product_tree/full_product_names/"), report);
    }

    /** 6.3.21.6: Usage of Extension in Product Tree Product Paths Path. */
    static void inProductPaths(Subject subject, Report report) {
        used(subject, p -> p.startsWith("/product_tree/product_paths/"), report);
    }

    /** 6.3.21.7: Usage of Extension in Vulnerabilities Metrics Path. */
    static void inMetrics(Subject subject, Report report) {
        used(subject, p -> p.matches("/vulnerabilities/\\d+/metrics/.*"), report);
    }

    /** 6.3.21.8: Usage of Extension at Vulnerabilities Level. */
    static void atVulnerabilities(Subject subject, Report report) {
        used(subject, p -> p.matches("/vulnerabilities/\\d+/x_extensions"), report);
    }

    /** 6.3.21.9: Usage of Extension at Root Level. */
    static void atRoot(Subject subject, Report report) {
        used(subject, p -> p.equals("/x_extensions"), report);
    }

    private static void used(Subject subject, Predicate<String> where, Report report) {
        for (Place list : subject.extensionLists()) {
            if (where.test(list.pointer())) {
                report.add(list, "extension.used");
            }
        }
    }
}
