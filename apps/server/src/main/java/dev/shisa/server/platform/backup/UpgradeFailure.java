package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.web.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why the database is still of the version before. */
public final class UpgradeFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient List<Object> args;

    UpgradeFailure(String key, Throwable cause, Object... args) {
        super(key, cause);
        this.key = key;
        this.args = List.of(args);
    }

    /** What the terminal says about a failed start, if this is its reason; the log is named last. */
    public static Optional<String> sentence(Throwable failure, Locale locale, Path log) {
        Throwable each = failure;
        while (each != null) {
            if (each instanceof UpgradeFailure failed) {
                List<Object> args = new ArrayList<>(failed.args);
                args.add(log);
                return Optional.of(new Messages().get(locale, failed.key, args.toArray()));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
