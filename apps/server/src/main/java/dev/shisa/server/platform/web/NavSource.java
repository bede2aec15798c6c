package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;

/** What a capability puts into the main navigation; an entry appears when some source offers it to the person. */
public interface NavSource {

    /** Position from the left or top: 1 ホーム, 2 製品, 3 脆弱性, 4 フィールド, 5 組織, 6 証跡記録, 7 設定. */
    int position();

    /** The id of the entry, which is also its icon and, after {@code web.nav.}, its message key. */
    String id();

    String href();

    /** Path prefixes under which this entry is the current one. */
    default java.util.List<String> prefixes() {
        return java.util.List.of(href());
    }

    boolean visibleTo(Person person);

    default int count(Person person) {
        return 0;
    }
}
