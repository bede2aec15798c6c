package dev.shisa.server.supplier;

import dev.shisa.server.platform.web.SearchWords;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * By what a component of a list is known to be a supplier's: the whole name of its developer, the type and namespace of its package
 * URL, the vendor of its CPE name. Never a part of a name: two companies often share one.
 *
 * @param names folded
 * @param scopes {@code pkg:TYPE/NAMESPACE} and {@code cpe:VENDOR}
 */
record Naming(Set<String> names, Set<String> scopes) {

    private static final Pattern SCOPE = Pattern.compile("pkg:[a-z0-9.+-]+/[^\\s?#@]+|cpe:[^\\s:*?]+");

    Naming {
        names = Set.copyOf(names);
        scopes = Set.copyOf(scopes);
    }

    static Naming of(String name, List<String> others) {
        Set<String> names = new LinkedHashSet<>(List.of(fold(name)));
        Set<String> scopes = new LinkedHashSet<>();
        for (String other : others) {
            if (isScope(other)) {
                scopes.add(other.replaceFirst("/+$", ""));
            } else {
                names.add(fold(other));
            }
        }
        names.remove("");
        return new Naming(names, scopes);
    }

    static String fold(String name) {
        return SearchWords.fold(name).strip();
    }

    /** Whether a line is meant as packages or products, and not as a name. */
    static boolean isScope(String line) {
        return SCOPE.matcher(line).matches();
    }

    /** Whether a line begins like packages or products but says too little: a type alone would be everybody's. */
    static boolean isHalfScope(String line) {
        return (line.startsWith("pkg:") || line.startsWith("cpe:")) && !isScope(line);
    }

    /**
     * Whether it is this supplier's.
     *
     * @param developer as the list says; may be empty
     * @param identifiers package URLs and CPE names
     */
    boolean is(String developer, Collection<String> identifiers) {
        return names.contains(fold(developer)) || identifiers.stream().anyMatch(this::covers);
    }

    private boolean covers(String identifier) {
        if (identifier.startsWith("pkg:")) {
            String name = identifier.replaceFirst("[@?#].*$", "");
            return scopes.stream().anyMatch(scope -> name.equals(scope) || name.startsWith(scope + "/"));
        }
        return scopes.contains("cpe:" + vendor(identifier));
    }

    /** The vendor of a CPE name in either of its spellings (NISTIR 7695); empty if it is none. */
    private static String vendor(String cpe) {
        String[] parts = cpe.toLowerCase(Locale.ROOT).split("(?<!\\\\):", 6);
        if (cpe.startsWith("cpe:2.3:")) {
            return parts.length > 3 ? parts[3] : "";
        }
        return cpe.startsWith("cpe:/") && parts.length > 2 ? parts[2] : "";
    }
}
