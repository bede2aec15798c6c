package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.act.Words;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the instances of a Java record lie in a table and stand in the ledger, read from its components. */
final class RowType<R extends Record> {

    private static final Map<Class<?>, RowType<?>> KNOWN = new ConcurrentHashMap<>();

    /** Columns of an {@link Ending}, and what the record of the end says of them. */
    static final Map<String, String> END =
            ordered("ended_by", "by", "ended_name", "byName", "ended_at", "at", "ended_reason", "reason");

    /**
     * One column.
     *
     * @param field what a record calls it
     * @param words whether a person wrote it
     */
    record Column(String name, String field, Stored stored, boolean words) {}

    /** One component: what it is made of. */
    private sealed interface Part {

        RecordComponent component();
    }

    /** A value in one column, or a record within in several; all of them null: there is none. */
    private record Value(
            RecordComponent component,
            List<Column> columns,
            @Nullable Class<? extends Record> within) implements Part {}

    /** A row that was added later. */
    private record Later(RecordComponent component, RowType<?> type) implements Part {}

    /** The rows that belong to this one. */
    private record Many(RecordComponent component, RowType<?> type) implements Part {}

    private record End(RecordComponent component) implements Part {}

    private final Class<R> record;
    private final Row row;
    private final List<Part> parts = new ArrayList<>();

    private RowType(Class<R> record) {
        this.record = record;
        this.row = declared(record);
        for (RecordComponent component : record.getRecordComponents()) {
            parts.add(part(component));
        }
    }

    private static Row declared(Class<?> record) {
        Row row = record.getAnnotation(Row.class);
        if (row == null) {
            throw new IllegalArgumentException(record + " is no row");
        }
        return row;
    }

    static <R extends Record> RowType<R> of(Class<R> record) {
        RowType<?> known = KNOWN.get(record);
        if (known == null) {
            known = new RowType<>(record);
            KNOWN.put(record, known);
        }
        @SuppressWarnings("unchecked") // what lies under a record is its own
        RowType<R> type = (RowType<R>) known;
        return type;
    }

