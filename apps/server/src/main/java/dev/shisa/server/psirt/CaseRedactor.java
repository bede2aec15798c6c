package dev.shisa.server.psirt;

import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Words and names in cases. A record has only the seal of a row's content, so a content that is changed is sealed anew; the newest
 * record of a row describes it.
 */
@Component
class CaseRedactor implements Redactor, PersonTraces {

    private static final String ENTRY = "psirt-entry/1";

    /** What decides who may know and how the case stands is no text of a person. */
    private static final Set<String> STAYS = Set.of(
            "person",
            "owner",
            "to",
            "what",
            "source",
            "thanks",
            "drill",
            "received",
            "start",
            "agreed",
            "aware",
            "when",
            "duty",
            "option",
            "meanwhile",
            "day",
            "due",
            "until",
            "standing",
            "role",
            "exploitation",
            "utility",
            "impact",
            "safety",
            "file",
            "sha256",
            "bytes",
            "lang",
            "how",
            "whom",
            "into",
            "from",
            "result",
            "encrypted",
            "scenario",
            "inject",
            "addressed");

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final LedgerOutbox ledger;

    CaseRedactor(JdbcClient jdbc, JsonMapper json, LedgerOutbox ledger) {
        this.jdbc = jdbc;
        this.json = json;
        this.ledger = ledger;
    }

    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    private record Row(
            UUID id,
            UUID caseId,
            String content,
            byte[] salt,
            @Nullable UUID by,
            String byName,
            String at) {}

    @Override
    public Set<String> kinds() {
        return Set.of(ENTRY, "psirt-access/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("byName", how.name(body.get("by"), String.valueOf(body.getOrDefault("byName", ""))));
        if (kind.equals(ENTRY)) {
            rows("e.id = ?::uuid", String.valueOf(body.get("id"))).stream()
                    .findFirst()
                    .ifPresent(row -> {
                        String changed = changed(row.content(), how::text);
                        body.put("sealed", CaseStore.seal(row.salt(), changed));
                    });
        }
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        if (!kind.equals(ENTRY)) {
            jdbc.sql("UPDATE psirt_access SET by_name = :name WHERE id = :id::uuid")
                    .param("name", body.get("byName"))
                    .param("id", rowId)
                    .update();
            return;
        }
        jdbc.sql("UPDATE psirt_entry SET by_name = :name WHERE id = :id::uuid")
                .param("name", body.get("byName"))
                .param("id", rowId)
                .update();
        for (Row row : rows("e.id = ?::uuid", rowId)) {
            String gone = changed(row.content(), new Redaction.Texts()::text);
            if (CaseStore.seal(row.salt(), gone).equals(body.get("sealed"))) {
                write(row.id(), gone, row.salt());
            }
        }
    }

    /** Contents name people whom no record names: each such row is written anew, with a record of its own. */
    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE psirt_access SET by_name = ? WHERE person_id = ?")
                .params(who.instead(), who.id())
                .update();
        for (Row row : rows(
                "position(? IN e.content) > 0 OR position(? IN e.content) > 0 OR e.by_id = ?",
                quoted(who.name()),
                quoted(who.email()),
                who.id())) {
            String content = changed(row.content(), who::text);
            String name = who.id().equals(row.by()) ? who.instead() : row.byName();
            write(row.id(), content, row.salt());
            jdbc.sql("UPDATE psirt_entry SET by_name = ? WHERE id = ?")
                    .params(name, row.id())
                    .update();
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", row.at());
            if (row.by() != null) {
                body.put("by", row.by().toString());
            }
            body.put("byName", name);
            body.put("case", row.caseId().toString());
            body.put("id", row.id().toString());
            body.put("sealed", CaseStore.seal(row.salt(), content));
            ledger.append(ENTRY, null, body);
        }
    }

    private String quoted(String text) {
        String quoted = json.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private void write(UUID id, String content, byte[] salt) {
        jdbc.sql("UPDATE psirt_entry SET content = ?, salt = ? WHERE id = ?")
                .params(content, salt, id)
                .update();
    }

    private List<Row> rows(String where, Object... params) {
        return jdbc.sql("SELECT e.* FROM psirt_entry e WHERE " + where)
                .params(params)
                .query((rs, n) -> new Row(
                        rs.getObject("id", UUID.class),
                        rs.getObject("case_id", UUID.class),
                        String.valueOf(rs.getString("content")),
                        rs.getBytes("salt"),
                        rs.getObject("by_id", UUID.class),
                        String.valueOf(rs.getString("by_name")),
                        rs.getTimestamp("at").toInstant().toString()))
                .list();
    }

    private String changed(String content, UnaryOperator<String> how) {
        CaseStore.Content read = json.readValue(content, CaseStore.Content.class);
        TreeMap<String, String> values = new TreeMap<>();
        for (Map.Entry<String, String> value : read.values().entrySet()) {
            values.put(value.getKey(), STAYS.contains(value.getKey()) ? value.getValue() : how.apply(value.getValue()));
        }
        return json.writeValueAsString(new CaseStore.Content(read.kind(), values, read.about()));
    }
}
