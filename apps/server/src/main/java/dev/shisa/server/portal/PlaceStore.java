package dev.shisa.server.portal;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of places that are looked at, and of what the watch said. */
@Component
class PlaceStore {

    private final JdbcClient jdbc;

    PlaceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<PublishedPlace> all() {
        return jdbc.sql("SELECT * FROM published_place ORDER BY looked_at NULLS FIRST, address")
                .query(PlaceStore::place)
                .list();
    }

    /** Forgets what nobody states any more, and takes in what is new. */
    void keep(Collection<String> addresses, Instant now) {
        jdbc.sql("DELETE FROM published_place WHERE address <> ALL (:addresses)")
                .param("addresses", addresses.toArray(String[]::new))
                .update();
        for (String address : addresses) {
            PublishedPlace fresh = PublishedPlace.fresh(address, now);
            write("ON CONFLICT DO NOTHING", fresh);
        }
    }

    /** Null: it was forgotten meanwhile. */
    Optional<PublishedPlace> byAddress(String address) {
        return jdbc.sql("SELECT * FROM published_place WHERE address = :address")
                .param("address", address)
                .query(PlaceStore::place)
                .optional();
    }

    void update(PublishedPlace place) {
        write("""
                ON CONFLICT (address) DO UPDATE SET looked_at = excluded.looked_at, reached_at = excluded.reached_at,
                    failing_since = excluded.failing_since, failures = excluded.failures, answered = excluded.answered,
                    outcome = excluded.outcome, what = excluded.what, etag = excluded.etag,
                    last_modified = excluded.last_modified, text_hash = excluded.text_hash,
                    changed_at = excluded.changed_at, gone_at = excluded.gone_at""", place);
    }

    private void write(String conflict, PublishedPlace place) {
        jdbc.sql("""
                        INSERT INTO published_place (address, watched_at, looked_at, reached_at, failing_since, failures,
                            answered, outcome, what, etag, last_modified, text_hash, changed_at, gone_at)
                        VALUES (:address, :watched, :looked, :reached, :failing, :failures,
                            :answered, :outcome, :what, :etag, :modified, :hash, :changed, :gone)
                        """ + conflict)
                .param("address", place.address())
                .param("watched", Timestamp.from(place.watchedAt()))
                .param("looked", timestamp(place.lookedAt()))
                .param("reached", timestamp(place.reachedAt()))
                .param("failing", timestamp(place.failingSince()))
                .param("failures", place.failures())
                .param("answered", place.answered())
                .param("outcome", place.outcome())
                .param("what", place.what())
                .param("etag", place.etag())
                .param("modified", place.lastModified())
                .param("hash", place.textHash())
                .param("changed", timestamp(place.changedAt()))
                .param("gone", timestamp(place.goneAt()))
                .update();
    }

    /**
     * What the watch said of a slot.
     *
     * @param address of the place that is gone
     * @param endedAt null: as far as the watch knows it is still so
     */
    record Said(
            UUID evidence,
            Subject subject,
            Slot slot,
            String address,
            Instant at,
            @Nullable Instant endedAt) {}

    /** All that has not ended. */
    List<Said> open() {
        return jdbc.sql("SELECT * FROM published_place_said WHERE ended_at IS NULL ORDER BY at, evidence_id")
                .query(PlaceStore::said)
                .list();
    }

    List<UUID> evidence() {
        return jdbc.sql("SELECT evidence_id FROM published_place_said")
                .query((rs, line) -> rs.getObject("evidence_id", UUID.class))
                .list();
    }

    void say(Said said) {
        jdbc.sql("""
                        INSERT INTO published_place_said (evidence_id, subject_kind, subject_id, key, item, address, at)
                        VALUES (:evidence, :kind, :subject, :key, :item, :address, :at)""")
                .param("evidence", said.evidence())
                .param("kind", said.subject().kind().code())
                .param("subject", said.subject().id())
                .param("key", said.slot().key().value())
                .param("item", said.slot().item())
                .param("address", said.address())
                .param("at", Timestamp.from(said.at()))
                .update();
    }

    void end(UUID evidence, Instant now) {
        jdbc.sql("UPDATE published_place_said SET ended_at = :now WHERE evidence_id = :evidence")
                .param("now", Timestamp.from(now))
                .param("evidence", evidence)
                .update();
    }

    private static PublishedPlace place(ResultSet rs, int line) throws SQLException {
        return new PublishedPlace(
                rs.getString("address"),
                rs.getTimestamp("watched_at").toInstant(),
                instant(rs, "looked_at"),
                instant(rs, "reached_at"),
                instant(rs, "failing_since"),
                rs.getInt("failures"),
                rs.getBoolean("answered"),
                rs.getString("outcome"),
                rs.getString("what"),
                rs.getString("etag"),
                rs.getString("last_modified"),
                rs.getString("text_hash"),
                instant(rs, "changed_at"),
                instant(rs, "gone_at"));
    }

    private static Said said(ResultSet rs, int line) throws SQLException {
        return new Said(
                rs.getObject("evidence_id", UUID.class),
                new Subject(
                        Subject.Kind.parse(rs.getString("subject_kind")).orElseThrow(),
                        rs.getObject("subject_id", UUID.class)),
                Slot.of(rs.getString("key"), rs.getString("item")),
                rs.getString("address"),
                rs.getTimestamp("at").toInstant(),
                instant(rs, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
