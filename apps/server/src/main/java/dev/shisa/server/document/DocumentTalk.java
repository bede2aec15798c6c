package dev.shisa.server.document;

import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.talk.TalkPlace;
import dev.shisa.server.talk.TalkThing;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A document can be talked about, but one that tells of vulnerabilities which are not published: what is said is a record in words, and
 * who reads the ledger does not see such a document.
 */
@Component
public class DocumentTalk implements TalkPlace {

    public static final String PLACE = "document";

    private final Documents documents;

    DocumentTalk(Documents documents) {
        this.documents = documents;
    }

    @Override
    public String id() {
        return PLACE;
    }

    @Override
    public Optional<TalkThing> find(String key) {
        return Typed.id(key)
                .flatMap(documents::find)
                .filter(one -> !one.kind().isSealed())
                .map(one -> TalkThing.of(
                        one.id().toString(),
                        one.seriesId(),
                        one.code(),
                        "/documents/" + one.id(),
                        locale -> one.code() + " "
                                + documents
                                        .versions(one.id())
                                        .getFirst()
                                        .revision()
                                        .content()
                                        .title(locale)));
    }
}
