package dev.shisa.server.portal;

import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.PublicPlace;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes the {@link PortalFrame} of a page, also for capabilities that put a form of their own below {@code /public/}. */
@Component
public class PortalFrames implements PublicPlace {

    private final Issuers issuers;
    private final Portals portals;
    private final PortalAssets assets;

    PortalFrames(Issuers issuers, Portals portals, PortalAssets assets) {
        this.issuers = issuers;
        this.portals = portals;
        this.assets = assets;
    }

    /** Whether the public pages are switched on; a form below them has no place before that. */
    public boolean isOn() {
        return portals.entered().portal().on();
    }

    @Override
    public boolean isOpen() {
        return isOn();
    }

    /** The series that have a page; none while the pages are switched off. */
    public List<UUID> shown() {
        Portal portal = portals.entered().portal();
        return portal.on() ? portal.shown().stream().map(Portal.Shown::series).toList() : List.of();
    }

    /**
     * The frame of a page that is not in the cache, such as a form.
     *
     * @param otherLanguage address of the page in the other language, such as {@code /public/report?lang=en}
     */
    public PortalFrame of(Ui ui, String otherLanguage) {
        return of(issuers.issuer().name(ui.lang()), ui, otherLanguage);
    }

    PortalFrame of(String maker, Ui ui, String otherLanguage) {
        String here = PublicSite.ROOT + ui.lang() + "/";
        List<Parts.Crumb> links = new ArrayList<>();
        links.add(new Parts.Crumb(ui.t("portal.link.products"), here + "#products"));
        links.add(new Parts.Crumb(ui.t("portal.link.advisories"), here + "advisories/"));
        links.add(new Parts.Crumb(ui.t("portal.link.contact"), here + "contact/"));
        return new PortalFrame(
                maker,
                here,
                links,
                otherLanguage,
                List.of(assets.href("/css/fonts.css"), assets.href("/css/shisa.css"), assets.href("/css/portal.css")),
                assets.href("/img/portal.svg"),
                here + "feed.atom");
    }
}
