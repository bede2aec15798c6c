package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.util.List;

/**
 * What a capability puts into the main navigation, with all its pages: an entry appears when some source offers it to the person.
 */
public interface NavSource {

    /** Position from the left or top: 1 ホーム, 2 製品, 3 脆弱性, 4 フィールド, 5 組織, 6 証跡記録, 7 設定. */
    int position();

    /** The id of the entry, which is also its icon and, after {@code web.nav.}, its message key. */
    String id();

    String href();

    /** Path prefixes under which this entry is the current one. */
    default List<String> prefixes() {
        return List.of(href());
    }

    boolean visibleTo(Person person);

    default int count(Person person) {
        return 0;
    }

    /** The pages that stand in its tabs and that this person may open, in their order. */
    default List<Place> places(Person person) {
        return visibleTo(person) ? List.of(new Place(href(), "web.nav." + id())) : List.of();
    }

    /**
     * A page that people know by a name of its own; what it is for is the beginning of its help text.
     *
     * @param name key of the message
     */
    record Place(String href, String name) {}
}
