package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;

/** One tab of the pages of a series; its words are the message {@code tab.<id>}. */
public interface SeriesTab {

    /** From the left: 1 概要, 2 登録内容, 3 モデル, 4 適合, 5 エビデンス, 6 バージョン, 7 申請, 8 顧客のチェックリスト, 9 実機検査, 10 SBOM, 11 脆弱性. */
    int position();

    /** {@code overview}, {@code register}, {@code model}, {@code conformity} and so on. */
    String id();

    /** The tab's first page for a series. */
    String href(String seriesCode);

    default boolean visibleTo(Person person) {
        return true;
    }
}
