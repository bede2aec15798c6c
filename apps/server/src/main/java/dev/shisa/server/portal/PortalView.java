package dev.shisa.server.portal;

import java.util.Set;

/** What the settings of the public pages show. */
public final class PortalView {

    private PortalView() {}

    /** The choice of what is shown, as it was typed. */
    public record Form(
            boolean on,
            boolean apart,
            String aboutJa,
            String aboutEn,
            Set<String> series,
            Set<String> verdicts,
            int version) {

        public Form {
            series = Set.copyOf(series);
            verdicts = Set.copyOf(verdicts);
        }
    }

    /** Who publishes, as it was typed. */
    public record IssuerForm(
            String nameJa,
            String nameEn,
            String site,
            String mail,
            String phone,
            String prefix,
            String origin,
            String reportKey,
            String csaf,
            String licence,
            int version) {}

    /** A key that signs, or signed. */
    public record Key(String fingerprint, String about, boolean present) {}
}
