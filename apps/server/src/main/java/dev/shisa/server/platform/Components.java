package dev.shisa.server.platform;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records by their components, whichever they are. */
public final class Components {

    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            try {
                Constructor<?> found = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new));
                found.setAccessible(true);
                return found;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("a record has a constructor", e);
            }
        }
    };

    private Components() {}

    /** A record of these values, in the order of its components. */
    public static <R extends Record> R make(Class<R> type, @Nullable Object... values) {
        try {
            return type.cast(CONSTRUCTORS.get(type).newInstance(values));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** A record, each of its components given by a function. */
    public static <R extends Record> R make(Class<R> type, Function<RecordComponent, @Nullable Object> value) {
        return make(type, Arrays.stream(type.getRecordComponents()).map(value).toArray());
    }

    /** What a record holds in a component. */
    public static @Nullable Object get(Object record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component of a record can be read", e);
        }
    }

    /** Whether a component may hold nothing. */
    public static boolean mayBeNull(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
