package dev.shisa.server.platform.record;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a value lies in a column and stands in a record.
 *
 * @param compared the value of {@code t.<column>} as a record tells it, in SQL; {@code %s} is the column
 * @param how it is compared: {@code text}, {@code time} or {@code json}
 * @param cast behind the parameter of an INSERT
 * @param sql for JDBC
 * @param told for a record
 * @param reader of the column
 */
record Stored(
        String compared,
        String how,
        String cast,
        Function<Object, Object> sql,
        Function<Object, Object> tell,
        Reader reader) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads a column; null: it holds none. */
    interface Reader {
        @Nullable
        Object read(ResultSet rs, String column) throws SQLException;
    }

    Object told(Object value) {
        return tell.apply(value);
    }

    @Nullable
    Object read(ResultSet rs, String column) throws SQLException {
        return reader.read(rs, column);
    }

    static Stored of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Class<?> first = (Class<?>) generic.getActualTypeArguments()[0];
            return Map.class.isAssignableFrom(raw) ? map(first) : list(raw, first);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return text(ResultSet::getString);
        }
        if (plain == UUID.class) {
            return printed(v -> v, (rs, c) -> rs.getObject(c, UUID.class));
        }
        if (plain == Instant.class) {
            return new Stored("t.%s", "time", "", v -> Timestamp.from((Instant) v), Object::toString, Stored::instant);
        }
        if (plain == LocalDate.class) {
            return printed(v -> v, (rs, c) -> rs.getObject(c, LocalDate.class));
        }
        if (plain == int.class || plain == Integer.class) {
            return printed(v -> v, (rs, c) -> rs.getObject(c, Integer.class));
        }
        if (plain == long.class || plain == Long.class) {
            return printed(v -> v, (rs, c) -> rs.getObject(c, Long.class));
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return printed(v -> v, (rs, c) -> rs.getObject(c, Boolean.class));
        }
        if (plain == BigDecimal.class) {
            return printed(v -> v, ResultSet::getBigDecimal);
        }
        if (plain.isEnum()) {
            return new Stored("t.%s", "text", "", Stored::id, Stored::id, (rs, c) -> constant(plain, rs.getString(c)));
        }
        throw new IllegalArgumentException("nobody knows how a " + type + " lies in a column");
    }

    private static Stored text(Reader reader) {
        return new Stored("t.%s", "text", "", v -> v, Object::toString, reader);
    }

    /** What a record tells as the database prints it. */
    private static Stored printed(Function<Object, Object> sql, Reader reader) {
        return new Stored("t.%s::text", "text", "", sql, Object::toString, reader);
    }

    private static @Nullable Object instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Stored list(Class<?> raw, Class<?> element) {
        Function<Object, Object> strings =
                v -> ((Collection<?>) v).stream().map(Stored::id).toList();
        Function<Object, Object> sql = element == UUID.class
                ? v -> ((Collection<?>) v).toArray(UUID[]::new)
                : v -> ((Collection<?>) v).stream().map(Stored::id).toArray(String[]::new);
        return new Stored(
                "to_jsonb(t.%s)",
                "json", "", sql, strings, (rs, column) -> {
                    Array array = rs.getArray(column);
                    if (array == null) {
                        return null;
                    }
                    List<?> read = Arrays.stream((Object[]) array.getArray())
                            .map(v -> element.isEnum() ? constant(element, (String) v) : v)
                            .toList();
                    return raw == List.class ? read : new LinkedHashSet<>(read);
                });
    }

    private static Stored map(Class<?> key) {
        Function<Object, Object> sorted = v -> {
            TreeMap<String, Object> map = new TreeMap<>();
            ((Map<?, ?>) v).forEach((k, value) -> map.put(id(k), value));
            return map;
        };
        return new Stored(
                "t.%s",
                "json", "::jsonb", v -> JSON.writeValueAsString(sorted.apply(v)), sorted, (rs, column) -> {
                    String text = rs.getString(column);
                    if (text == null) {
                        return null;
                    }
                    Map<Object, Object> read = new LinkedHashMap<>();
                    ((Map<?, ?>) JSON.readValue(text, Map.class))
                            .forEach((k, value) ->
                                    read.put(key.isEnum() ? constant(key, (String) k) : k, String.valueOf(value)));
                    return read;
                });
    }

    /** The word that stands for a value outside of the program. */
    static String id(Object value) {
        if (!(value instanceof Enum<?> constant)) {
            return value.toString();
        }
        try {
            Method id = constant.getDeclaringClass().getDeclaredMethod("id");
            id.setAccessible(true);
            return String.valueOf(id.invoke(value));
        } catch (NoSuchMethodException e) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the word of " + constant + " cannot be read", e);
        }
    }

    /** The value that a word stands for. */
    static @Nullable Object constant(Class<?> type, @Nullable String id) {
        if (id == null) {
            return null;
        }
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .filter(one -> id(one).equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " is no " + type.getSimpleName()));
    }
}
