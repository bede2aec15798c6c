package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.InForm;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/**
 * Reads what a form sent as its record. A field that is empty or cannot be read becomes null, or an empty text where one may not be null;
 * what was typed and cannot be read is noted, so that nothing typed is taken for nothing.
 */
final class FormReader {

    private final Map<String, String[]> typed;
    private final Map<String, MultipartFile> files;
    private final Wrongs wrongs;

    private FormReader(Map<String, String[]> typed, Map<String, MultipartFile> files, Wrongs wrongs) {
        this.typed = typed;
        this.files = files;
        this.wrongs = wrongs;
    }

    /** Reads a form without files. */
    static <T extends Record> T read(Class<T> type, Map<String, String[]> typed) {
        return read(type, typed, Map.of());
    }

    /** @throws Wrongs.WrongFields when something was typed that cannot be read */
    static <T extends Record> T read(Class<T> type, Map<String, String[]> typed, Map<String, MultipartFile> files) {
        Wrongs wrongs = new Wrongs(type);
        Map<String, String[]> named = new HashMap<>(typed);
        for (RecordComponent component : type.getRecordComponents()) {
            String field = Form.field(component);
            named.put(component.getName(), typed.getOrDefault(field, new String[0]));
        }
        FormReader reader = new FormReader(named, files, wrongs);
        T read = reader.read("", type);
        if (!wrongs.none()) {
            Wrongs all = Wrongs.of(read);
            wrongs.list().forEach(all::instead);
            all.refuse();
        }
        return read;
    }

    /** What a program sent, its words without the blanks around them, as those of a form are. */
    static <T extends Record> T tidy(T sent) {
        @SuppressWarnings("unchecked") // a record's class is its own
        Class<T> type = (Class<T>) sent.getClass();
        return Components.make(type, component -> {
            Object value = Components.get(sent, component);
            return component.isAnnotationPresent(Words.class) && value != null ? stripped(value) : value;
        });
    }

    private static Object stripped(Object value) {
        return switch (value) {
            case String text -> text.strip();
            case List<?> list -> list.stream().<Object>map(FormReader::stripped).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> all = new TreeMap<>();
                map.forEach((key, text) -> all.put(key, stripped(text)));
                yield all;
            }
            default -> value;
        };
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
        if (type == Attached.class) {
            MultipartFile part = files.get(field);
            return part == null || part.isEmpty() ? null : Attached.part(part);
        }
        if (type == Map.class) {
            return map(field, component.getAnnotation(InForm.class));
        }
        if (Form.isLines(component)) {
            return text(field)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
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
        if (type == boolean.class) {
            return !text.isEmpty();
        }
        if (type == Boolean.class) {
            return text.isEmpty() ? null : !text.equals(Form.NO);
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
        if (type == UUID.class) {
            return Typed.id(text).orElseGet(() -> {
                wrongs.add(field, "choice");
                return null;
            });
        }
        if (type.isEnum()) {
            return choice(field, type, text);
        }
        throw new IllegalArgumentException("a form sends no " + type);
    }

    private Map<String, String> map(String field, @Nullable InForm named) {
        Map<String, String> map = new TreeMap<>();
        if (named != null) {
            for (String key : typed.getOrDefault(named.value()[0], new String[0])) {
                map.put(key, text(named.value()[1] + key));
            }
            return map;
        }
        String before = field + ".";
        typed.keySet().stream()
                .filter(name -> name.startsWith(before) && !text(name).isEmpty())
                .forEach(name -> map.put(name.substring(before.length()), text(name)));
        return map;
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
