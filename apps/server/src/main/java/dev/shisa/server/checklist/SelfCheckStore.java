package dev.shisa.server.checklist;

import dev.shisa.server.platform.account.Person;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The answers of {@link SelfCheck}. */
@Repository
class SelfCheckStore {

    private final JdbcClient jdbc;

    SelfCheckStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<SelfCheck.Given> of(UUID seriesId) {
        return jdbc.sql("""
                        SELECT item, answer, note, answered_name, answered_at FROM self_check_answer
                        WHERE series_id = :series""")
                .param("series", seriesId)
                .query((rs, n) -> new SelfCheck.Given(
                        rs.getObject("item", UUID.class),
                        SelfCheck.Answer.parse(rs.getString("answer")).orElseThrow(),
                        rs.getString("note"),
                        rs.getString("answered_name"),
                        rs.getTimestamp("answered_at").toInstant()))
                .list();
    }

    void put(UUID seriesId, SelfCheck.Entry entry, Person person, Timestamp at) {
        jdbc.sql("""
                        INSERT INTO self_check_answer
                            (series_id, item, answer, note, answered_by, answered_name, answered_at)
                        VALUES (:series, :item, :answer, :note, :by, :name, :at)
                        ON CONFLICT (series_id, item) DO UPDATE
                        SET answer = excluded.answer, note = excluded.note, answered_by = excluded.answered_by,
                            answered_name = excluded.answered_name, answered_at = excluded.answered_at""")
                .param("series", seriesId)
                .param("item", entry.item())
                .param("answer", entry.answer().id())
                .param("note", entry.note())
                .param("by", person.id())
                .param("name", person.name())
                .param("at", at)
                .update();
    }
}
