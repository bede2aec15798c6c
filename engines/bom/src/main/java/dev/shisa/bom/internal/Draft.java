package dev.shisa.bom.internal;

import dev.shisa.bom.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A component while a reader still meets its fields. */
final class Draft {

    /** Values of one field of one component that are kept; no honest component has more. */
    private static final int VALUES_MAX = 1_000;

    /** A type, perhaps a namespace, and a name, whatever stands behind them (purl specification). */
    private static final Pattern PURL =
            Pattern.compile("(?i)pkg:/*[a-z][a-z0-9.+-]*/+(?:[^/?#]++/+)*[^/@?#][^/?#]*/?(?:[?#].*)?");

    /** A vendor and a product, bound as a formatted string or as a URI (NISTIR 7695, 6.1 and 6.2). */
    private static final Pattern CPE = Pattern.compile("(?i)cpe:(2\\.3:[aoh*-]|/[aoh]?):[^:]+:[^:].*");

    final String place;
    String ref = "";
    String type = "library";
    String group = "";
    String name = "";
    String version = "";
    String supplier = "";
    String sourcePackage = "";
    String parent = "";
    private final Set<String> purls = new LinkedHashSet<>();
    private final Set<String> cpes = new LinkedHashSet<>();
    private final Set<Component.Hash> hashes = new LinkedHashSet<>();
    private final Set<Component.License> licenses = new LinkedHashSet<>();
    private final Set<String> commits = new LinkedHashSet<>();
    private final Set<String> resolved = new LinkedHashSet<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    Draft(String place) {
        this.place = place;
    }

    /** The same component under another ref, at another place. */
    Draft at(String otherRef, String otherPlace) {
        Draft other = new Draft(otherPlace);
        other.ref = otherRef;
        other.type = type;
        other.group = group;
        other.name = name;
        other.version = version;
        other.parent = parent;
        other.sourcePackage = sourcePackage;
        other.purls.addAll(purls);
        other.hashes.addAll(hashes);
        other.commits.addAll(commits);
        other.join(this);
        return other;
    }

    /** Takes over what is known of the source that this one was built from and that holds for it as well. */
    void join(Draft source) {
        supplier(source.supplier);
        cpes.addAll(source.cpes);
        resolved.addAll(source.resolved);
        if (licenses.isEmpty()) {
            licenses.addAll(source.licenses);
        }
        source.properties.forEach(this::property);
    }

    /** The first supplier named wins: formats list them from the surest to the vaguest. */
    Draft supplier(String text) {
        if (supplier.isEmpty()) {
            supplier = text.strip();
        }
        return this;
    }

    void purl(String text) {
        add(purls, text.strip());
    }

    void cpe(String text) {
        add(cpes, text.strip());
    }

    void commit(String text) {
        add(commits, text.strip());
    }

    void resolved(String id) {
        add(resolved, id.strip());
    }

    void hash(String algorithm, String value) {
        if (!value.isBlank() && hashes.size() < VALUES_MAX) {
            hashes.add(new Component.Hash(algorithm.strip(), value.strip()));
        }
    }

    /** NOASSERTION and NONE of SPDX say that nobody knows, so they are no licence. */
    void license(String text, boolean known) {
        String stripped = text.strip();
        if (!stripped.isEmpty()
                && !stripped.equals("NOASSERTION")
                && !stripped.equals("NONE")
                && licenses.size() < VALUES_MAX) {
            licenses.add(new Component.License(stripped, known && !stripped.contains("LicenseRef-")));
        }
    }

    void property(String key, String value) {
        if (properties.size() < VALUES_MAX) {
            properties.putIfAbsent(key, value);
        }
    }

    /** What stands where package URLs stand, and is none. */
    List<String> brokenPurls() {
        return purls.stream().filter(text -> !PURL.matcher(text).matches()).toList();
    }

    /** What stands where CPE names stand, and is none. */
    List<String> brokenCpes() {
        return cpes.stream().filter(text -> !CPE.matcher(text).matches()).toList();
    }

    boolean hasIdentifier() {
        return !purls.isEmpty() || !cpes.isEmpty();
    }

    boolean hasSoundIdentifier() {
        return brokenPurls().size() < purls.size() || brokenCpes().size() < cpes.size() || !commits.isEmpty();
    }

    private static void add(Set<String> values, String value) {
        if (!value.isEmpty() && values.size() < VALUES_MAX) {
            values.add(value);
        }
    }

    Component component() {
        return new Component(
                ref,
                type,
                group,
                name,
                version,
                supplier,
                new ArrayList<>(purls),
                new ArrayList<>(cpes),
                new ArrayList<>(hashes),
                new ArrayList<>(licenses),
                new ArrayList<>(commits),
                new ArrayList<>(resolved),
                sourcePackage,
                properties,
                parent,
                place);
    }
}
