package dev.shisa.server.psirt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code psirt_mail}: how far the sending of each mail is. What is written stands in the case. */
@Repository
class CaseMailStore {

    private final JdbcClient jdbc;

    CaseMailStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A mail on its way.
     *
     * @param acknowledges whether it goes by itself, with a link to the reporter's page
     * @param attempts this one counted
     */
    record Going(UUID id, UUID caseId, UUID entry, boolean acknowledges, int attempts, Instant madeAt) {}

    void insert(UUID id, UUID caseId, UUID entry, byte[] receiver, boolean acknowledges, Instant at) {
        jdbc.sql("""
                        INSERT INTO psirt_mail (id, case_id, entry_id, receiver, acknowledges, state, made_at, due_at)
                        VALUES (:id, :case, :entry, :receiver, :acknowledges, 'waiting', :at, :at)""")
                .param("id", id)
                .param("case", caseId)
                .param("entry", entry)
                .param("receiver", receiver)
                .param("acknowledges", acknowledges)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** How many were told by themselves, at one address, that a report arrived. */
    int acknowledged(byte[] receiver, Instant since) {
        return jdbc.sql("SELECT count(*) FROM psirt_mail WHERE acknowledges AND receiver = ? AND made_at > ?")
                .params(receiver, Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    /** How many mails were handed over since then. */
    int triedSince(Instant since) {
        return jdbc.sql("SELECT count(*) FROM psirt_mail WHERE tried_at > ?")
                .param(Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    /**
     * Takes the next mail that is due; it is handed over from now on until {@code until}.
     *
     * @param hash of the key of its link
     */
    Optional<Going> take(byte[] hash, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE psirt_mail SET state = 'sending', attempts = attempts + 1, tried_at = :now, due_at = :until,
                            key_hash = CASE WHEN acknowledges THEN :hash END
                        WHERE id = (SELECT id FROM psirt_mail WHERE state = 'waiting' AND due_at <= :now
                            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *""")
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .param("hash", hash)
                .query(CaseMailStore::going)
                .optional();
    }

    /** Notes what became of a mail; false if it was no longer on its way. */
    boolean ended(UUID id, String state, Instant again) {
        return jdbc.sql("UPDATE psirt_mail SET state = ?, due_at = ? WHERE id = ? AND state = 'sending'")
                        .params(state, Timestamp.from(again), id)
                        .update()
                == 1;
    }

    /** What was handed over by a server that ended before it knew: nobody can tell whether it arrived. */
    List<Going> lost(Instant now) {
        return jdbc.sql("UPDATE psirt_mail SET state = 'unclear' WHERE state = 'sending' AND due_at <= ? RETURNING *")
                .param(Timestamp.from(now))
                .query(CaseMailStore::going)
                .list();
    }

    /** Notes that a mail came back that the server had taken; empty if it is none of these. */
    Optional<Going> returned(UUID id) {
        return jdbc.sql(
                        "UPDATE psirt_mail SET state = 'failed' WHERE id = ? AND state IN ('sent', 'unclear') RETURNING *")
                .param(id)
                .query(CaseMailStore::going)
                .optional();
    }

    /** How many have not been handed over. */
    int waiting() {
        return jdbc.sql("SELECT count(*) FROM psirt_mail WHERE state = 'waiting'")
                .query(Integer.class)
                .single();
    }

    /** Those that could not go out for so long that nobody expects them any more. */
    List<Going> late(Instant before) {
        return jdbc.sql("UPDATE psirt_mail SET state = 'failed' WHERE state = 'waiting' AND made_at <= ? RETURNING *")
                .param(Timestamp.from(before))
                .query(CaseMailStore::going)
                .list();
    }

    /** Lets a mail of a case be sent again that did not arrive, or may not have; false if there is none. */
    boolean again(UUID caseId, UUID entry, Instant now) {
        return jdbc.sql("""
                        UPDATE psirt_mail SET state = 'waiting', attempts = 0, due_at = :now, made_at = :now
                        WHERE case_id = :case AND entry_id = :entry AND state IN ('failed', 'unclear')""")
                        .param("now", Timestamp.from(now))
                        .param("case", caseId)
                        .param("entry", entry)
                        .update()
                == 1;
    }

    /** How far the mails of a case are, by entry. */
    Map<UUID, String> states(UUID caseId) {
        Map<UUID, String> states = new LinkedHashMap<>();
        jdbc.sql("SELECT entry_id, state FROM psirt_mail WHERE case_id = ?")
                .param(caseId)
                .query(row -> {
                    states.put(row.getObject("entry_id", UUID.class), String.valueOf(row.getString("state")));
                });
        return states;
    }

    private static Going going(ResultSet row, int line) throws SQLException {
        return new Going(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                row.getObject("entry_id", UUID.class),
                row.getBoolean("acknowledges"),
                row.getInt("attempts"),
                row.getTimestamp("made_at").toInstant());
    }
}
