package dev.shisa.server.platform.office;

import java.util.List;

/** A document whose words cannot be read. The code names one sentence, {@code error.text-file.<code>}. */
public final class TextRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> args;

    public TextRefused(String code, Object... args) {
        super("text-file." + code + " " + List.of(args));
        this.code = code;
        this.args = List.of(args);
    }

    /** The key of its sentence. */
    public String key() {
        return "error.text-file." + code;
    }

    public String code() {
        return code;
    }

    public Object[] args() {
        return args.toArray();
    }
}
