package dev.shisa.server.platform;

import java.util.List;

/**
 * Something that a person did and that cannot be done: shown on the page as one clear sentence, never as a stack trace.
 * Its words are the messages {@code error.<code>} (what is wrong, with both values), {@code error.<code>.next} (what to
 * do now).
 */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Object> args;

    /**
     * @param status HTTP status
     * @param code stable code below {@code error.}, e.g. {@code series.name.taken}
     * @param args arguments of its messages
     */
    public Problem(int status, String code, Object... args) {
        super(code + " " + List.of(args));
        this.status = status;
        this.code = code;
        this.args = List.of(args);
    }

    /**
     * One place of what was sent that cannot be taken.
     *
     * @param name of the field
     * @param keys of messages, of which the first that exists says what is wrong with it
     */
    public record Field(String name, List<String> keys, List<Object> args) {

        public Field {
            keys = List.copyOf(keys);
            args = List.copyOf(args);
        }

        public Field(String name, String key, List<Object> args) {
            this(name, List.of(key), args);
        }
    }

    /** All places at once, for problems that know them. */
    public List<Field> fields() {
        return List.of();
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Object[] args() {
        return args.toArray();
    }
}
