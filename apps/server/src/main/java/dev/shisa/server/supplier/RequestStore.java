package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.GuestLinks;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Links to suppliers, and what they have entered; only the hash of a link's secret is stored. */
@Component
record RequestStore(JdbcClient jdbc, LedgerOutbox ledger, JsonMapper json, GuestLinks guests) {

    void insert(Request request, byte[] tokenHash) {
        guests.hold(request.byId());
        jdbc.sql("""
                        INSERT INTO supplier_request (id, supplier_id, token_hash, recipient, note, by_id, by_name, at, expires_at)
                        VALUES (:id, :supplier, :hash, :recipient, :note, :by, :byName, :at, :expires)""")
                .param("id", request.id())
                .param("supplier", request.supplierId())
                .param("hash", tokenHash)
                .param("recipient", request.recipient())
                .param("note", request.note())
                .param("by", request.byId())
                .param("byName", request.byName())
                .param("at", Timestamp.from(request.at()))
                .param("expires", Timestamp.from(request.expiresAt()))
                .update();
    }

    Optional<Request> byToken(byte[] tokenHash) {
        return jdbc.sql("SELECT * FROM supplier_request WHERE token_hash = ?")
                .param(tokenHash)
                .query(RequestStore::request)
                .optional();
    }

    /** The newest first. */
    List<Request> of(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_request WHERE supplier_id = ? ORDER BY at DESC, id DESC LIMIT 200")
                .param(supplierId)
                .query(RequestStore::request)
                .list();
    }

    /** The last one of each supplier. */
    Map<UUID, Request> last() {
        return jdbc
                .sql("SELECT DISTINCT ON (supplier_id) * FROM supplier_request ORDER BY supplier_id, at DESC, id DESC")
                .query(RequestStore::request)
                .list()
                .stream()
                .collect(Collectors.toMap(Request::supplierId, r -> r));
    }

