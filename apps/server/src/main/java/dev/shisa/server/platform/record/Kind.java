package dev.shisa.server.platform.record;

import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of one kind: each is written with its record in the ledger, in the transaction of the caller.
 *
 * @param <R> a Java record that is a {@link Row}
 */
public final class Kind<R extends Record> {

    private final RowType<R> type;
    private final JdbcClient jdbc;
    private final LedgerOutbox ledger;

    Kind(RowType<R> type, JdbcClient jdbc, LedgerOutbox ledger) {
        this.type = type;
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /**
     * Adds a row.
     *
     * @param subject of its record: the organisation, series or thing that it is about
     */
    public R add(@Nullable UUID subject, R one) {
        write(subject, null, one, false);
        return one;
    }

    /** Adds a row to the one that it belongs to. */
    public R addTo(UUID parent, @Nullable UUID subject, R one) {
        write(subject, parent, one, false);
        return one;
    }

    /** Adds a row to one that can have a single one; false, and nothing is done, where it has one. */
    public boolean addFirst(UUID parent, @Nullable UUID subject, R one) {
        return write(subject, parent, one, true);
    }

    private boolean write(@Nullable UUID subject, @Nullable UUID parent, R one, boolean first) {
        List<RowType.Column> columns = type.columns();
        List<@Nullable Object> values = type.values(one, parent);
        boolean written = jdbc.sql(type.insert(columns, first))
                        .params(sql(columns, values))
                        .update()
                == 1;
        if (written) {
            ledger.append(type.kind(), subject, type.body(columns, values));
        }
        return written;
    }

    /**
     * Changes a row; false when somebody else has done so since.
     *
     * @param one the row with its new version
     */
    public boolean change(@Nullable UUID subject, R one) {
        List<RowType.Column> columns = type.columns();
        List<@Nullable Object> values = type.values(one, null);
        List<@Nullable Object> sql = sql(columns, values);
        sql.add(type.id(one));
        sql.add(sql.get(columns.stream().map(RowType.Column::name).toList().indexOf("version")));
        boolean changed = jdbc.sql(type.update(columns)).params(sql).update() == 1;
        if (changed) {
            ledger.append(type.kind(), subject, type.body(columns, values));
        }
        return changed;
    }

    private static List<@Nullable Object> sql(List<RowType.Column> columns, List<@Nullable Object> values) {
        List<@Nullable Object> sql = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            sql.add(value == null ? null : columns.get(i).stored().sql().apply(value));
        }
        return sql;
    }

    /** Ends a row; false when it has ended. */
    public boolean end(UUID id, @Nullable UUID subject, Stamp by, String reason) {
        UUID person = Objects.requireNonNull(by.by(), "only people end rows");
        boolean ended = jdbc.sql("UPDATE " + type.table() + " SET ended_by = ?, ended_name = ?, ended_at = ?,"
                                + " ended_reason = ? WHERE id = ? AND ended_at IS NULL")
                        .params(person, by.byName(), Timestamp.from(by.at()), reason, id)
                        .update()
                == 1;
        if (ended) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", by.at().toString());
            body.put("by", person.toString());
            body.put("byName", by.byName());
            body.put("id", id.toString());
            body.put("reason", reason);
            ledger.append(type.endKind(), subject, body);
        }
        return ended;
    }

    /**
     * Rows, with what was added to them later.
     *
     * @param where what follows the table {@code t} in the query: conditions, order, bounds; never what somebody sent
     */
    public List<R> list(String where, Map<String, ?> params) {
        Map<String, @Nullable Object> sql = new HashMap<>();
        params.forEach((name, value) -> sql.put(name, value instanceof Instant at ? Timestamp.from(at) : value));
        List<R> found = jdbc.sql(type.select() + where)
                .params(sql)
                .query((rs, line) -> type.read(rs))
                .list();
        List<RowType<?>> lists = type.lists();
        if (lists.isEmpty() || found.isEmpty()) {
            return found;
        }
        UUID[] ids = found.stream().map(type::id).toArray(UUID[]::new);
        List<Map<UUID, List<Record>>> belonging =
                lists.stream().map(other -> belonging(other, ids)).toList();
        return found.stream()
                .map(one -> type.with(
                        one,
                        belonging.stream()
                                .map(of -> of.getOrDefault(type.id(one), List.of()))
                                .toList()))
                .toList();
    }

    /** Rows of another kind in the order in which they came, by the row that they belong to. */
    private Map<UUID, List<Record>> belonging(RowType<?> other, UUID[] ids) {
        Map<UUID, List<Record>> rows = new HashMap<>();
        String parent = Objects.requireNonNull(other.parent()).name();
        jdbc.sql(other.select() + "WHERE t." + parent + " = ANY (?) ORDER BY t.at, t.id")
                .param(ids)
                .query(rs -> {
                    rows.computeIfAbsent(rs.getObject(parent, UUID.class), id -> new ArrayList<>())
                            .add(other.read(rs));
                });
        return rows;
    }

    /** The one row of which the conditions are true. */
    public Optional<R> one(String where, Map<String, ?> params) {
        return list(where, params).stream().findFirst();
    }

    public Optional<R> byId(UUID id) {
        return one("WHERE t.id = :id", Map.of("id", id));
    }

    public int count(String where, Map<String, ?> params) {
        return jdbc.sql("SELECT count(*) FROM " + type.table() + " t " + where)
                .params(params)
                .query(Integer.class)
                .single();
    }

    /** Holds a row until the transaction ends, so that what is added to it comes one after the other. */
    public void lock(UUID id) {
        jdbc.sql("SELECT id FROM " + type.table() + " WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .single();
    }
}
