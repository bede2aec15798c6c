package dev.shisa.server.platform.ledger;

import dev.shisa.server.platform.database.InParts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the records, and marks those that the ledger has taken. */
@Component
public class LedgerRecords {

    /** Advisory lock of the database: held by whoever adds to the ledger, or must see it stand still. */
    public static final long LOCK = 0x5348_4953_4101L;

    /** More versions of one kind would be a new kind. */
    private static final int VERSIONS_MAX = 9;

    private final JdbcClient jdbc;

    LedgerRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The family of the records of single rows, which PostgreSQL writes (migration {@code V290}). */
    public static final String ROW = "row";

    /**
     * Which records.
     *
     * @param kind without its version, e.g. {@code fact}; empty: any
     * @param subjects about one of these; null: any
     * @param from the first instant, or null
     * @param until the instant after the last, or null
     * @param upTo none after this number, so that whoever turns the pages meets none twice
     * @param withoutRows without the records of single rows, of which each act of people leaves several
     */
    public record Filter(
            String kind,
            @Nullable Set<UUID> subjects,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean newestFirst,
            long upTo,
            boolean withoutRows) {

        public Filter(
                String kind,
                @Nullable Set<UUID> subjects,
                @Nullable Instant from,
                @Nullable Instant until,
                boolean newestFirst) {
            this(kind, subjects, from, until, newestFirst, Long.MAX_VALUE, false);
        }

        /** The same without what came after a record. */
        public Filter upTo(long newest) {
            return new Filter(kind, subjects, from, until, newestFirst, newest, withoutRows);
        }

        /** The same of one kind. */
        public Filter ofKind(String only) {
            return new Filter(only, subjects, from, until, newestFirst, upTo, false);
        }

        /** The same without the records of single rows. */
        public Filter foldingRows() {
            return new Filter(kind, subjects, from, until, newestFirst, upTo, true);
        }

        public boolean isNarrow() {
            return !kind.isEmpty() || subjects != null || from != null || until != null;
        }
    }

    /** The number of the last record, taken or not; 0 while there is none. */
    public long last() {
        return jdbc.sql("SELECT coalesce(max(id), 0) FROM ledger_outbox")
                .query(Long.class)
                .single();
    }