    /** How many answers wait for a look, by request. */
    Map<UUID, Integer> waiting() {
        return jdbc
                .sql("SELECT request_id, count(*) FROM supplier_answer WHERE state = 'sent' GROUP BY request_id")
                .query((rs, line) -> Map.entry(rs.getObject(1, UUID.class), rs.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void opened(UUID id, Instant at) {
        jdbc.sql("UPDATE supplier_request SET opened_at = ? WHERE id = ? AND opened_at IS NULL")
                .params(Timestamp.from(at), id)
                .update();
    }

    void submitted(UUID id, @Nullable Instant at) {
        jdbc.sql("UPDATE supplier_request SET submitted_at = :at WHERE id = :id")
                .param("at", at == null ? null : Timestamp.from(at))
                .param("id", id)
                .update();
    }

    boolean revoke(UUID id, Instant at) {
        return jdbc.sql("UPDATE supplier_request SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
                        .params(Timestamp.from(at), id)
                        .update()
                == 1;
    }

    /** Another secret, told to this person, and another end; the old secret opens nothing any more. */
    void renew(UUID id, byte[] tokenHash, Instant expiresAt, Person by) {
        guests.hold(by.id());
        jdbc.sql("""
                        UPDATE supplier_request SET token_hash = ?, expires_at = ?, revoked_at = NULL, by_id = ?, by_name = ?
                        WHERE id = ?""")
                .params(tokenHash, Timestamp.from(expiresAt), by.id(), by.name(), id)
                .update();
    }

    /** A request as it is now; nobody else saves or looks at its answers until the transaction ends. */
    Request lock(UUID id) {
        return jdbc.sql("SELECT * FROM supplier_request WHERE id = ? FOR UPDATE")
                .param(id)
                .query(RequestStore::request)
                .single();
    }

    private static Request request(ResultSet rs, int line) throws SQLException {
        return new Request(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getString("recipient"),
                rs.getString("note"),
                rs.getObject("by_id", UUID.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                SupplierStore.instant(rs, "revoked_at"),
                SupplierStore.instant(rs, "opened_at"),
                SupplierStore.instant(rs, "submitted_at"));
    }

    // Answers

    /** One for each question, also where nothing is entered yet. */
    Map<Question, Reply> replies(UUID requestId, Instant now) {
        Map<Question, Reply> replies = new EnumMap<>(Question.class);
        for (Question question : Question.values()) {
            replies.put(question, Reply.none(question, now));
        }
        jdbc.sql("SELECT * FROM supplier_answer WHERE request_id = ?")
                .param(requestId)
                .query((rs, line) -> new Reply(
                        Question.parse(rs.getString("question")).orElseThrow(),
                        rs.getString("state"),
                        rs.getString("answer"),
                        rs.getString("detail"),
                        rs.getObject("until_on", LocalDate.class),
                        rs.getString("comment"),
                        file(rs),
                        rs.getTimestamp("at").toInstant()))
                .list()
                .forEach(reply -> replies.put(reply.question(), reply));
        return replies;
    }

    private static @Nullable StoredFile file(ResultSet rs) throws SQLException {
        String sha256 = rs.getString("file_sha256");
        return sha256 == null
                ? null
                : new StoredFile(
                        sha256,
                        rs.getLong("file_bytes"),
                        rs.getString("file_name"),
                        rs.getString("file_type"),
                        rs.getBoolean("file_disagrees"));
    }

    /** Records what was sent under somebody's name. */
    void submit(Request request, String code, UUID id, String name, SortedMap<String, Object> answers, Instant at) {
        jdbc.sql("""
                        INSERT INTO supplier_submission (id, supplier_id, request_id, by_name, answers, at)
                        VALUES (:id, :supplier, :request, :name, :answers::jsonb, :at)""")
                .param("id", id)
                .param("supplier", request.supplierId())
                .param("request", request.id())
                .param("name", name)
                .param("answers", json.writeValueAsString(answers))
                .param("at", Timestamp.from(at))
                .update();
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("answers", answers);
        body.put("at", at.toString());
        body.put("byName", name);
        body.put("code", code);
        body.put("id", id.toString());
        body.put("request", request.id().toString());
        body.put("supplier", request.supplierId().toString());
        ledger.append("supplier-submission/1", request.supplierId(), body);
    }

    void save(UUID requestId, Reply reply) {
        StoredFile file = reply.file();
        jdbc.sql("""
                        INSERT INTO supplier_answer (request_id, question, state, answer, detail, until_on, comment, file_sha256,
                            file_bytes, file_name, file_type, file_disagrees, at)
                        VALUES (:request, :question, :state, :answer, :detail, :until, :comment, :sha, :bytes, :name, :type,
                            :disagrees, :at)
                        ON CONFLICT (request_id, question) DO UPDATE SET state = excluded.state, answer = excluded.answer,
                            detail = excluded.detail, until_on = excluded.until_on, comment = excluded.comment,
                            file_sha256 = excluded.file_sha256, file_bytes = excluded.file_bytes,
                            file_name = excluded.file_name, file_type = excluded.file_type,
                            file_disagrees = excluded.file_disagrees, at = excluded.at""")
                .param("request", requestId)
                .param("question", reply.question().id())
                .param("state", reply.state())
                .param("answer", reply.answer())
                .param("detail", reply.detail())
                .param("until", reply.until())
                .param("comment", reply.comment())
                .param("sha", file == null ? null : file.sha256())
                .param("bytes", file == null ? null : file.sizeBytes())
                .param("name", file == null ? null : file.fileName())
                .param("type", file == null ? null : file.mediaType())
                .param("disagrees", file == null ? null : file.nameDisagrees())
                .param("at", Timestamp.from(reply.at()))
                .update();
    }

    /** Under which name a request's answers were sent last; empty: never. */
    Optional<String> submitter(UUID requestId) {
        return jdbc.sql(
                        "SELECT by_name FROM supplier_submission WHERE request_id = ? ORDER BY at DESC, id DESC LIMIT 1")
                .param(requestId)
                .query(String.class)
                .optional();
    }
}
