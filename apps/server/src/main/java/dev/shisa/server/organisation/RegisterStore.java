package dev.shisa.server.organisation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The register's tables. */
@Repository
class RegisterStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    RegisterStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The latest revision of every entry that was not removed, in the order in which they were first entered. */
    List<Entry> present() {
        return jdbc.sql("""
                        SELECT * FROM (
                            SELECT DISTINCT ON (entry_id) id, entry_id, number, kind, content, removed, reason, changed_by,
                                changed_name, changed_at
                            FROM organisation_entry ORDER BY entry_id, number DESC) latest
                        WHERE NOT removed ORDER BY entry_id""").query(this::entry).list();
    }

    /** Who changed anything last; empty: there is no register. */
    Optional<UUID> lastChangedBy() {
        return jdbc.sql("SELECT changed_by FROM organisation_entry ORDER BY changed_at DESC, id DESC LIMIT 1")
                .query(UUID.class)
                .optional();
    }

    /** All revisions of an entry, the newest first. */
    List<Entry> revisions(UUID entry) {
        return jdbc.sql("""
                        SELECT id, entry_id, number, kind, content, removed, reason, changed_by, changed_name, changed_at
                        FROM organisation_entry WHERE entry_id = :entry ORDER BY number DESC""").param("entry", entry).query(this::entry).list();
    }

    /** Adds a revision; false when there is one of this number already. */
    boolean insert(Entry entry) {
        return jdbc.sql("""
                        INSERT INTO organisation_entry (id, entry_id, number, kind, content, removed, reason, changed_by,
                            changed_name, changed_at)
                        VALUES (:id, :entry, :number, :kind, :content::jsonb, :removed, :reason, :by, :name, :at)
                        ON CONFLICT (entry_id, number) DO NOTHING""")
                        .param("id", entry.id())
                        .param("entry", entry.entry())
                        .param("number", entry.number())
                        .param("kind", entry.kind().id())
                        .param("content", json.writeValueAsString(entry.content()))
                        .param("removed", entry.removed())
                        .param("reason", entry.reason())
                        .param("by", entry.changedBy())
                        .param("name", entry.changedName())
                        .param("at", Timestamp.from(entry.changedAt()))
                        .update()
                == 1;
    }

    /** Takes words and a name out of a revision. */
    void redact(UUID id, Object content, Object reason, Object name) {
        jdbc.sql("""
                        UPDATE organisation_entry SET content = :content::jsonb, reason = :reason, changed_name = :name
                        WHERE id = :id""")
                .param("content", json.writeValueAsString(content))
                .param("reason", reason)
                .param("name", name)
                .param("id", id)
                .update();
    }

    /** Evidence that states what the register comes to. */
    record Statement(UUID evidence, String topic, String signature) {}

    List<Statement> statements() {
        return jdbc.sql("SELECT evidence_id, topic, signature FROM organisation_statement ORDER BY topic, evidence_id")
                .query((rs, number) -> new Statement(
                        rs.getObject("evidence_id", UUID.class), rs.getString("topic"), rs.getString("signature")))
                .list();
    }

    void state(Statement statement) {
        jdbc.sql(
                        "INSERT INTO organisation_statement (evidence_id, topic, signature) VALUES (:evidence, :topic, :signature)")
                .param("evidence", statement.evidence())
                .param("topic", statement.topic())
                .param("signature", statement.signature())
                .update();
    }

    void forget(Collection<UUID> evidence) {
        jdbc.sql("DELETE FROM organisation_statement WHERE evidence_id = ANY (:evidence)")
                .param("evidence", evidence.toArray(UUID[]::new))
                .update();
    }

    private Entry entry(ResultSet rs, int number) throws SQLException {
        Map<String, String> content =
                json.readValue(rs.getString("content"), new TypeReference<Map<String, String>>() {});
        return new Entry(
                rs.getObject("id", UUID.class),
                rs.getObject("entry_id", UUID.class),
                rs.getInt("number"),
                Kind.parse(rs.getString("kind")).orElseThrow(),
                new TreeMap<>(content),
                rs.getBoolean("removed"),
                rs.getString("reason"),
                rs.getObject("changed_by", UUID.class),
                rs.getString("changed_name"),
                rs.getTimestamp("changed_at").toInstant());
    }
}
