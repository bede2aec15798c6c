package dev.shisa.server.platform.office;

import java.util.List;

/** A file that cannot be taken as a workbook. The code names one sentence, {@code error.workbook.<code>}. */
public final class WorkbookRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> args;

    public WorkbookRefused(String code, Object... args) {
        super("workbook." + code + " " + List.of(args));
        this.code = code;
        this.args = List.of(args);
    }

    /** The key of its sentence. */
    public String key() {
        return "error.workbook." + code;
    }

    public String code() {
        return code;
    }

    public Object[] args() {
        return args.toArray();
    }
}
