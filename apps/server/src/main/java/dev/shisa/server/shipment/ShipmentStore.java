package dev.shisa.server.shipment;

import dev.shisa.server.platform.web.SearchWords;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of what left. */
@Repository
class ShipmentStore {

    /** Whoever adds looks first at what is there, one after the other. */
    private static final long LOCK = 0x5348_4950L;

    private static final int PART = 1_000;

    private static final String FOUND = """
             FROM shipment t LEFT JOIN shipment_strike k ON k.shipment_id = t.id
            WHERE (:everywhere OR t.series_id = ANY (:scope))
                AND (:known OR k.id IS NULL)
                AND t.shipped_on >= :since
                AND t.shipped_on < :before
                AND t.at > :recorded
                AND (cardinality(:models::uuid[]) = 0 OR t.model_id IS NULL OR t.model_id = ANY (:models))
                AND (cardinality(:releases::uuid[]) = 0 OR t.release_id IS NULL OR t.release_id = ANY (:releases))
                AND t.id <= :to
                AND (:q = ''
                    OR position(:q IN fold_text(t.code || ' ' || t.model || ' ' || t.lot || ' ' || t.destination)) > 0
                    OR EXISTS (SELECT 1 FROM shipment_serials r WHERE r.shipment_id = t.id AND r.prefix = :prefix
                        AND r.digits = :digits AND r.first <= :number AND r.last >= :number))""";

    private static final UUID LAST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ShipmentStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Which of them.
     *
     * @param series empty: every one
     * @param q words of a row, or a whole serial number
     * @param struck whether those that were struck out are among them
     * @param since not before this day
     * @param before only before this day
     * @param recorded only what was entered later
     * @param models as well as those of which no model is known; empty: all
     * @param releases as well as those of which no version is known; empty: all
     * @param to the last one that there was when somebody began to look; null: all
     */
    record Filter(
            Set<UUID> series,
            String q,
            boolean struck,
            LocalDate since,
            LocalDate before,
            Instant recorded,
            Set<UUID> models,
            Set<UUID> releases,
            @Nullable UUID to) {

        private static final LocalDate EVER = LocalDate.of(1900, 1, 1);
        private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

        /** All of some series; empty: of every one. */
        static Filter all(Set<UUID> series) {
            return new Filter(series, "", true, EVER, NEVER, Instant.EPOCH, Set.of(), Set.of(), null);
        }

        Filter counting() {
            return new Filter(series, q, false, since, before, recorded, models, releases, to);
        }

        Filter with(String words) {
            return new Filter(series, words, struck, since, before, recorded, models, releases, to);
        }

        Filter upTo(@Nullable UUID last) {
            return new Filter(series, q, struck, since, before, recorded, models, releases, last);
        }

        Filter between(LocalDate day, @Nullable LocalDate end, @Nullable Instant seen) {
            return new Filter(
                    series,
                    q,
                    struck,
                    day,
                    end == null ? NEVER : end,
                    seen == null ? Instant.EPOCH : seen,
                    models,
                    releases,
                    to);
        }

        Filter of(Set<UUID> someModels, Set<UUID> someReleases) {
            return new Filter(series, q, struck, since, before, recorded, someModels, someReleases, to);
        }
    }

