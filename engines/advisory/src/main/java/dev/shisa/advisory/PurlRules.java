package dev.shisa.advisory;

import dev.shisa.vulnerability.Purl;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What ECMA-427 and the registered types demand of a package URL beyond being readable. */
final class PurlRules {

    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern QUALIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*=.*");
    private static final Set<String> NEED_NAMESPACE = Set.of("bitbucket", "composer", "github", "maven", "swift");
    private static final Set<String> NO_NAMESPACE = Set.of(
            "bitnami",
            "cargo",
            "cocoapods",
            "conda",
            "cran",
            "gem",
            "hackage",
            "mlflow",
            "nuget",
            "oci",
            "pub",
            "pypi");

    private PurlRules() {}

    /** The code of the first fault; empty if there is none. */
    static Optional<String> fault(String text) {
        if (text.startsWith("pkg://") || text.startsWith("pkg:/")) {
            return Optional.of("purl.slashes");
        }
        if (BAD_PERCENT.matcher(text).find() || text.chars().anyMatch(c -> c <= ' ')) {
            return Optional.of("purl.encoding");
        }
        Optional<Purl> purl = Purl.parse(text);
        if (purl.isEmpty()) {
            return Optional.of("purl.malformed");
        }
        int question = text.indexOf('?');
        int hash = text.indexOf('#');
        if (question >= 0 && (hash < 0 || question < hash)) {
            String qualifiers = text.substring(question + 1, hash < 0 ? text.length() : hash);
            for (String qualifier : qualifiers.split("&", -1)) {
                if (!QUALIFIER.matcher(qualifier).matches()) {
                    return Optional.of("purl.qualifier");
                }
            }
        }
        String type = purl.get().type();
        boolean hasNamespace = !purl.get().namespace().isEmpty();
        if (NEED_NAMESPACE.contains(type) && !hasNamespace) {
            return Optional.of("purl.namespace-missing");
        }
        return NO_NAMESPACE.contains(type) && hasNamespace ? Optional.of("purl.namespace-forbidden") : Optional.empty();
    }
}
