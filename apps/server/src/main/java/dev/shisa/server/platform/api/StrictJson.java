package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.TextLimits;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON as the API takes and gives it. Nothing is guessed and nothing left out in silence: a field that is not known, that
 * is missing or of another type is refused with its place.
 */
final class StrictJson {

    private static final int DEPTH_MAX = 20;
    private static final int LIST_MAX = 1_000;
    private static final int NUMBER_CHARS_MAX = 30;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TextLimits.API_CHARS_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Reads a body as a record. */
    static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw new Problem(400, "api.json.empty");
        }
        T read;
        try {
            read = MAPPER.readValue(body, type);
        } catch (UnrecognizedPropertyException e) {
            String known = known(e);
            throw known.isEmpty()
                    ? new BadField(pointer(e), "unknown-none")
                    : new BadField(pointer(e), "unknown", known);
        } catch (DatabindException e) {
            throw new BadField(pointer(e), "type");
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new Problem(400, "api.json", at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr());
        }
        if (read == null) {
            throw new Problem(400, "api.json.empty");
        }
        check("", read, "");
        return read;
    }

    private static String known(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        return known == null ? "" : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String pointer(DatabindException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? Integer.toString(step.getIndex())
                        : step.getPropertyName().replace("~", "~0").replace("/", "~1"))
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }

    /**
     * That everything is there that must be, in this record and those in it, and no text is longer than its name allows.
     *
     * @param name of the component that the value stands in
     */
    private static void check(String place, Object value, String name) {
        switch (value) {
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    check(place + "/" + component.getName(), component, Components.get(record, component));
                }
            }
            case List<?> list -> {
                if (list.size() > LIST_MAX) {
                    throw new BadField(place, "long-list", list.size(), LIST_MAX);
                }
                for (int i = 0; i < list.size(); i++) {
                    Object element = list.get(i);
                    if (element == null) {
                        throw new BadField(place + "/" + i, "missing");
                    }
                    check(place + "/" + i, element, name);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, element) -> {
                    if (element == null) {
                        throw new BadField(place + "/" + key, "missing");
                    }
                    check(place + "/" + key, element, name);
                });
            case String text -> text(place, text, TextLimits.ofApi(name));
            default -> {
                // Numbers, truth values, days: their type says all.
            }
        }
    }

    private static void check(String place, RecordComponent component, @Nullable Object value) {
        if (value == null) {
            if (!Components.mayBeNull(component)) {
                throw new BadField(place, "missing");
            }
            return;
        }
        OneOf words = component.getAnnotation(OneOf.class);
        List<?> said = value instanceof List<?> list ? list : List.of(value);
        if (words != null
                && !said.stream().allMatch(one -> Arrays.asList(words.value()).contains(String.valueOf(one)))) {
            throw new BadField(place, "one-of", String.join(", ", words.value()));
        }
        check(place, value, component.getName());
    }

    /** A database keeps no zero byte, and half a surrogate pair is no text. */
    private static void text(String place, String text, int most) {
        if (text.length() > most) {
            throw new BadField(place, "long", text.length(), most);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean half = Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (c == 0 || half) {
                throw new BadField(place, "text");
            }
        }
    }
}
