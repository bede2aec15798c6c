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
        List<Place> open = new ArrayList<>(List.of(subject.root()));
        while (!open.isEmpty()) {
            Place place = open.removeLast();
            open.addAll(place.each());
            boolean isSelfReference = place.text("category").equals("self") && place.has("url");
            for (String name : place.names()) {
                if (isSelf == (isSelfReference && name.equals("url"))) {
                    tell(place.at(name), report);
                }
                open.add(place.at(name));
            }
            if (!isSelf) {
                place.each().forEach(e -> tell(e, report));
            }
        }
    }

    private static void tell(Place link, Report report) {
        if (link.text().startsWith("http") && canNeverResolve(link.text())) {
            report.add(link, "link.dead", link.text());
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
