package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;

/**
 * One page of a series, with all below its address; each capability has its own as beans.
 *
 * @param position within its part, from the top
 * @param id its words are the message {@code tab.<id>}
 * @param path behind the address of the series: {@code /register}
 * @param act what who opens it must be allowed to do
 */
public record SeriesTab(Part part, int position, String id, String path, Act act) {

    public SeriesTab(Part part, int position, String id, String path) {
        this(part, position, id, path, Act.VIEW);
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
        return "/products/" + seriesCode + path;
    }
}
