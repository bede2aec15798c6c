package dev.shisa.server.evidence;

import dev.shisa.server.talk.TalkPlace;
import dev.shisa.server.talk.TalkThing;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A piece of evidence can be talked about; nothing of it becomes evidence. */
@Component
public class EvidenceTalk implements TalkPlace {

    public static final String PLACE = "evidence";

    private final EvidenceStore store;

    EvidenceTalk(EvidenceStore store) {
        this.store = store;
    }

    @Override
    public String id() {
        return PLACE;
    }

    @Override
    public Optional<TalkThing> find(String key) {
        return store.byCode(key.toUpperCase(Locale.ROOT), Set.of())
                .map(EvidenceStore.Row::summary)
                .map(one -> TalkThing.of(
                        one.code(),
                        one.seriesId(),
                        one.code(),
                        "/evidence/" + one.code(),
                        locale -> one.code() + " " + one.title().in(locale)));
    }
}
