package dev.shisa.server.portal;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * What stands around the content of every public page: made by {@link PortalFrames}, shown by {@code portal/frame.jte}.
 *
 * @param maker name of the company, as the public knows it
 * @param home address of the first page
 * @param links places that are always in view
 * @param otherLanguage address of this page in the other language
 * @param css addresses of the style sheets
 * @param icon address of the picture in the browser's tab
 * @param feed address of the feed; empty: there is none
 */
public record PortalFrame(
        String maker,
        String home,
        List<Parts.Crumb> links,
        String otherLanguage,
        List<String> css,
        String icon,
        String feed) {

    public PortalFrame {
        links = List.copyOf(links);
        css = List.copyOf(css);
    }
}