    void lock() {
        jdbc.sql("SELECT 1 FROM pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query(Integer.class)
                .single();
    }

    void insert(List<Shipment> added) {
        batches.batchUpdate(
                """
                INSERT INTO shipment (id, code, series_id, model_id, model, release_id, lot, shipped_on, devices, destination,
                    again, fingerprint, import_id, by_id, by_name, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                added.stream()
                        .map(one -> new Object[] {
                            one.id(),
                            one.code(),
                            one.series(),
                            one.model(),
                            one.modelNumber(),
                            one.release(),
                            one.lot(),
                            Date.valueOf(one.day()),
                            one.devices(),
                            one.destination(),
                            one.again(),
                            one.fingerprint(),
                            one.imported(),
                            one.by(),
                            one.byName(),
                            Timestamp.from(one.at())
                        })
                        .toList());
        List<Object[]> serials = new ArrayList<>();
        for (Shipment one : added) {
            for (int i = 0; i < one.serials().size(); i++) {
                SerialRange range = one.serials().get(i);
                serials.add(new Object[] {one.id(), i, range.prefix(), range.digits(), range.first(), range.last()});
                if (serials.size() == PART) {
                    insertSerials(serials);
                    serials.clear();
                }
            }
        }
        insertSerials(serials);
    }

    private void insertSerials(List<Object[]> serials) {
        batches.batchUpdate(
                "INSERT INTO shipment_serials (shipment_id, position, prefix, digits, first, last) VALUES (?, ?, ?, ?, ?, ?)",
                serials);
    }

    void insert(UUID shipment, Shipment.Struck struck) {
        jdbc.sql("""
                        INSERT INTO shipment_strike (id, shipment_id, reason, by_id, by_name, at)
                        VALUES (:id, :shipment, :reason, :by, :byName, :at)""")
                .param("id", struck.id())
                .param("shipment", shipment)
                .param("reason", struck.reason())
                .param("by", struck.by())
                .param("byName", struck.byName())
                .param("at", Timestamp.from(struck.at()))
                .update();
    }

    /** How many rows and devices. */
    record Count(int rows, long devices) {}

    private JdbcClient.StatementSpec found(String select, String more, Filter filter) {
        Optional<SerialRange> serial = filter.q().isEmpty() ? Optional.empty() : SerialRange.single(filter.q());
        UUID to = filter.to();
        return jdbc.sql(select + FOUND + more)
                .param("everywhere", filter.series().isEmpty())
                .param("scope", filter.series().toArray(UUID[]::new))
                .param("known", filter.struck())
                .param("since", Date.valueOf(filter.since()))
                .param("before", Date.valueOf(filter.before()))
                .param("recorded", Timestamp.from(filter.recorded()))
                .param("models", filter.models().toArray(UUID[]::new))
                .param("releases", filter.releases().toArray(UUID[]::new))
                .param("to", to == null ? LAST : to)
                .param("q", SearchWords.of(filter.q()).phrase())
                .param("prefix", serial.map(SerialRange::prefix).orElse(""))
                .param("digits", serial.map(SerialRange::digits).orElse(-1))
                .param("number", serial.map(SerialRange::first).orElse(-1L));
    }

    /** Devices that came back and left again, and what was struck out, are not counted. */
    Count count(Filter filter) {
        return found(
                        "SELECT count(*) AS n, coalesce(sum(t.devices) FILTER (WHERE NOT t.again AND k.id IS NULL), 0) AS devices",
                        "",
                        filter)
                .query((row, n) -> new Count(row.getInt("n"), row.getLong("devices")))
                .single();
    }

    /** The newest one of some series; empty: of every one. */
    Optional<UUID> newest(Set<UUID> series) {
        return found("SELECT t.id", " ORDER BY t.id DESC LIMIT 1", Filter.all(series))
                .query(UUID.class)
                .optional();
    }

    /** The latest days first. */
    List<Shipment> page(Filter filter, int offset, int most) {
        return whole(found(SELECT, " ORDER BY t.shipped_on DESC, t.id DESC OFFSET :offset LIMIT :most", filter)
                .param("offset", offset)
                .param("most", most)
                .query((row, n) -> row(row))
                .list());
    }

    /** Those behind one in the order of coming, for programs. */
    List<Shipment> behind(Filter filter, @Nullable UUID after, int most) {
        return whole(found(SELECT, " AND t.id > :after ORDER BY t.id LIMIT :most", filter)
                .param("after", after == null ? new UUID(0, 0) : after)
                .param("most", most)
                .query((row, n) -> row(row))
                .list());
    }

    /** All of them, the latest days first, a part at a time. */
    void each(Filter filter, int most, Consumer<Shipment> shown) {
        LocalDate day = LocalDate.of(9999, 12, 31);
        UUID id = LAST;
        int left = most;
        while (left > 0) {
            List<Shipment> part = whole(found(
                            SELECT,
                            " AND (t.shipped_on, t.id) < (:day, :id) ORDER BY t.shipped_on DESC, t.id DESC LIMIT :most",
                            filter)
                    .param("day", Date.valueOf(day))
                    .param("id", id)
                    .param("most", Math.min(PART, left))
                    .query((row, n) -> row(row))
                    .list());
            part.forEach(shown);
            left -= part.size();
            if (part.size() < PART) {
                return;
            }
            day = part.getLast().day();
            id = part.getLast().id();
        }
    }

    Optional<Shipment> byCode(String code) {
        return whole(jdbc.sql(
                                SELECT
                                        + " FROM shipment t LEFT JOIN shipment_strike k ON k.shipment_id = t.id WHERE t.code = ?")
                        .param(code.toUpperCase(Locale.ROOT))
                        .query((row, n) -> row(row))
                        .list())
                .stream()
                .findFirst();
    }

    private static final String SELECT = """
            SELECT t.*, k.id AS strike_id, k.reason AS strike_reason, k.by_id AS strike_by, k.by_name AS strike_name,
                k.at AS strike_at""";

    private static Shipment row(ResultSet row) throws SQLException {
        UUID strike = row.getObject("strike_id", UUID.class);
        return new Shipment(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getObject("series_id", UUID.class),
                row.getObject("model_id", UUID.class),
                row.getString("model"),
                row.getObject("release_id", UUID.class),
                row.getString("lot"),
                row.getDate("shipped_on").toLocalDate(),
                row.getLong("devices"),
                row.getString("destination"),
                row.getBoolean("again"),
                List.of(),
                row.getObject("import_id", UUID.class),
                row.getObject("by_id", UUID.class),
                row.getString("by_name"),
                row.getTimestamp("at").toInstant(),
                strike == null
                        ? null
                        : new Shipment.Struck(
                                strike,
                                row.getString("strike_reason"),
                                row.getObject("strike_by", UUID.class),
                                row.getString("strike_name"),
                                row.getTimestamp("strike_at").toInstant()));
    }

    /** With their serials. */
    private List<Shipment> whole(List<Shipment> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Map<UUID, List<SerialRange>> serials = new HashMap<>();
        jdbc.sql("SELECT * FROM shipment_serials WHERE shipment_id = ANY (?) ORDER BY shipment_id, position")
                .param(rows.stream().map(Shipment::id).toArray(UUID[]::new))
                .query(row -> {
                    serials.computeIfAbsent(row.getObject("shipment_id", UUID.class), _ -> new ArrayList<>())
                            .add(range(row));
                });
        return rows.stream()
                .map(one -> new Shipment(
                        one.id(),
                        one.code(),
                        one.series(),
                        one.model(),
                        one.modelNumber(),
                        one.release(),
                        one.lot(),
                        one.day(),
                        one.devices(),
                        one.destination(),
                        one.again(),
                        serials.getOrDefault(one.id(), List.of()),
                        one.imported(),
                        one.by(),
                        one.byName(),
                        one.at(),
                        one.struck()))
                .toList();
    }

    private static SerialRange range(ResultSet row) throws SQLException {
        return new SerialRange(
                row.getString("prefix"), row.getInt("digits"), row.getLong("first"), row.getLong("last"));
    }

    /** How many rows that count have each of these fingerprints. */
    Map<String, Integer> known(Collection<String> fingerprints) {
        Map<String, Integer> known = new HashMap<>();
        jdbc.sql("""
                        SELECT t.fingerprint, count(*) AS n FROM shipment t
                        WHERE t.fingerprint = ANY (?)
                            AND NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)
                        GROUP BY t.fingerprint""").param(fingerprints.toArray(String[]::new)).query(row -> {
            known.put(row.getString("fingerprint"), row.getInt("n"));
        });
        return known;
    }

    /**
     * Serials that left, with the shipment that they left in.
     *
     * @param same what tells shipments apart, but for their serials and number
     */
    record Left(SerialRange range, String code, LocalDate day, String same) {}

    /** A serial of a list that left already in a shipment that counts. */
    Optional<Left> left(UUID series, List<SerialRange> ranges) {
        for (SerialRange range : ranges) {
            Optional<Left> found = jdbc.sql("""
                            SELECT r.*, t.code, t.shipped_on FROM shipment_serials r JOIN shipment t ON t.id = r.shipment_id
                            WHERE t.series_id = :series AND NOT t.again AND r.prefix = :prefix AND r.digits = :digits
                                AND r.first <= :last AND r.last >= :first
                                AND NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)
                            ORDER BY r.first LIMIT 1""")
                    .param("series", series)
                    .param("prefix", range.prefix())
                    .param("digits", range.digits())
                    .param("first", range.first())
                    .param("last", range.last())
                    .query((row, n) -> {
                        SerialRange other = range(row);
                        return new Left(
                                new SerialRange(
                                        range.prefix(),
                                        range.digits(),
                                        Math.max(range.first(), other.first()),
                                        Math.min(range.last(), other.last())),
                                row.getString("code"),
                                row.getDate("shipped_on").toLocalDate(),
                                "");
                    })
                    .optional();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** All serials of a series that left; of devices that came back and left again, those of the first time. */
    void eachLeft(UUID series, Consumer<Left> shown) {
        jdbc.sql("""
                        SELECT r.*, t.code, t.shipped_on, concat_ws(E'\\n', t.model_id::text, t.release_id::text, t.lot,
                            t.shipped_on::text, t.destination) AS same
                        FROM shipment_serials r JOIN shipment t ON t.id = r.shipment_id
                        WHERE t.series_id = ? AND NOT t.again
                            AND NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)""").param(series).query(row -> {
            shown.accept(new Left(
                    range(row), row.getString("code"), row.getDate("shipped_on").toLocalDate(), row.getString("same")));
        });
    }

    /** Series of which anything was registered that counts. */
    Set<UUID> registered(Collection<UUID> series) {
        return new HashSet<>(jdbc.sql("""
                        SELECT DISTINCT t.series_id FROM shipment t WHERE t.series_id = ANY (?)
                            AND NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)""")
                .param(series.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    /** Devices of a series by version; the key null: nobody said with which. */
    Map<@Nullable UUID, Long> byRelease(UUID series) {
        Map<@Nullable UUID, Long> devices = new HashMap<>();
        jdbc.sql("""
                        SELECT t.release_id, sum(t.devices) AS devices FROM shipment t
                        WHERE t.series_id = ? AND NOT t.again
                            AND NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)
                        GROUP BY t.release_id""").param(series).query(row -> {
            devices.put(row.getObject("release_id", UUID.class), row.getLong("devices"));
        });
        return devices;
    }

    // Files

    /** A file that was taken in. */
    record Import(
            UUID id,
            String name,
            String sha256,
            int lines,
            int shipments,
            long devices,
            int refused,
            UUID by,
            String byName,
            Instant at) {}

    void insert(Import one) {
        jdbc.sql("""
                        INSERT INTO shipment_import (id, name, sha256, lines, shipments, devices, refused, by_id, by_name, at)
                        VALUES (:id, :name, :sha256, :lines, :shipments, :devices, :refused, :by, :byName, :at)""")
                .param("id", one.id())
                .param("name", one.name())
                .param("sha256", one.sha256())
                .param("lines", one.lines())
                .param("shipments", one.shipments())
                .param("devices", one.devices())
                .param("refused", one.refused())
                .param("by", one.by())
                .param("byName", one.byName())
                .param("at", Timestamp.from(one.at()))
                .update();
    }

    Optional<String> importName(UUID id) {
        return jdbc.sql("SELECT name FROM shipment_import WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional();
    }

    /** A file that somebody looks at before it is taken in. */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    record Upload(UUID id, String name, byte[] content, UUID by) {}

    void insert(Upload upload, Instant now) {
        jdbc.sql("INSERT INTO shipment_upload (id, name, content, by_id, at) VALUES (?, ?, ?, ?, ?)")
                .params(upload.id(), upload.name(), upload.content(), upload.by(), Timestamp.from(now))
                .update();
    }

    /** One's own. */
    Optional<Upload> upload(UUID id, UUID by) {
        return jdbc.sql("SELECT * FROM shipment_upload WHERE id = ? AND by_id = ?")
                .params(id, by)
                .query((row, n) -> new Upload(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getBytes("content"),
                        row.getObject("by_id", UUID.class)))
                .optional();
    }

    void deleteUpload(UUID id) {
        jdbc.sql("DELETE FROM shipment_upload WHERE id = ?").param(id).update();
    }

    /** Old ones, and all but the last one of a person. */
    void tidyUploads(UUID by, Instant before) {
        jdbc.sql("DELETE FROM shipment_upload WHERE by_id = ? OR at < ?")
                .params(by, Timestamp.from(before))
                .update();
    }
}
