package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Ui;
import org.jspecify.annotations.Nullable;

/** The talk of a thing for the foot of its page: every template finds it as {@code talk}, and looks nothing up unless asked. */
public final class TalkHere {

    private final Places places;
    private final TalkShown shown;
    private final @Nullable Person person;

    TalkHere(Places places, TalkShown shown, @Nullable Person person) {
        this.places = places;
        this.shown = shown;
        this.person = person;
    }

    /** Null: there is none for this reader. */
    public @Nullable TalkView of(String place, String key, Ui ui) {
        return person == null
                ? null
                : places.find(place, key)
                        .filter(at -> at.isSeenBy(person))
                        .map(at -> shown.view(at, ListPage.of(0, 1), TalkShown.Forms.beside(), person, ui))
                        .orElse(null);
    }
}
