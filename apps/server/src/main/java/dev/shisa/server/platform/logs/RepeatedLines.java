package dev.shisa.server.platform.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Lines that say the same again and again are counted and not written: of each kind (logger and words, whatever the values in them) only the
 * first ones of a minute, and afterwards one line that says how many more there were. So nobody can write the log away by asking for
 * something that is noted, and whatever else happened at the time is still found in it.
 */
public final class RepeatedLines extends TurboFilter {

    /** Enough to see whether it is the same thing or the same place each time. */
    static final int WRITTEN_MAX = 20;

    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Kinds are written in our code and that of libraries, so they are few; words that were put together are not. */
    static final int KINDS_MAX = 1_000;

    /** Where there are more, all further ones of a logger count as one kind. */
    private static final String OTHERS = "of many kinds";

    private record Kind(Logger logger, String words) {}

    private record Count(Kind kind, Level level, long more) {}

    private static final class Window {
        private final long begun;
        private Level level = Level.INFO;
        private long seen;

        Window(long begun) {
            this.begun = begun;
        }
    }

    private final LongSupplier nanos;
    private final Map<Kind, Window> windows = new HashMap<>();
    private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

    RepeatedLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The filter of the log of this process, put in when it is first asked for. */
    public static synchronized RepeatedLines ofThisProcess() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            throw new IllegalStateException("the log is not Logback's");
        }
        return log.getTurboFilterList().stream()
                .filter(RepeatedLines.class::isInstance)
                .map(RepeatedLines.class::cast)
                .findFirst()
                .orElseGet(() -> {
                    RepeatedLines made = new RepeatedLines(System::nanoTime);
                    log.addTurboFilter(made);
                    return made;
                });
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable t) {
        if (format == null || !level.isGreaterOrEqual(logger.getEffectiveLevel()) || telling.get()) {
            return FilterReply.NEUTRAL;
        }
        return isWritten(new Kind(logger, format), level) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private synchronized boolean isWritten(Kind kind, Level level) {
        boolean isOther = windows.size() >= KINDS_MAX && !windows.containsKey(kind);
        Window window = windows.computeIfAbsent(
                isOther ? new Kind(kind.logger(), OTHERS) : kind, key -> new Window(nanos.getAsLong()));
        window.level = level;
        return ++window.seen <= WRITTEN_MAX;
    }

    /** Ends the windows that are over, and writes what was not written in them as one line each. */
    public void tell() {
        for (Count count : ended()) {
            telling.set(true);
            try {
                String line = "{} more lines like the last in a minute: {}";
                Logger logger = count.kind().logger();
                if (count.level().isGreaterOrEqual(Level.ERROR)) {
                    logger.error(line, count.more(), count.kind().words());
                } else if (count.level().isGreaterOrEqual(Level.WARN)) {
                    logger.warn(line, count.more(), count.kind().words());
                } else {
                    logger.info(line, count.more(), count.kind().words());
                }
            } finally {
                telling.remove();
            }
        }
    }

    /** Begins as if nothing had been written yet. */
    synchronized void reset() {
        windows.clear();
    }

    private synchronized List<Count> ended() {
        long now = nanos.getAsLong();
        Map<Kind, Window> over = new HashMap<>(windows);
        over.values().removeIf(window -> now - window.begun < WINDOW.toNanos());
        windows.keySet().removeAll(over.keySet());
        return over.entrySet().stream()
                .filter(entry -> entry.getValue().seen > WRITTEN_MAX)
                .map(entry -> new Count(entry.getKey(), entry.getValue().level, entry.getValue().seen - WRITTEN_MAX))
                .toList();
    }
}
