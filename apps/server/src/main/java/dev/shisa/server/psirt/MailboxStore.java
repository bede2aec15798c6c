package dev.shisa.server.psirt;

import dev.shisa.server.platform.outgoing.MailServer;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The mail box for reports, how far it was read, and which mails came. */
@Repository
class MailboxStore {

    private static final TypeReference<List<String>> ARGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    MailboxStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The mail box as it was entered.
     *
     * @param secret names the file with the password
     * @param target where mails go that were taken in; empty: they stay, marked as read
     * @param version 0: nobody has entered anything
     */
    record Box(
            boolean on,
            UUID secret,
            String host,
            int port,
            MailServer.Security security,
            String user,
            String folder,
            String target,
            int version) {}

    /**
     * How far it was read.
     *
     * @param waiting mails that could not be taken in now
     * @param at null: nobody has looked yet
     * @param code what became of the last look
     */
    record Stand(
            long validity,
            long floor,
            long last,
            int waiting,
            @Nullable Instant at,
            String code,
            List<String> args) {

        static final Stand NONE = new Stand(0, 0, 0, 0, null, "", List.of());

        Stand {
            args = List.copyOf(args);
        }
    }

    Optional<Box> box() {
        return jdbc.sql("SELECT * FROM psirt_mailbox")
                .query((row, n) -> new Box(
                        row.getBoolean("is_on"),
                        row.getObject("secret", UUID.class),
                        row.getString("host"),
                        row.getInt("port"),
                        MailServer.Security.of(row.getString("security")).orElseThrow(),
                        row.getString("username"),
                        row.getString("folder"),
                        row.getString("target"),
                        row.getInt("version")))
                .optional();
    }

    Stand stand() {
        return jdbc.sql("SELECT * FROM psirt_mailbox")
                .query((row, n) -> {
                    Timestamp at = row.getTimestamp("looked_at");
                    return new Stand(
                            row.getLong("validity"),
                            row.getLong("floor_uid"),
                            row.getLong("last_uid"),
                            row.getInt("waiting"),
                            at == null ? null : at.toInstant(),
                            row.getString("code"),
                            json.readValue(row.getString("args"), ARGS));
                })
                .optional()
                .orElse(Stand.NONE);
    }

    /**
     * Saves it; false if somebody else saved first.
     *
     * @param afresh whether it is another mail box, of which nothing was read yet
     */
    boolean save(Box box, boolean afresh) {
        return jdbc.sql("""
                        INSERT INTO psirt_mailbox AS b (one, is_on, secret, host, port, security, username, folder, target, version)
                        VALUES (true, :on, :secret, :host, :port, :security, :user, :folder, :target, 1)
                        ON CONFLICT (one) DO UPDATE SET is_on = excluded.is_on, host = excluded.host, port = excluded.port,
                            security = excluded.security, username = excluded.username, folder = excluded.folder,
                            target = excluded.target, version = b.version + 1, looked_at = NULL, code = '', args = '[]',
                            validity = CASE WHEN :afresh THEN 0 ELSE b.validity END,
                            floor_uid = CASE WHEN :afresh THEN 0 ELSE b.floor_uid END,
                            last_uid = CASE WHEN :afresh THEN 0 ELSE b.last_uid END
                        WHERE b.version = :version""")
                        .param("on", box.on())
                        .param("secret", box.secret())
                        .param("host", box.host())
                        .param("port", box.port())
                        .param("security", box.security().id())
                        .param("user", box.user())
                        .param("folder", box.folder())
                        .param("target", box.target())
                        .param("version", box.version())
                        .param("afresh", afresh)
                        .update()
                == 1;
    }

    /** Notes that it was begun to be read, or begun anew. */
    void begun(long validity, long floor, long last) {
        jdbc.sql("UPDATE psirt_mailbox SET validity = ?, floor_uid = ?, last_uid = ?")
                .params(validity, floor, last)
                .update();
    }

    void reached(long last) {
        jdbc.sql("UPDATE psirt_mailbox SET last_uid = greatest(last_uid, ?)")
                .param(last)
                .update();
    }

    /** Lets the next look be due. */
    void hurry() {
        jdbc.sql("UPDATE psirt_mailbox SET looked_at = NULL").update();
    }

    void looked(Instant at, String code, List<String> args, int waiting) {
        jdbc.sql("UPDATE psirt_mailbox SET looked_at = ?, code = ?, args = ?::jsonb, waiting = ?")
                .params(Timestamp.from(at), code, json.writeValueAsString(args), waiting)
                .update();
    }

    boolean isKnown(byte[] digest) {
        return jdbc.sql("SELECT count(*) FROM psirt_mailbox_mail WHERE digest = ?")
                        .param(digest)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Notes what became of a mail; one that was noted already stays. */
    void note(byte[] digest, String became, String why, long uid, long bytes, Instant at) {
        jdbc.sql("""
                        INSERT INTO psirt_mailbox_mail (digest, became, why, uid, size_bytes, at)
                        VALUES (:digest, :became, :why, :uid, :bytes, :at) ON CONFLICT DO NOTHING""")
                .param("digest", digest)
                .param("became", became)
                .param("why", why)
                .param("uid", uid)
                .param("bytes", bytes)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** How many mails became what. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        jdbc.sql("SELECT became, count(*) AS many FROM psirt_mailbox_mail GROUP BY became")
                .query(row -> {
                    counts.put(String.valueOf(row.getString("became")), row.getInt("many"));
                });
        return counts;
    }

    /** A mail that cannot be read. */
    record Broken(String why, long uid, long bytes, Instant at) {}

    /** The newest first. */
    List<Broken> broken(int most) {
        return jdbc.sql("SELECT * FROM psirt_mailbox_mail WHERE became = 'broken' ORDER BY at DESC, uid DESC LIMIT ?")
                .param(most)
                .query((row, n) -> new Broken(
                        row.getString("why"),
                        row.getLong("uid"),
                        row.getLong("size_bytes"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
