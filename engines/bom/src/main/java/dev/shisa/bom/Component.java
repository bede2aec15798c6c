package dev.shisa.bom;

import java.util.List;
import java.util.Map;

/**
 * One part of a product as a list names it. What the list does not say is an empty text or an empty list.
 *
 * @param ref how the list itself refers to it; unique within the list (made up where the list has none)
 * @param type the format's own word: library, application, firmware, operating-system, file …
 * @param group namespace before the name (Maven group, npm scope)
 * @param supplier who supplies or makes it (supplier, manufacturer, publisher, author, originator, maintainer)
 * @param purls all package URLs
 * @param cpes all CPE names (2.2 and 2.3)
 * @param commits full commit hashes of the source that was built
 * @param resolved vulnerability ids that the list says were resolved by patches
 * @param sourcePackage the package it was built from, where the list says so ({@code name} or {@code name version})
 * @param properties what else a matcher may want (CycloneDX properties, SPDX annotations)
 * @param parent the ref of the component that contains it
 * @param place where in the file it stands
 */
public record Component(
        String ref,
        String type,
        String group,
        String name,
        String version,
        String supplier,
        List<String> purls,
        List<String> cpes,
        List<Hash> hashes,
        List<License> licenses,
        List<String> commits,
        List<String> resolved,
        String sourcePackage,
        Map<String, String> properties,
        String parent,
        String place) {

    /** A digest of the component's file, as the list gives it. */
    public record Hash(String algorithm, String value) {}

    /**
     * A licence: an SPDX id or expression, or a name of which nothing more is known.
     *
     * @param known whether the list gives it as an SPDX id or expression
     */
    public record License(String text, boolean known) {}

    public Component {
        purls = List.copyOf(purls);
        cpes = List.copyOf(cpes);
        hashes = List.copyOf(hashes);
        licenses = List.copyOf(licenses);
        commits = List.copyOf(commits);
        resolved = List.copyOf(resolved);
        properties = Map.copyOf(properties);
    }

    /** Group and name as people write them. */
    public String title() {
        return group.isEmpty() ? name : group + "/" + name;
    }

    /** What makes two entries the same part: its first package URL, else its first CPE, else name and version. */
    public String identity() {
        if (!purls.isEmpty()) {
            return purls.getFirst();
        }
        return cpes.isEmpty() ? title() + "@" + version : cpes.getFirst();
    }
}
