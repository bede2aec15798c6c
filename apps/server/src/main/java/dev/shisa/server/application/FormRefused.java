package dev.shisa.server.application;

import java.util.List;

/** A file that cannot be taken as a form. The code names one sentence, {@code error.form.<code>}. */
public final class FormRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> args;

    FormRefused(String code, Object... args) {
        super("form." + code + " " + List.of(args));
        this.code = code;
        this.args = List.of(args);
    }

    public String code() {
        return code;
    }

    public List<Object> args() {
        return args;
    }
}
