package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import java.util.List;

/**
 * One page of a series, with all below its address; each capability has its own as beans.
 *
 * @param position within its part, from the top
 * @param id its words are the message {@code tab.<id>}
 * @param path behind the address of the series: {@code /register}
 * @param act what who opens it must be allowed to do
 * @param more further paths that belong to it
 */
public record SeriesTab(Part part, int position, String id, String path, Act act, List<String> more) {

    public SeriesTab {
        more = List.copyOf(more);
    }

    public SeriesTab(Part part, int position, String id, String path) {
        this(part, position, id, path, Act.VIEW);
    }

    public SeriesTab(Part part, int position, String id, String path, Act act) {
        this(part, position, id, path, act, List.of());
    }

    /** The same with further paths. */
    public SeriesTab with(String... further) {
        return new SeriesTab(part, position, id, path, act, List.of(further));
    }

    /** Stands in the place of the series' code in an address. */
    static final String CODE = "{code}";

    /** An entry of the column while it is about a series. */
    public enum Part {
        PROGRESS,
        /** What the product is: its register, its models, its releases. */
        PRODUCT,
        /** What is asked, and what it meets by what was answered. */
        ANSWERS,
        EVIDENCE,
        /** What was tried on it. */
        CHECKS,
        /** What is in it, and what is known to be broken there. */
        INSIDE,
        DOCUMENTS,
        APPLICATION,
        PLAN
    }

    String href(String seriesCode) {
        return href(seriesCode, path);
    }

    /** The page in the column of this series. */
    NavSource.Place place(String seriesCode) {
        return NavSource.Place.of(href(seriesCode), "tab." + id, act)
                .with(more.stream().map(one -> href(seriesCode, one)).toArray(String[]::new));
    }

    private static String href(String seriesCode, String path) {
        return "/products/" + seriesCode + path;
    }
}