    private static Part part(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Ending.class) {
            return new End(component);
        }
        if (type.isAnnotationPresent(Row.class)) {
            return new Later(component, of(type.asSubclass(Record.class)));
        }
        if (component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isAnnotationPresent(Row.class)) {
            return new Many(component, of(element.asSubclass(Record.class)));
        }
        boolean words = component.isAnnotationPresent(Words.class);
        In in = component.getAnnotation(In.class);
        if (!type.isRecord()) {
            String field = in == null ? component.getName() : field(in.value()[0]);
            String column = in == null ? column(field, component.getGenericType()) : in.value()[0];
            return new Value(
                    component, List.of(new Column(column, field, Stored.of(component.getGenericType()), words)), null);
        }
        List<Column> columns = new ArrayList<>();
        RecordComponent[] within = type.getRecordComponents();
        for (int i = 0; i < within.length; i++) {
            String name = within[i].getName();
            // Who did it and when is said of the row itself.
            String field = type == Stamp.class ? name : component.getName() + capital(name);
            columns.add(new Column(
                    in == null ? column(field, within[i].getGenericType()) : in.value()[i],
                    in == null ? field : field(in.value()[i]),
                    Stored.of(within[i].getGenericType()),
                    words));
        }
        return new Value(component, columns, type.asSubclass(Record.class));
    }

    /** {@code starts_on} of {@code startsOn}; {@code series_id} of an id. */
    private static String column(String field, Type type) {
        String column = field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return type == UUID.class
                ? column.equals("id") ? column : column + "_id"
                : type instanceof ParameterizedType list && list.getActualTypeArguments()[0] == UUID.class
                        ? column + "_ids"
                        : column;
    }

    /** {@code startsOn} of {@code starts_on}. */
    private static String field(String column) {
        StringBuilder field = new StringBuilder();
        for (String part : column.replaceFirst("_ids?$", "").split("_", -1)) {
            field.append(field.isEmpty() ? part : capital(part));
        }
        return field.toString();
    }

    static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    String kind() {
        return row.kind();
    }

    String table() {
        return row.table();
    }

    /** Of the record that tells the end of a row. */
    String endKind() {
        return row.kind().replace("/", "-ended/");
    }

    boolean latest() {
        return row.latest();
    }

    boolean ends() {
        return parts.stream().anyMatch(End.class::isInstance);
    }

    /** The column that names what it belongs to; null: it stands for itself. */
    @Nullable
    Column parent() {
        return row.of().isEmpty()
                ? null
                : new Column(column(row.of(), UUID.class), row.of(), Stored.of(UUID.class), false);
    }

    /** All columns that are written with a row. */
    List<Column> columns() {
        List<Column> all = new ArrayList<>();
        if (parent() != null) {
            all.add(parent());
        }
        parts.forEach(part -> {
            if (part instanceof Value value) {
                all.addAll(value.columns());
            }
        });
        return all;
    }

    /** The values of a row, in the order of its {@link #columns}. */
    List<@Nullable Object> values(R one, @Nullable UUID parent) {
        List<@Nullable Object> values = new ArrayList<>();
        if (parent() != null) {
            values.add(parent);
        }
        for (Part part : parts) {
            if (part instanceof Value value) {
                Object held = Components.get(one, value.component());
                if (value.within() == null) {
                    values.add(held);
                } else {
                    for (RecordComponent inner : value.within().getRecordComponents()) {
                        values.add(held == null ? null : Components.get(held, inner));
                    }
                }
            }
        }
        return values;
    }

    /** What the ledger says of a row. */
    SortedMap<String, Object> body(List<Column> columns, List<@Nullable Object> values) {
        TreeMap<String, Object> body = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                body.put(columns.get(i).field(), columns.get(i).stored().told(value));
            }
        }
        return body;
    }

    String insert(List<Column> columns, boolean first) {
        return "INSERT INTO " + table() + " ("
                + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                + ") VALUES ("
                + columns.stream().map(c -> "?" + c.stored().cast()).collect(Collectors.joining(", "))
                + (first ? ") ON CONFLICT DO NOTHING" : ")");
    }

    /** Changes a row of the version before. */
    String update(List<Column> columns) {
        return "UPDATE " + table() + " SET "
                + columns.stream()
                        .map(c -> c.name() + " = ?" + c.stored().cast())
                        .collect(Collectors.joining(", "))
                + " WHERE id = ? AND version = ? - 1";
    }

    /** Rows as {@code t}, those that were added later under the names of their components. */
    String select() {
        StringBuilder joins = new StringBuilder();
        String later = parts.stream()
                .flatMap(part -> part instanceof Later one ? Stream.of(one) : Stream.empty())
                .map(one -> {
                    String as = one.component().getName();
                    Column parent = Objects.requireNonNull(one.type().parent());
                    joins.append(" LEFT JOIN ")
                            .append(one.type().table() + " " + as + " ON " + as + "." + parent.name() + " = t.id");
                    return one.type().columns().stream()
                            .map(c -> ", " + as + "." + c.name() + " AS " + as + "__" + c.name())
                            .collect(Collectors.joining());
                })
                .collect(Collectors.joining());
        return "SELECT t.*" + later + " FROM " + table() + " t" + joins + " ";
    }

    /** A row, the lists of those that belong to it still empty. */
    R read(ResultSet rs) throws SQLException {
        return read(rs, "");
    }

    private R read(ResultSet rs, String before) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (parts.get(i)) {
                case Value value -> value(value, rs, before);
                case Later later -> {
                    String as = later.component().getName() + "__";
                    yield rs.getObject(as + "id") == null ? null : later.type().read(rs, as);
                }
                case Many many -> List.of();
                case End end -> end(rs, before);
            };
        }
        return Components.make(record, values);
    }

    private static @Nullable Object value(Value value, ResultSet rs, String before) throws SQLException {
        @Nullable Object[] read = new @Nullable Object[value.columns().size()];
        boolean any = false;
        for (int i = 0; i < read.length; i++) {
            Column column = value.columns().get(i);
            read[i] = column.stored().read(rs, before + column.name());
            any |= read[i] != null;
        }
        return value.within() == null ? read[0] : any ? Components.make(value.within(), read) : null;
    }

    private static @Nullable Ending end(ResultSet rs, String before) throws SQLException {
        Timestamp at = rs.getTimestamp(before + "ended_at");
        return at == null
                ? null
                : new Ending(
                        rs.getObject(before + "ended_by", UUID.class),
                        rs.getString(before + "ended_name"),
                        at.toInstant(),
                        rs.getString(before + "ended_reason"));
    }

    /** The components that hold the rows which belong to it. */
    List<RowType<?>> lists() {
        return parts.stream()
                .flatMap(part ->
                        part instanceof Many many ? Stream.<RowType<?>>of(many.type()) : Stream.<RowType<?>>empty())
                .toList();
    }

    /**
     * A row with the lists of those that belong to it.
     *
     * @param lists in the order of {@link #lists}
     */
    R with(R one, List<? extends Collection<?>> lists) {
        @Nullable Object[] values = new @Nullable Object[parts.size()];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = parts.get(i) instanceof Many
                    ? List.copyOf(lists.get(next++))
                    : Components.get(one, parts.get(i).component());
        }
        return Components.make(record, values);
    }

    UUID id(Record one) {
        return (UUID) Objects.requireNonNull(
                Components.get(one, record.getRecordComponents()[0]), "the first component of a row is its id");
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
