package dev.shisa.bom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a list says of each part what a reader needs: the minimum elements of the NTIA (2021: supplier, name, version, unique
 * identifier, dependency relationship, author of the data, timestamp) and what BSI TR-03183-2 (version 2.1) demands beyond them (licence,
 * hash of the deployable form). It judges what is written, not whether it is true.
 */
public final class Completeness {

    private Completeness() {}

    /** The things that are looked for; the first seven are the NTIA's. */
    public enum Element {
        SUPPLIER(Scope.COMPONENT, true),
        NAME(Scope.COMPONENT, true),
        VERSION(Scope.COMPONENT, true),
        IDENTIFIER(Scope.COMPONENT, true),
        DEPENDENCY(Scope.COMPONENT, true),
        AUTHOR(Scope.LIST, true),
        TIMESTAMP(Scope.LIST, true),
        LICENSE(Scope.COMPONENT, false),
        HASH(Scope.COMPONENT, false),
        SUBJECT(Scope.LIST, false);

        private final Scope scope;
        private final boolean ntia;

        Element(Scope scope, boolean ntia) {
            this.scope = scope;
            this.ntia = ntia;
        }

        public Scope scope() {
            return scope;
        }

        /** Whether the NTIA asks for it; all are asked for by the BSI. */
        public boolean ntia() {
            return ntia;
        }
    }

    /** What an element belongs to. */
    public enum Scope {
        LIST,
        COMPONENT
    }

    /**
     * What is there and what is missing.
     *
     * @param missing for each element the refs of the components without it; for one of the list itself, an empty text
     * @param unknownLicenses refs of components whose licence is only a name
     */
    public record Report(int components, Map<Element, List<String>> missing, List<String> unknownLicenses) {
        public Report {
            missing = Map.copyOf(missing);
            unknownLicenses = List.copyOf(unknownLicenses);
        }

        /** Whether every minimum element of the NTIA is there, for at least one component. */
        public boolean meetsNtia() {
            return components > 0 && missing.keySet().stream().noneMatch(Element::ntia);
        }

        /** Whether everything that is looked for is there, for at least one component. */
        public boolean meetsBsi() {
            return components > 0 && missing.isEmpty();
        }

        /** The share of components that have an element, 0 to 1; of no components none. */
        public double share(Element element) {
            int without = missing.getOrDefault(element, List.of()).size();
            if (element.scope == Scope.LIST) {
                return without == 0 ? 1 : 0;
            }
            return components == 0 ? 0 : (components - without) / (double) components;
        }
    }

    /** Looks through a list. */
    public static Report check(Bom bom) {
        Map<Element, List<String>> missing = new LinkedHashMap<>();
        List<String> unknownLicenses = new ArrayList<>();
        Set<String> related = related(bom);
        for (Component component : bom.components()) {
            String ref = component.ref();
            note(missing, Element.SUPPLIER, ref, component.supplier().isBlank());
            note(missing, Element.NAME, ref, component.name().isBlank());
            note(missing, Element.VERSION, ref, component.version().isBlank());
            note(
                    missing,
                    Element.IDENTIFIER,
                    ref,
                    component.purls().isEmpty() && component.cpes().isEmpty());
            note(missing, Element.DEPENDENCY, ref, !related.contains(ref));
            note(missing, Element.LICENSE, ref, component.licenses().isEmpty());
            note(missing, Element.HASH, ref, component.hashes().isEmpty());
            if (component.licenses().stream().anyMatch(license -> !license.known())) {
                unknownLicenses.add(ref);
            }
        }
        note(missing, Element.AUTHOR, "", bom.authors().isEmpty() && bom.tools().isEmpty());
        note(missing, Element.TIMESTAMP, "", bom.created().isBlank());
        note(missing, Element.SUBJECT, "", bom.subject() == null);
        return new Report(bom.components().size(), missing, unknownLicenses);
    }

    private static void note(Map<Element, List<String>> missing, Element element, String ref, boolean absent) {
        if (absent) {
            missing.computeIfAbsent(element, _ -> new ArrayList<>()).add(ref);
        }
    }

    /** Components of which any relationship is told: needed by something, needing something, contained, or said to need nothing. */
    private static Set<String> related(Bom bom) {
        Set<String> related = new HashSet<>(bom.dependencies().keySet());
        bom.dependencies().values().forEach(related::addAll);
        for (Component component : bom.components()) {
            if (!component.parent().isEmpty()) {
                related.add(component.ref());
            }
        }
        return related;
    }

    /** Refs that share an identity, for each identity that is listed more than once. */
    public static Map<String, List<String>> duplicates(Bom bom) {
        Map<String, List<String>> refs = new HashMap<>();
        bom.components()
                .forEach(c -> refs.computeIfAbsent(c.identity(), _ -> new ArrayList<>())
                        .add(c.ref()));
        refs.values().removeIf(places -> places.size() < 2);
        return refs;
    }
}
