package dev.shisa.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** The public pages as an owner enters and switches them on. */
public final class TestPortal {

    /** Where readers reach the pages. */
    public static final String ORIGIN = "https://psirt.midorihama.example";

    private TestPortal() {}

    /** The pages show what there is now, not what was a second ago. */
    public static void look(ApplicationContext context) {
        context.getBean(PublicSite.class).renewed();
    }

    /** Enters who issues: the maker's names, addresses and the beginning of its advisories' numbers. */
    public static void enterIssuer(Browser owner) {
        Page sent = owner.post(
                "/settings/portal/issuer",
                "nameJa",
                "みどり浜光機株式会社",
                "nameEn",
                "Midorihama Koki",
                "mail",
                "psirt@midorihama.example",
                "site",
                "https://www.midorihama.example",
                "prefix",
                "MHK-SA",
                "origin",
                ORIGIN,
                "version",
                "0");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    /**
     * Enters who issues, and switches the pages on.
     *
     * @param shown ids of the series that have a page
     */
    public static void switchOn(Browser owner, String... shown) {
        enterIssuer(owner);
        List<String> fields = new ArrayList<>(List.of("on", "yes", "version", "0"));
        for (String series : shown) {
            fields.addAll(List.of("shown", series));
        }
        Page sent = owner.post("/settings/portal", fields.toArray(String[]::new));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }
}
