package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;

/** One tab of the pages of a series; its words are the message {@code tab.<id>}. */
public interface SeriesTab {

    /** From the left: 1 概要, 2 登録内容, 3 適合, 4 エビデンス, 5 バージョン, 6 申請. */
    int position();

    /** {@code overview}, {@code register}, {@code conformity}, {@code evidence}, {@code releases}, {@code application}. */
    String id();

    /** The tab's first page for a series. */
    String href(String seriesCode);

    default boolean visibleTo(Person person) {
        return true;
    }
}
