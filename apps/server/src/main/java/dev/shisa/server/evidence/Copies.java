package dev.shisa.server.evidence;

import dev.shisa.server.platform.Components;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what {@link SeriesRecords#of} gave in another installation. JSON that leaves something out makes records that hold null where
 * none may be, which fails somewhere later as if it were a fault of our own; so what is missing is named here, as the file's fault, and
 * whatever fails afterwards is ours.
 */
public final class Copies {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Copies() {}

    /** Reads records that name each of their parts. */
    public static <T extends Record> T read(JsonNode records, Class<T> as) {
        return read(JSON, records, as);
    }

    /**
     * Reads records.
     *
     * @throws BrokenCopy when something is missing, no text or something else, with the place of the first that is
     */
    public static <T extends Record> T read(JsonMapper json, JsonNode records, Class<T> as) {
        T read;
        try {
            read = json.treeToValue(records, as);
        } catch (JacksonException e) {
            throw new BrokenCopy("something else", pointer(e));
        }
        if (read == null) {
            throw new BrokenCopy("nothing");
        }
        requireWhole(read, "");
        return read;
    }

    /**
     * What has to be there in this case, though not in every one.
     *
     * @throws BrokenCopy when it is not
     */
    public static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new BrokenCopy("something that belongs together is only there in part");
        }
        return value;
    }

    /** The place that a failure to read names, as a JSON pointer; empty: the whole. */
    public static String pointer(JacksonException failure) {
        return failure.getPath().stream()
                .map(step -> "/" + (step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()))
                .collect(Collectors.joining());
    }

    private static void requireWhole(Object value, String at) {
        switch (value) {
            case Record written -> {
                for (RecordComponent component : written.getClass().getRecordComponents()) {
                    Object held = Components.get(written, component);
                    String below = at + "/" + component.getName();
                    if (held != null) {
                        requireWhole(held, below);
                    } else if (!Components.mayBeNull(component)) {
                        throw new BrokenCopy("nothing", below);
                    }
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    requireItem(list.get(i), at + "/" + i);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, held) -> {
                    requireWhole(key, at);
                    requireItem(held, at + "/" + key);
                });
            case String text -> {
                if (!isText(text)) {
                    throw new BrokenCopy("no text", at);
                }
            }
            default -> {
                // Numbers, days: there.
            }
        }
    }

    /** A database keeps no zero byte, and half a surrogate pair is no text. */
    public static boolean isText(String text) {
        return text.indexOf(0) < 0 && StandardCharsets.UTF_16.newEncoder().canEncode(text);
    }

    private static void requireItem(@Nullable Object held, String at) {
        if (held == null) {
            throw new BrokenCopy("nothing", at);
        }
        requireWhole(held, at);
    }
}
