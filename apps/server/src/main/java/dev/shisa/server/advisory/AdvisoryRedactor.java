package dev.shisa.server.advisory;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Names of whoever wrote, asked, agreed or made a key. What was issued stays: it is public, signed, and elsewhere. Words of drafts are
 * known to the ledger by a hash only, and are given up by discarding the draft.
 */
@Component
class AdvisoryRedactor implements Redactor {

    /**
     * Where a name stands.
     *
     * @param id field of the person's id
     */
    private record Name(String id, String field, String column) {}

    private static final Name BY = new Name("by", "byName", "by_name");

    private record Rows(String table, List<Name> names) {}

    private static final Map<String, Rows> ROWS = Map.of(
            "advisory-draft/1",
            new Rows("advisory_draft", List.of(BY)),
            "advisory-step/1",
            new Rows("advisory_step", List.of(BY)),
            "advisory-despite/1",
            new Rows("advisory_despite", List.of(BY)),
            "advisory-issued/1",
            new Rows("advisory_issued", List.of(BY, new Name("askedBy", "askedByName", "asked_name"))),
            "advisory-key/1",
            new Rows("advisory_key", List.of(BY)));

    private final JdbcClient jdbc;

    AdvisoryRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return ROWS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        rows(kind)
                .names()
                .forEach(name ->
                        body.put(name.field(), how.name(body.get(name.id()), String.valueOf(body.get(name.field())))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        Rows rows = rows(kind);
        // Table and columns are those named above.
        rows.names()
                .forEach(name -> jdbc.sql(
                                "UPDATE " + rows.table() + " SET " + name.column() + " = :name WHERE id = :row")
                        .param("name", body.get(name.field()))
                        .param("row", UUID.fromString(rowId))
                        .update());
    }

    private static Rows rows(String kind) {
        Rows rows = ROWS.get(kind);
        if (rows == null) {
            throw new IllegalArgumentException("records of kind " + kind + " are not of advisories");
        }
        return rows;
    }
}
