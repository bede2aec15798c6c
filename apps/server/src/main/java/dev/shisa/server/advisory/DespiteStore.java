package dev.shisa.server.advisory;

import java.sql.Timestamp;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code advisory_despite}. */
@Repository
class DespiteStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DespiteStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Adds one; its content as it is stored. */
    String insert(UUID advisory, Despite one) {
        String content = json.writeValueAsString(one.content());
        jdbc.sql("""
            INSERT INTO advisory_despite (id, advisory_id, draft_id, act, content, by_id, by_name, at)
            VALUES (:id, :advisory, :draft, :act, :content, :by, :name, :at)""")
                .param("id", one.id())
                .param("advisory", advisory)
                .param("draft", one.draft())
                .param("act", one.act().id())
                .param("content", content)
                .param("by", one.by())
                .param("name", one.byName())
                .param("at", Timestamp.from(one.at()))
                .update();
        return content;
    }

    /** The reason that was given last for a draft. */
    Optional<Despite> given(UUID draft) {
        return jdbc.sql("""
            SELECT * FROM advisory_despite WHERE draft_id = ? AND act = 'given' ORDER BY added DESC LIMIT 1""")
                .param(draft)
                .query((row, _) -> new Despite(
                        row.getObject("id", UUID.class),
                        row.getObject("draft_id", UUID.class),
                        Despite.Act.valueOf(String.valueOf(row.getString("act")).toUpperCase(Locale.ROOT)),
                        json.readValue(String.valueOf(row.getString("content")), Despite.Content.class),
                        row.getObject("by_id", UUID.class),
                        String.valueOf(row.getString("by_name")),
                        row.getTimestamp("at").toInstant()))
                .optional();
    }
}
