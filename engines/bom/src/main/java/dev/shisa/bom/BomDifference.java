package dev.shisa.bom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed between the lists of two releases. A part is the same if its package URL or its type, group and name are, whatever its
 * version; so an update is one change and not a removal and an addition.
 */
public record BomDifference(List<Component> added, List<Component> removed, List<Change> changed, int unchanged) {

    /** One part in another version, or with something else about it changed. */
    public record Change(Component before, Component after, List<Field> fields) {
        public Change {
            fields = List.copyOf(fields);
        }
    }

    /** What of a part changed. */
    public enum Field {
        VERSION,
        SUPPLIER,
        LICENSE,
        HASH,
        IDENTIFIER
    }

    public BomDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** Compares two lists. */
    public static BomDifference between(Bom before, Bom after) {
        Map<String, List<Component>> old = byKey(before);
        List<Component> added = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        int unchanged = 0;
        Map<String, List<Component>> fresh = byKey(after);
        for (Map.Entry<String, List<Component>> entry : fresh.entrySet()) {
            List<Component> ours = entry.getValue();
            List<Component> theirs = old.getOrDefault(entry.getKey(), new ArrayList<>());
            // Several versions of one part: first those that stayed, then the rest in the order of their versions.
            List<Component> rest = new ArrayList<>();
            for (Component component : ours) {
                Component same = take(theirs, component.version());
                if (same == null) {
                    rest.add(component);
                } else if (fields(same, component).isEmpty()) {
                    unchanged++;
                } else {
                    changed.add(new Change(same, component, fields(same, component)));
                }
            }
            for (Component component : rest) {
                if (theirs.isEmpty()) {
                    added.add(component);
                } else {
                    Component other = theirs.removeFirst();
                    changed.add(new Change(other, component, fields(other, component)));
                }
            }
        }
        List<Component> removed = old.values().stream().flatMap(List::stream).toList();
        return new BomDifference(added, removed, changed, unchanged);
    }

    private static Map<String, List<Component>> byKey(Bom bom) {
        Map<String, List<Component>> components = new LinkedHashMap<>();
        bom.components().stream()
                .sorted(Comparator.comparing(Component::title).thenComparing(Component::version))
                .forEach(c -> components
                        .computeIfAbsent(key(c), _ -> new ArrayList<>())
                        .add(c));
        return components;
    }

    private static String key(Component component) {
        if (component.purls().isEmpty()) {
            return component.type() + "\n" + component.title();
        }
        return component.purls().getFirst().replaceFirst("[?#].*$", "").replaceFirst("(?<=[^/])@[^@/]*$", "");
    }

    private static @Nullable Component take(List<Component> components, String version) {
        for (Component component : components) {
            if (component.version().equals(version)) {
                components.remove(component);
                return component;
            }
        }
        return null;
    }

    private static List<Field> fields(Component before, Component after) {
        List<Field> fields = new ArrayList<>();
        add(fields, Field.VERSION, before.version(), after.version());
        add(fields, Field.SUPPLIER, before.supplier(), after.supplier());
        add(fields, Field.LICENSE, before.licenses(), after.licenses());
        add(fields, Field.HASH, before.hashes(), after.hashes());
        boolean sameVersion = before.version().equals(after.version());
        if (sameVersion
                && !(before.purls().equals(after.purls()) && before.cpes().equals(after.cpes()))) {
            fields.add(Field.IDENTIFIER);
        }
        return fields;
    }

    private static void add(List<Field> fields, Field field, Object before, Object after) {
        if (!before.equals(after)) {
            fields.add(field);
        }
    }
}
