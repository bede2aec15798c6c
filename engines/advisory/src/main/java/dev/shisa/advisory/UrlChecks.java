package dev.shisa.advisory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tests of links. Nothing is fetched: told is only what can never resolve, a name under {@code .invalid} (RFC 6761, section 6.4).
 */
final class UrlChecks {

    private UrlChecks() {}

    /** 6.3.6: Use of non-self referencing URLs Failing to Resolve. */
    static void others(Subject subject, Report report) {
        links(subject, false, report);
    }

    /** 6.3.7: Use of self referencing URLs Failing to Resolve. */
    static void self(Subject subject, Report report) {
        links(subject, true, report);
    }

    private static void links(Subject subject, boolean isSelf, Report report) {
        List<Place> references = new ArrayList<>(subject.document().each("references"));
        subject.vulnerabilities().forEach(v -> references.addAll(v.each("references")));
        List<Place> links = new ArrayList<>();
        for (Place reference : references) {
            if (reference.text("category").equals("self") == isSelf) {
                links.add(reference.at("url"));
            }
        }
        if (!isSelf) {
            List<Place> thanks = new ArrayList<>(subject.document().each("acknowledgments"));
            for (Place vulnerability : subject.vulnerabilities()) {
                thanks.addAll(vulnerability.each("acknowledgments"));
                vulnerability.each("remediations").forEach(r -> links.add(r.at("url")));
            }
            thanks.forEach(t -> links.addAll(t.each("urls")));
            subject.products().forEach(p -> links.addAll(p.helper().each("sbom_urls")));
        }
        for (Place link : links) {
            if (canNeverResolve(link.text())) {
                report.add(link, "link.dead", link.text());
            }
        }
    }

    private static boolean canNeverResolve(String url) {
        try {
            String host = new URI(url).getHost();
            return host != null
                    && (host.toLowerCase(Locale.ROOT).endsWith(".invalid") || host.equalsIgnoreCase("invalid"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