    public long count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        return jdbc.sql("SELECT count(*) FROM ledger_outbox" + where(filter, params))
                .params(params)
                .query(Long.class)
                .single();
    }

    public List<LedgerRecord> page(Filter filter, long offset, int limit) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT * FROM ledger_outbox" + where(filter, params) + " ORDER BY id"
                + (filter.newestFirst() ? " DESC" : "") + " OFFSET :offset LIMIT :limit";
        params.put("offset", offset);
        params.put("limit", limit);
        return jdbc.sql(sql).params(params).query(LedgerRecords::read).list();
    }

    /** Hands over one record after the other. */
    public void each(Filter filter, int limit, Consumer<LedgerRecord> reader) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT * FROM ledger_outbox" + where(filter, params) + " AND id "
                + (filter.newestFirst() ? "< :behind ORDER BY id DESC" : "> :behind ORDER BY id") + " LIMIT :limit";
        InParts.each(
                filter.newestFirst(),
                limit,
                (behind, most) -> {
                    params.put("behind", behind);
                    params.put("limit", most);
                    return jdbc.sql(sql)
                            .params(params)
                            .query(LedgerRecords::read)
                            .list();
                },
                LedgerRecord::id,
                reader);
    }

    public Optional<LedgerRecord> at(LedgerRecord.Position position) {
        return jdbc.sql("SELECT * FROM ledger_outbox WHERE log = :log AND leaf_index = :leaf")
                .param("log", position.log())
                .param("leaf", position.leaf())
                .query(LedgerRecords::read)
                .optional();
    }

    /** The numbers of the records that fit, in order, at most so many. */
    public List<Long> ids(Filter filter, int most) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT id FROM ledger_outbox" + where(filter, params) + " ORDER BY id LIMIT :most";
        params.put("most", most);
        return jdbc.sql(sql)
                .params(params)
                .query((row, number) -> row.getLong("id"))
                .list();
    }

    /** The numbers of all records of some rows of one kind, in order, at most so many. */
    public List<Long> idsOfRows(String kind, Collection<String> rowIds, int most) {
        return jdbc.sql(
                        "SELECT id FROM ledger_outbox WHERE kind = :kind AND row_id = ANY (:rows) ORDER BY id LIMIT :most")
                .param("kind", kind)
                .param("rows", rowIds.toArray(String[]::new))
                .param("most", most)
                .query((row, number) -> row.getLong("id"))
                .list();
    }

    /** The records of some kinds that the ledger has taken behind a place, in its order: none is ever added before one. */
    public List<LedgerRecord> taken(Collection<String> kinds, LedgerRecord.Position after, int most) {
        return jdbc.sql("""
                        SELECT * FROM ledger_outbox
                        WHERE log IS NOT NULL AND (log, leaf_index) > (:log, :leaf) AND kind = ANY (:kinds)
                        ORDER BY log, leaf_index LIMIT :most""")
                .param("log", after.log())
                .param("leaf", after.leaf())
                .param("kinds", kinds.toArray(String[]::new))
                .param("most", most)
                .query(LedgerRecords::read)
                .list();
    }

    /** The last place that the ledger has taken; before its first record one before all places. */
    public LedgerRecord.Position newest() {
        return jdbc.sql("""
                        SELECT log, leaf_index FROM ledger_outbox WHERE log IS NOT NULL
                        ORDER BY log DESC, leaf_index DESC LIMIT 1""")
                .query((row, number) -> new LedgerRecord.Position(row.getInt("log"), row.getLong("leaf_index")))
                .optional()
                .orElse(new LedgerRecord.Position(0, 0));
    }

    /** The records behind one of them, in the order of their numbers; of one kind without version, about one subject. */
    public List<LedgerRecord> behind(String kind, @Nullable UUID subject, long after, int most) {
        Map<String, Object> params = new HashMap<>();
        Filter filter = new Filter(kind, subject == null ? null : Set.of(subject), null, null, false);
        String sql = "SELECT * FROM ledger_outbox" + where(filter, params) + " AND id > :after ORDER BY id LIMIT :most";
        params.put("after", after);
        params.put("most", most);
        return jdbc.sql(sql).params(params).query(LedgerRecords::read).list();
    }

    /** How many of these records the ledger has not taken yet. */
    public int waiting(Collection<Long> ids) {
        return jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE id = ANY (:ids) AND log IS NULL")
                .param("ids", ids.toArray(Long[]::new))
                .query(Integer.class)
                .single();
    }

    /** These records, in the order of their numbers; those that do not exist are left out. */
    public List<LedgerRecord> byIds(Collection<Long> ids) {
        return jdbc.sql("SELECT * FROM ledger_outbox WHERE id = ANY (:ids) ORDER BY id")
                .param("ids", ids.toArray(Long[]::new))
                .query(LedgerRecords::read)
                .list();
    }

    /** All records of one row, such as a fact, in the order in which they were made. */
    public List<LedgerRecord> ofRow(String kind, Object rowId) {
        return ofRows(kind, List.of(rowId.toString()));
    }

    /** All records of some rows of one kind. */
    public List<LedgerRecord> ofRows(String kind, Collection<String> rowIds) {
        if (rowIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("SELECT * FROM ledger_outbox WHERE kind = :kind AND row_id IN (:rows) ORDER BY id")
                .param("kind", kind)
                .param("rows", rowIds)
                .query(LedgerRecords::read)
                .list();
    }

    /** The number in the ledger of the newest record of each row of one kind; those that wait are left out. */
    public Map<String, String> numbers(String kind, Collection<String> rowIds) {
        Map<String, String> found = new HashMap<>();
        for (LedgerRecord record : ofRows(kind, rowIds)) {
            LedgerRecord.Position position = record.position();
            if (position != null) {
                found.put(record.rowId(), position.number());
            }
        }
        return found;
    }

    /** The kinds that there are, without their versions. */
    public List<String> kinds() {
        // One index probe for each kind instead of reading every row.
        return jdbc.sql("""
                        WITH RECURSIVE k AS (
                            (SELECT kind FROM ledger_outbox ORDER BY kind LIMIT 1)
                            UNION ALL
                            SELECT (SELECT kind FROM ledger_outbox WHERE kind > k.kind ORDER BY kind LIMIT 1)
                            FROM k WHERE k.kind IS NOT NULL
                        ) SELECT kind FROM k WHERE kind IS NOT NULL""").query((row, number) -> family(String.valueOf(row.getString("kind")))).list().stream()
                .distinct()
                .toList();
    }

    /** {@code fact} of {@code fact/1}. */
    public static String family(String kind) {
        return kind.substring(0, kind.indexOf('/'));
    }

    /**
     * Takes salt and body out of a record; its leaf, and the proofs of all others, stay as they are. Whoever does this
     * records that it was done, or the next check tells it as a loss.
     *
     * @return false if the content was gone already
     */
    public boolean erase(long id, Instant at) {
        return jdbc.sql(
                                "UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = :at WHERE id = :id AND body IS NOT NULL")
                        .param("at", Timestamp.from(at))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** The numbers of all records whose content says one of these, in any case of letters, in order, at most so many. */
    public List<Long> saying(Collection<String> words, int most) {
        return jdbc.sql("""
                        SELECT id FROM ledger_outbox WHERE body IS NOT NULL AND EXISTS (SELECT FROM unnest(:words) word
                            WHERE position(lower(word) IN lower(convert_from(body, 'UTF8'))) > 0)
                        ORDER BY id LIMIT :most""")
                .param("words", words.toArray(String[]::new))
                .param("most", most)
                .query((row, number) -> row.getLong("id"))
                .list();
    }

    /** How many records wait, and since when the oldest does. */
    public Waiting waiting() {
        return jdbc.sql("SELECT count(*) AS count, min(at) AS since FROM ledger_outbox WHERE log IS NULL")
                .query((row, number) -> {
                    Timestamp since = row.getTimestamp("since");
                    return new Waiting(row.getLong("count"), since == null ? null : since.toInstant());
                })
                .single();
    }

    /** The latest time that any record bears; not that of the last one if the clock was set back. */
    public Optional<Instant> latestTime() {
        // What the database records by itself bears its own time, which may be another machine's.
        return jdbc.sql("""
                        SELECT max(at) AS at FROM (SELECT at FROM ledger_outbox
                            WHERE kind NOT IN ('row/1', 'sbom-content/1', 'scan-content/1') ORDER BY at DESC LIMIT 1) r""")
                .query((row, number) ->
                        Optional.ofNullable(row.getTimestamp("at")).map(Timestamp::toInstant))
                .single();
    }

    /** Records that the ledger has not taken yet. */
    public record Waiting(long count, @Nullable Instant since) {}

    /**
     * Keeps others from adding to the ledger until the transaction ends.
     *
     * @return false if somebody else keeps us from it
     */
    boolean lock() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
    }

    List<LedgerEntry> waiting(int most) {
        return jdbc.sql("SELECT id, at, kind, commitment FROM ledger_outbox WHERE log IS NULL ORDER BY id LIMIT :most")
                .param("most", most)
                .query((row, number) -> new LedgerEntry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("kind"),
                        row.getString("commitment")))
                .list();
    }

    /** Marks records, in this order, as the leaves of a log from {@code first} on; returns how many were still waiting. */
    int taken(int log, long first, List<LedgerEntry> entries) {
        return jdbc.sql("""
                        UPDATE ledger_outbox o SET log = :log, leaf_index = :first + e.n - 1
                        FROM unnest(:ids::bigint[], :commitments::text[]) WITH ORDINALITY AS e(id, commitment, n)
                        WHERE o.id = e.id AND o.commitment = e.commitment AND o.log IS NULL""")
                .param("log", log)
                .param("first", first)
                .param(
                        "ids",
                        entries.stream().map(e -> Long.toString(e.id())).collect(Collectors.joining(",", "{", "}")))
                .param(
                        "commitments",
                        entries.stream().map(LedgerEntry::commitment).collect(Collectors.joining(",", "{", "}")))
                .update();
    }

    /** How many leaves of a log the records know; the highest index and one. */
    long known(int log) {
        return jdbc.sql("SELECT coalesce(max(leaf_index), -1) + 1 FROM ledger_outbox WHERE log = :log")
                .param("log", log)
                .query(Long.class)
                .single();
    }

    /** The newest log that any record is in; 0 if none is. */
    int newestLog() {
        return jdbc.sql("SELECT coalesce(max(log), 0) FROM ledger_outbox")
                .query(Integer.class)
                .single();
    }

    private static String where(Filter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder(" WHERE id <= :upTo");
        params.put("upTo", filter.upTo());
        if (filter.withoutRows()) {
            where.append(" AND kind <> '" + ROW + "/1'");
        }
        if (!filter.kind().isEmpty()) {
            where.append(" AND kind IN (:kinds)");
            params.put(
                    "kinds",
                    IntStream.rangeClosed(1, VERSIONS_MAX)
                            .mapToObj(version -> filter.kind() + "/" + version)
                            .toList());
        }
        if (filter.subjects() != null) {
            where.append(" AND subject = ANY(:subjects::uuid[])");
            params.put(
                    "subjects",
                    filter.subjects().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
        }
        if (filter.from() != null) {
            where.append(" AND at >= :from");
            params.put("from", Timestamp.from(filter.from()));
        }
        if (filter.until() != null) {
            where.append(" AND at < :until");
            params.put("until", Timestamp.from(filter.until()));
        }
        return where.toString();
    }

    private static LedgerRecord read(ResultSet row, int number) throws SQLException {
        int log = row.getInt("log");
        LedgerRecord.Position position =
                row.wasNull() ? null : new LedgerRecord.Position(log, row.getLong("leaf_index"));
        byte[] salt = row.getBytes("salt");
        byte[] body = row.getBytes("body");
        return new LedgerRecord(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("kind"),
                row.getObject("subject", UUID.class),
                row.getString("row_id"),
                row.getString("commitment"),
                position,
                salt == null || body == null ? null : new LedgerRecord.Content(salt, body));
    }
}
