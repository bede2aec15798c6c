package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a colleague has entered by a link: one row a question, never more than the link has; gone with the link. */
@Component
class LinkDrafts {

    /**
     * What stands in the fields of one question.
     *
     * @param typed field without its prefix → values
     * @param place in the document
     * @param sent whether it was recorded as it stands
     */
    record Draft(
            Map<String, List<String>> typed,
            String place,
            @Nullable StoredFile file,
            boolean sent) {

        static final Draft NOTHING = new Draft(Map.of(), "", null, false);

        Draft {
            typed = Map.copyOf(typed);
        }

        boolean isSame(Draft other) {
            return new Draft(typed, place, file, other.sent).equals(other);
        }

        Draft wasSent() {
            return new Draft(typed, place, file, true);
        }
    }

    private final JdbcClient jdbc;
    private final JsonMapper json;

    LinkDrafts(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Map<Slot, Draft> of(UUID link) {
        Map<Slot, Draft> drafts = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT slot, typed, place, file_sha256, file_bytes, file_name, file_type, file_disagrees, sent
                        FROM question_draft WHERE link_id = :link""").param("link", link).query(row -> {
            Draft draft = draft(row);
            Slot.parse(row.getString("slot")).ifPresent(slot -> drafts.put(slot, draft));
        });
        return drafts;
    }

    void put(UUID link, Slot slot, Draft draft, Instant at) {
        StoredFile file = draft.file();
        jdbc.sql("""
                        INSERT INTO question_draft
                            (link_id, slot, typed, place, file_sha256, file_bytes, file_name, file_type, file_disagrees,
                             sent, at)
                        VALUES (:link, :slot, :typed::jsonb, :place, :sha256, :bytes, :name, :type, :disagrees, :sent, :at)
                        ON CONFLICT (link_id, slot) DO UPDATE
                        SET typed = excluded.typed, place = excluded.place, file_sha256 = excluded.file_sha256,
                            file_bytes = excluded.file_bytes, file_name = excluded.file_name,
                            file_type = excluded.file_type, file_disagrees = excluded.file_disagrees,
                            sent = excluded.sent, at = excluded.at""")
                .param("link", link)
                .param("slot", slot.toString())
                .param("typed", json.writeValueAsString(draft.typed()))
                .param("place", draft.place())
                .param("sha256", file == null ? null : file.sha256())
                .param("bytes", file == null ? null : file.sizeBytes())
                .param("name", file == null ? null : file.fileName())
                .param("type", file == null ? null : file.mediaType())
                .param("disagrees", file == null ? null : file.nameDisagrees())
                .param("sent", draft.sent())
                .param("at", Timestamp.from(at))
                .update();
    }

    void forget(UUID link) {
        jdbc.sql("DELETE FROM question_draft WHERE link_id = :link")
                .param("link", link)
                .update();
    }

    /** What belongs to links that open nothing any more. */
    void forgetEnded(Instant now) {
        jdbc.sql("""
                        DELETE FROM question_draft d USING question_link l
                        WHERE l.id = d.link_id AND (l.expires_at <= :now OR l.revoked_at IS NOT NULL)""").param("now", Timestamp.from(now)).update();
    }

    private Draft draft(ResultSet row) throws SQLException {
        String sha256 = row.getString("file_sha256");
        return new Draft(
                json.readValue(row.getString("typed"), new TypeReference<Map<String, List<String>>>() {}),
                row.getString("place"),
                sha256 == null
                        ? null
                        : new StoredFile(
                                sha256,
                                row.getLong("file_bytes"),
                                row.getString("file_name"),
                                row.getString("file_type"),
                                row.getBoolean("file_disagrees")),
                row.getBoolean("sent"));
    }
}
