package dev.shisa.server.catalogue;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Texts and names of what people entered for gaps of guides. */
@Component
class GapFillRedactor implements Redactor {

    private final GapFillStore store;

    GapFillRedactor(GapFillStore store) {
        this.store = store;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("gap-fill/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("cells", Objects.requireNonNull(how.json(body.get("cells"))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        store.redact(
                UUID.fromString(rowId),
                Objects.requireNonNull(body.get("cells")),
                Objects.requireNonNull(body.get("byName")));
    }
}
