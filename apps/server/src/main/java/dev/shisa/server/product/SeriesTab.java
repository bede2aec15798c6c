package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;

/** One tab of the pages of a series; its words are the message {@code tab.<id>}. */
public interface SeriesTab {

    /** What stands in the first row; several tabs of one part stand in a row below it. */
    enum Part {
        OVERVIEW,
        /** What the product is: its register, its models, its releases. */
        PRODUCT,
        /** What it meets, by which evidence, for whom. */
        CONFORMITY,
        APPLICATION,
        DOCUMENTS,
        /** What was tried on it. */
        CHECKS,
        /** What is in it, and what is known to be broken there. */
        INSIDE
    }

    Part part();

    /** From the left, within its part. */
    int position();

    /** {@code overview}, {@code register}, {@code model}, {@code conformity} and so on. */
    String id();

    /** The tab's first page for a series. */
    String href(String seriesCode);

    default boolean visibleTo(Person person) {
        return true;
    }
}
