package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.web.Ui;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a form sent as its record. A field that is empty or cannot be read becomes null, or an empty text where one may not be null;
 * what was typed and cannot be read is noted, so that nothing typed is taken for nothing.
 */
final class FormReader {

    private final Map<String, String[]> typed;
    private final Wrongs wrongs;

    private FormReader(Map<String, String[]> typed, Wrongs wrongs) {
        this.typed = typed;
        this.wrongs = wrongs;
    }

    /** @throws Wrongs.WrongFields when something was typed that cannot be read */
    static <T extends Record> T read(Class<T> type, Map<String, String[]> typed) {
        Wrongs wrongs = new Wrongs(type);
        FormReader reader = new FormReader(typed, wrongs);
        T read = reader.read("", type);
        if (!wrongs.none()) {
            Wrongs all = Wrongs.of(read);
            wrongs.list().forEach(all::instead);
            all.refuse();
        }
        return read;
    }

    private <T extends Record> T read(String before, Class<T> type) {
        return Components.make(type, component -> value(Wrongs.name(before, component.getName()), component));
    }

    private String text(String field) {
        String[] values = typed.getOrDefault(field, new String[0]);
        return values.length == 0 ? "" : values[0].replace("\r\n", "\n").strip();
    }

    private @Nullable Object value(String field, RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return read(field, type.asSubclass(Record.class));
        }
        if (Collection.class.isAssignableFrom(type)) {
            Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            List<Object> all = Arrays.stream(typed.getOrDefault(field, new String[0]))
                    .filter(value -> !value.isEmpty())
                    .<Object>map(value -> element.isEnum() ? choice(field, element, value) : value)
                    .toList();
            return type == List.class ? all : new LinkedHashSet<>(all);
        }
        String text = text(field);
        if (type == String.class) {
            boolean nullable = Components.mayBeNull(component);
            return text.isEmpty() && nullable ? null : text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return !text.isEmpty();
        }
        if (type == Instant.class) {
            return moment(field);
        }
        if (text.isEmpty()) {
            return null;
        }
        if (type == int.class || type == Integer.class) {
            return number(field, text);
        }
        if (type == LocalDate.class) {
            return day(field, text);
        }
        if (type.isEnum()) {
            return choice(field, type, text);
        }
        throw new IllegalArgumentException("a form sends no " + type);
    }

    private @Nullable Integer number(String field, String text) {
        if (text.matches("-?[0-9]{1,9}")) {
            return Integer.valueOf(text);
        }
        wrongs.add(field, "number");
        return null;
    }

    private @Nullable LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            wrongs.add(field, "day");
            return null;
        }
    }

    /** A day and an hour; one that is not whole is missing. */
    private @Nullable Instant moment(String field) {
        String hour = text(field);
        try {
            return hour.matches("[0-9]{1,2}")
                    ? LocalDate.parse(text(Form.DAY))
                            .atTime(Integer.parseInt(hour), 0)
                            .atZone(Ui.ZONE)
                            .toInstant()
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Object choice(String field, Class<?> type, String id) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> Stored.id(one).equals(id))
                .findFirst()
                .orElseGet(() -> {
                    wrongs.add(field, "choice");
                    return null;
                });
    }
}
