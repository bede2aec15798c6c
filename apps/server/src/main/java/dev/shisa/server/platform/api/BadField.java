package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import java.util.List;

/** A field of a JSON body that cannot be taken; its place is a JSON pointer (RFC 6901). */
public final class BadField extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient Field field;

    /**
     * @param pointer {@code /facts/0/value}
     * @param why end of the message key {@code api.field.<why>}
     */
    public BadField(String pointer, String why, Object... args) {
        this(new Field(pointer, "api.field." + why, List.of(args)));
    }

    private BadField(Field field) {
        super(422, "api.field", field.name().isEmpty() ? "/" : field.name());
        this.field = field;
    }

    /**
     * In the words that the page has for it, in the language of the whole answer.
     *
     * @param key of the message
     */
    public static BadField said(String pointer, String key, Object... args) {
        return new BadField(new Field(pointer, key, List.of(args)));
    }

    @Override
    public List<Field> fields() {
        return List.of(field);
    }
}
