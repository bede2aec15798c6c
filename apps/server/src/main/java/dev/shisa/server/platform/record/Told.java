package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.act.Words;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What programs are told of a thing: the record of the API is made from the one of the capability, component by component of the same name.
 *
 * <p>Where the API has a text: of an id, also of {@code <name>Id}, it is the code ({@link Reference}), of a row that was added later its words, of a choice its word,
 * of who did it the name. An empty text is null where there may be none. Who and when are those of the {@link Stamp}.
 */
@Component
public class Told {

    private final Map<String, Reference> references;

    Told(List<Reference> references) {
        this.references = references.stream().collect(Collectors.toMap(Reference::component, Function.identity()));
    }

    /** What the API tells of a thing, as a record of this type. */
    public <B extends Record> B as(Class<B> type, Record thing) {
        return Components.make(type, component -> value(component, thing));
    }

    private @Nullable Object value(RecordComponent asked, Record thing) {
        String name = asked.getName();
        boolean nullable = Components.mayBeNull(asked);
        Object held = held(thing, name)
                .orElseThrow(() -> new IllegalStateException(thing.getClass() + " says nothing of " + name))
                .value();
        return told(asked.getType(), asked, name, held, nullable);
    }

    /** What a thing says of a name: itself, or who did it and when. */
    private record Held(@Nullable Object value) {}

    private static Optional<Held> held(Record thing, String name) {
        for (RecordComponent component : thing.getClass().getRecordComponents()) {
            if (Set.of(name, name + "Id").contains(component.getName())) {
                return Optional.of(new Held(Components.get(thing, component)));
            }
        }
        for (RecordComponent component : thing.getClass().getRecordComponents()) {
            if ((name.equals("by") || name.equals("at")) && Components.get(thing, component) instanceof Stamp stamp) {
                return Optional.of(new Held(name.equals("by") ? stamp.byName() : stamp.at()));
            }
        }
        for (Method method : thing.getClass().getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0) {
                try {
                    method.setAccessible(true);
                    return Optional.of(new Held(method.invoke(thing)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(name + " of " + thing.getClass() + " cannot be asked", e);
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable Object told(
            Class<?> type, RecordComponent asked, String name, @Nullable Object held, boolean nullable) {
        if (held == null) {
            return null;
        }
        if (type == String.class) {
            return text(name, held, nullable);
        }
        if (type == boolean.class && held instanceof Ending) {
            return true;
        }
        if (type == double.class && held instanceof BigDecimal number) {
            return number.doubleValue();
        }
        if (type.isRecord() && !type.isInstance(held)) {
            return as(type.asSubclass(Record.class), (Record) held);
        }
        if (held instanceof Collection<?> list && asked.getGenericType() instanceof ParameterizedType of) {
            Class<?> element = (Class<?>) of.getActualTypeArguments()[0];
            List<Object> all = new ArrayList<>();
            // A set has an order of its own only where its values have one.
            (held instanceof Set<?> ? list.stream().sorted() : list.stream())
                    .forEach(one -> all.add(Objects.requireNonNull(
                            element.isRecord() && !element.isInstance(one)
                                    ? as(element.asSubclass(Record.class), (Record) one)
                                    : element == String.class ? text(name, one, false) : one)));
            return all;
        }
        return held;
    }

    private @Nullable String text(String name, Object held, boolean nullable) {
        String text = switch (held) {
            case UUID id -> {
                Reference reference = references.get(name);
                yield reference == null ? id.toString() : reference.code(id).orElse(null);
            }
            case Record added ->
                Arrays.stream(added.getClass().getRecordComponents())
                        .filter(component -> component.isAnnotationPresent(Words.class))
                        .map(component -> String.valueOf(Components.get(added, component)))
                        .collect(Collectors.joining("\n"));
            default -> Stored.id(held);
        };
        return nullable && text != null && text.isEmpty() ? null : text;
    }
}
