package dev.shisa.server.psirt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What JPCERT/CC was told, and what was said of it as a fact. */
@Repository
class WindowStore {

    private static final TypeReference<Map<String, String>> OWN = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    WindowStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    String own(Map<String, String> own) {
        return json.writeValueAsString(new TreeMap<>(own));
    }

    void insert(Window window) {
        jdbc.sql("""
                        INSERT INTO psirt_window (id, organisation, contact, mail, phone, fingerprint, since, confirmed, own,
                            by_id, by_name, at)
                        VALUES (:id, :organisation, :contact, :mail, :phone, :fingerprint, :since, :confirmed, :own, :by, :name,
                            :at)""")
                .param("id", window.id())
                .param("organisation", window.organisation())
                .param("contact", window.contact())
                .param("mail", window.mail())
                .param("phone", window.phone())
                .param("fingerprint", window.fingerprint())
                .param("since", window.since())
                .param("confirmed", window.confirmed())
                .param("own", own(window.own()))
                .param("by", window.byId())
                .param("name", window.byName())
                .param("at", Timestamp.from(window.at()))
                .update();
    }

    /** The newest first. */
    List<Window> all() {
        return jdbc.sql("SELECT * FROM psirt_window ORDER BY at DESC, id DESC LIMIT 200")
                .query(this::window)
                .list();
    }

    Optional<Window> last() {
        return jdbc.sql("SELECT * FROM psirt_window ORDER BY at DESC, id DESC LIMIT 1")
                .query(this::window)
                .optional();
    }

    /** Lets only one person at a time add to it. */
    void lock() {
        jdbc.sql("LOCK TABLE psirt_window IN SHARE ROW EXCLUSIVE MODE").update();
    }

    private Window window(ResultSet row, int line) throws SQLException {
        return new Window(
                row.getObject("id", UUID.class),
                row.getString("organisation"),
                row.getString("contact"),
                row.getString("mail"),
                row.getString("phone"),
                row.getString("fingerprint"),
                row.getObject("since", LocalDate.class),
                row.getObject("confirmed", LocalDate.class),
                json.readValue(row.getString("own"), OWN),
                row.getObject("by_id", UUID.class),
                row.getString("by_name"),
                row.getTimestamp("at").toInstant());
    }

    /** What was last said as a fact. */
    record Said(UUID evidence, String signature) {}

    Optional<Said> said() {
        return jdbc.sql("SELECT * FROM psirt_window_said")
                .query((row, n) -> new Said(row.getObject("evidence", UUID.class), row.getString("signature")))
                .optional();
    }

    void say(Said said) {
        jdbc.sql("""
                        INSERT INTO psirt_window_said (one, evidence, signature) VALUES (true, :evidence, :signature)
                        ON CONFLICT (one) DO UPDATE SET evidence = excluded.evidence, signature = excluded.signature""")
                .param("evidence", said.evidence())
                .param("signature", said.signature())
                .update();
    }
}
