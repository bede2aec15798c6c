package dev.shisa.server.audience;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of businesses, what each of them answered, and what is done better next time. */
@Repository
class BusinessStore {

    private final JdbcClient jdbc;

    BusinessStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who changed a row.
     *
     * @param id null: the business itself, by a link in a mail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record By(@Nullable UUID id, String name, byte[] salt) {

        /** The hash of what is not in the ledger. */
        String seal(String content) {
            return BusinessStore.seal(salt, content);
        }
    }

    static String seal(byte[] salt, String content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Adds a business, or writes what it is now; false if another one changed it meanwhile, or has the address. */
    boolean save(Business business, By by) {
        return jdbc.sql("""
                        INSERT INTO audience_business AS b (id, code, kind, name, contact, mail, language, every_series,
                            series, note, active, salt, version, by_id, by_name, at)
                        VALUES (:id, :code, :kind, :name, :contact, :mail, :language, :every, :series, :note, :active,
                            :salt, :version, :by, :byName, :at)
                        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                            contact = excluded.contact, mail = excluded.mail, language = excluded.language,
                            every_series = excluded.every_series, series = excluded.series, note = excluded.note,
                            active = excluded.active, salt = excluded.salt, version = excluded.version,
                            by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at
                        WHERE b.version = excluded.version - 1""")
                        .param("id", business.id())
                        .param("code", business.code())
                        .param("kind", business.kind().id())
                        .param("name", business.name())
                        .param("contact", business.contact())
                        .param("mail", business.mail())
                        .param("language", business.language())
                        .param("every", business.everySeries())
                        .param("series", business.series().toArray(UUID[]::new))
                        .param("note", business.note())
                        .param("active", business.active())
                        .param("salt", by.salt())
                        .param("version", business.version())
                        .param("by", by.id())
                        .param("byName", by.name())
                        .param("at", Timestamp.from(business.at()))
                        .update()
                == 1;
    }

    List<Business> all() {
        return jdbc.sql("SELECT * FROM audience_business ORDER BY name, code")
                .query((row, n) -> business(row))
                .list();
    }

    Optional<Business> byCode(String code) {
        return jdbc.sql("SELECT * FROM audience_business WHERE code = ?")
                .param(code.toUpperCase(Locale.ROOT))
                .query((row, n) -> business(row))
                .optional();
    }

    Optional<Business> byId(UUID id) {
        return jdbc.sql("SELECT * FROM audience_business WHERE id = ?")
                .param(id)
                .query((row, n) -> business(row))
                .optional();
    }

    Optional<Business> byMail(String mail) {
        return jdbc.sql("SELECT * FROM audience_business WHERE lower(mail) = lower(?) AND mail <> ''")
                .param(mail)
                .query((row, n) -> business(row))
                .optional();
    }

    /** Who wrote the row of a business last, with its salt. */
    Optional<By> by(UUID id) {
        return jdbc.sql("SELECT by_id, by_name, salt FROM audience_business WHERE id = ?")
                .param(id)
                .query((row, n) ->
                        new By(row.getObject("by_id", UUID.class), row.getString("by_name"), row.getBytes("salt")))
                .optional();
    }

    private static Business business(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return new Business(
                row.getObject("id", UUID.class),
                row.getString("code"),
                BusinessKind.of(kind).orElseThrow(() -> new IllegalStateException("a business of the kind " + kind)),
                row.getString("name"),
                row.getString("contact"),
                row.getString("mail"),
                row.getString("language"),
                row.getBoolean("every_series"),
                AudienceStore.ids(row.getArray("series")),
                row.getString("note"),
                row.getBoolean("active"),
                row.getInt("version"),
                row.getTimestamp("at").toInstant());
    }

    /** Adds a mail to each business that is told of one of these series; how many were added. */
    int deliver(UUID notice, Collection<UUID> series, Instant now) {
        return jdbc.sql("""
                        INSERT INTO audience_delivery (id, notice_id, business_id, mail, language, state, due_at)
                        SELECT gen_random_uuid(), :notice, id, mail, language, 'waiting', :now FROM audience_business
                        WHERE active AND mail <> '' AND (every_series OR series && :series)
                        ON CONFLICT DO NOTHING""")
                .param("notice", notice)
                .param("series", series.toArray(UUID[]::new))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** The business that a mail went to. */
    Optional<UUID> receiver(UUID delivery) {
        return jdbc.sql("SELECT business_id FROM audience_delivery WHERE id = ? AND business_id IS NOT NULL")
                .param(delivery)
                .query(UUID.class)
                .optional();
    }

    /** What a business answered to a notice. */
    record Answer(
            UUID business,
            String state,
            @Nullable Instant openedAt,
            @Nullable Instant acknowledgedAt) {}

    List<Answer> answers(UUID notice) {
        return jdbc.sql("""
                        SELECT d.* FROM audience_delivery d JOIN audience_business b ON b.id = d.business_id
                        WHERE d.notice_id = ? ORDER BY d.acknowledged_at IS NOT NULL, b.name, b.code""")
                .param(notice)
                .query((row, n) -> new Answer(
                        row.getObject("business_id", UUID.class),
                        row.getString("state"),
                        instant(row.getTimestamp("opened_at")),
                        instant(row.getTimestamp("acknowledged_at"))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /** How many businesses have not acknowledged, by notice. */
    Map<UUID, Integer> silent() {
        Map<UUID, Integer> silent = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT notice_id, count(*) AS silent FROM audience_delivery
                        WHERE business_id IS NOT NULL AND acknowledged_at IS NULL AND state <> 'stopped'
                        GROUP BY notice_id""").query(row -> {
            silent.put(row.getObject("notice_id", UUID.class), row.getInt("silent"));
        });
        return silent;
    }

    /** Lets the mail go again to businesses that have it and have not acknowledged; how many. */
    int remind(UUID notice, Instant now) {
        return jdbc.sql("""
                        UPDATE audience_delivery SET state = 'waiting', attempts = 0, due_at = ?
                        WHERE notice_id = ? AND business_id IS NOT NULL AND acknowledged_at IS NULL
                            AND state = 'sent' AND mail <> ''""").params(Timestamp.from(now), notice).update();
    }

    /**
     * How one channel answers.
     *
     * @param sent mails that it got
     */
    record Rate(int sent, int acknowledged) {}

    /** By the id of a kind; users stand under {@code user}. */
    Map<String, Rate> rates() {
        Map<String, Rate> rates = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT coalesce(b.kind, 'user') AS channel, count(*) AS sent,
                            count(d.acknowledged_at) AS acknowledged
                        FROM audience_delivery d LEFT JOIN audience_business b ON b.id = d.business_id
                        WHERE d.state = 'sent' GROUP BY channel""").query(row -> {
            rates.put(row.getString("channel"), new Rate(row.getInt("sent"), row.getInt("acknowledged")));
        });
        return rates;
    }

    /** Mails to a business that is not told any more. */
    void stop(UUID business) {
        jdbc.sql("UPDATE audience_delivery SET state = 'stopped' WHERE business_id = ? AND state = 'waiting'")
                .param(business)
                .update();
    }

    /** Takes the address of a business out of what was sent to it. */
    void eraseMails(UUID business) {
        stop(business);
        jdbc.sql("UPDATE audience_delivery SET mail = '', args = '[]' WHERE business_id = ?")
                .param(business)
                .update();
    }

    /** What is done better next time. */
    record Improvement(UUID id, UUID notice, String text, UUID by, String byName, Instant at) {}

    void insert(Improvement improvement, byte[] salt) {
        jdbc.sql("""
                        INSERT INTO audience_improvement (id, notice_id, text, salt, by_id, by_name, at)
                        VALUES (:id, :notice, :text, :salt, :by, :byName, :at)""")
                .param("id", improvement.id())
                .param("notice", improvement.notice())
                .param("text", improvement.text())
                .param("salt", salt)
                .param("by", improvement.by())
                .param("byName", improvement.byName())
                .param("at", Timestamp.from(improvement.at()))
                .update();
    }

    /** All of them, the newest first. */
    List<Improvement> improvements() {
        return jdbc.sql("SELECT * FROM audience_improvement ORDER BY at DESC, id DESC")
                .query((row, n) -> new Improvement(
                        row.getObject("id", UUID.class),
                        row.getObject("notice_id", UUID.class),
                        row.getString("text"),
                        row.getObject("by_id", UUID.class),
                        row.getString("by_name"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
