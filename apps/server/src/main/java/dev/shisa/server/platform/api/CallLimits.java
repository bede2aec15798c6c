package dev.shisa.server.platform.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How many calls a token has left in the present minute. */
@Component
class CallLimits {

    /** A build server that reads every series, and a person beside it, stay far below. */
    static final int CALLS_MAX = 600;

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int TOKENS_MAX = 10_000;

    private record Window(Instant start, int calls) {}

    private final InstantSource clock;
    private final Map<UUID, Window> windows = new ConcurrentHashMap<>();

    CallLimits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What is left after a call.
     *
     * @param calls how many more there may be; negative: this one was too many
     * @param seconds until the next window begins
     */
    record Left(int calls, long seconds) {}

    Left count(UUID token) {
        Instant now = clock.instant();
        if (windows.size() > TOKENS_MAX) {
            windows.values().removeIf(window -> !isOpen(window, now));
        }
        Window present = windows.compute(
                token,
                (id, known) -> known == null || !isOpen(known, now)
                        ? new Window(now, 1)
                        : new Window(known.start(), known.calls() + 1));
        long seconds = Math.max(
                1,
                Duration.between(now, present.start().plus(WINDOW))
                        .plusMillis(999)
                        .toSeconds());
        return new Left(CALLS_MAX - present.calls(), seconds);
    }

    private static boolean isOpen(Window window, Instant now) {
        return !now.isBefore(window.start()) && now.isBefore(window.start().plus(WINDOW));
    }
}
