package dev.shisa.server.platform;

import dev.shisa.server.platform.web.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shisa cannot start: what is in the way, and what a person can do about it. Its words are the messages
 * {@code start.failed.<reason>} (what, on which thing) and {@code start.failed.<reason>.next} (what to do now).
 */
public abstract class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String key;
    private final transient List<String> args;

    /**
     * @param code stable, leads to a help page
     * @param reason below {@code start.failed.}, e.g. {@code tls.expired}
     * @param args arguments of its messages, as a person reads them
     */
    protected StartException(String code, String reason, @Nullable Throwable cause, Object... args) {
        super(sentence(Locale.ENGLISH, code, "start.failed." + reason, texts(args)), cause);
        this.code = code;
        this.key = "start.failed." + reason;
        this.args = texts(args);
    }

    /** What is in the way, what to do now, and the code, in a language; logs have it in English. */
    public String sentence(Locale locale) {
        return sentence(locale, code, key, args);
    }

    public String code() {
        return code;
    }

    private static String sentence(Locale locale, String code, String key, List<String> args) {
        Messages messages = new Messages();
        return messages.get(locale, key, args.toArray()) + " " + messages.get(locale, key + ".next", args.toArray())
                + " (" + code + ")";
    }

    /** Numbers too: a process number is not grouped by thousands. */
    private static List<String> texts(Object... args) {
        return Arrays.stream(args).map(String::valueOf).toList();
    }

    /** {@code DATA_IN_USE} as {@code data-in-use}. */
    protected static String name(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
