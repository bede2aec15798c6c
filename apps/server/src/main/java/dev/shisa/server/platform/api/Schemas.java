package dev.shisa.server.platform.api;

import dev.shisa.server.platform.TextLimits;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.Sent;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON Schemas (2020-12) of the records that handlers take and give, read from their components. */
final class Schemas {

    /** A list part of records of one kind: {@code Listing<SeriesBody>} becomes {@code SeriesBodyListing}. */
    private final SortedMap<String, Object> named = new TreeMap<>();

    private final Map<String, Type> owners = new HashMap<>();
    private boolean taken;

    /** Those that others refer to, by name. */
    SortedMap<String, Object> named() {
        return named;
    }

    Map<String, Object> of(Type type) {
        return of(type, Map.of());
    }

    /** The schema of a body that a handler takes; its texts have their limits. */
    Map<String, Object> ofBody(Type type) {
        taken = true;
        try {
            return of(type, Map.of());
        } finally {
            taken = false;
        }
    }

    private Map<String, Object> of(Type type, Map<TypeVariable<?>, Type> bound) {
        if (type instanceof TypeVariable<?> variable) {
            return of(bound.getOrDefault(variable, Object.class), Map.of());
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (Collection.class.isAssignableFrom(raw)) {
                return ordered("type", "array", "items", of(generic.getActualTypeArguments()[0], bound));
            }
            if (Map.class.isAssignableFrom(raw)) {
                return ordered(
                        "type", "object", "additionalProperties", of(generic.getActualTypeArguments()[1], bound));
            }
            if (raw.isRecord()) {
                Map<TypeVariable<?>, Type> inner = new HashMap<>();
                for (int i = 0; i < raw.getTypeParameters().length; i++) {
                    inner.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
                }
                Type argument = generic.getActualTypeArguments()[0];
                String name = (argument instanceof Class<?> c ? c.getSimpleName() : "") + raw.getSimpleName();
                return reference(name, type, raw, inner);
            }
        }
        if (type instanceof Class<?> plain) {
            return plain(plain);
        }
        throw new IllegalArgumentException("no schema of " + type);
    }

    private Map<String, Object> plain(Class<?> type) {
        if (type.isRecord()) {
            Sent sent = type.getAnnotation(Sent.class);
            String name = sent == null || sent.schema().isEmpty() ? type.getSimpleName() : sent.schema();
            return reference(name, type, type, Map.of());
        }
        if (type == String.class) {
            return ordered("type", "string");
        }
        if (type == UUID.class || type == Attached.class) {
            return ordered("type", "string", "format", "uuid");
        }
        if (type == Instant.class) {
            return ordered("type", "string", "format", "date-time");
        }
        if (type == LocalDate.class) {
            return ordered("type", "string", "format", "date");
        }
        if (type == boolean.class || type == Boolean.class) {
            return ordered("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return ordered("type", "integer", "format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return ordered("type", "integer", "format", "int64");
        }
        if (type == double.class || type == Double.class) {
            return ordered("type", "number", "format", "double");
        }
        if (type == Object.class || type == JsonNode.class) {
            return new LinkedHashMap<>();
        }
        throw new IllegalArgumentException("no schema of " + type);
    }

    private Map<String, Object> reference(String name, Type type, Class<?> record, Map<TypeVariable<?>, Type> bound) {
        Type owner = owners.putIfAbsent(name, type);
        if (owner != null && !owner.equals(type)) {
            throw new IllegalStateException("two schemas are called " + name + ": " + owner + " and " + type);
        }
        if (owner == null) {
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            for (RecordComponent component : record.getRecordComponents()) {
                Map<String, Object> schema = words(component, of(component.getGenericType(), bound));
                if (taken) {
                    limit(schema, TextLimits.ofApi(component.getName()));
                }
                boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                properties.put(component.getName(), nullable ? orNull(schema) : schema);
                if (!nullable) {
                    required.add(component.getName());
                }
            }
            Map<String, Object> schema = ordered("type", "object", "properties", properties);
            if (!required.isEmpty()) {
                schema.put("required", required);
            }
            schema.put("additionalProperties", false);
            named.put(name, schema);
        }
        return ordered("$ref", "#/components/schemas/" + name);
    }

    /** Texts of the component itself, and those in its list or map. */
    private static void limit(Map<String, Object> schema, int chars) {
        if ("string".equals(schema.get("type")) && !schema.containsKey("format") && !schema.containsKey("enum")) {
            schema.put("maxLength", chars);
        }
        for (String within : List.of("items", "additionalProperties")) {
            if (schema.get(within) instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked") // schemas are made here and nowhere else
                Map<String, Object> inner = (Map<String, Object>) schema.get(within);
                limit(inner, chars);
            }
        }
    }

    /** The schema with the words that it may be, if they are closed. */
    static Map<String, Object> words(AnnotatedElement element, Map<String, Object> schema) {
        OneOf words = element.getAnnotation(OneOf.class);
        if (words != null && "array".equals(schema.get("type"))) {
            schema.put("items", ordered("type", "string", "enum", List.of(words.value())));
        } else if (words != null) {
            schema.put("enum", List.of(words.value()));
        }
        return schema;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : ordered("anyOf", List.of(schema, ordered("type", "null")));
    }

    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
