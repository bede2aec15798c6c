package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How often one source may knock at the doors that stand open to everybody: a count for each window of time. */
@Component
public class RateLimits {

    /** Sources remembered at once; the one that was quiet longest is forgotten first. */
    private static final int SOURCES_MAX = 10_000;

    private record Window(Instant start, int count) {}

    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > SOURCES_MAX;
        }
    };

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one knock; past the limit it is refused with the time to wait. */
    public void knock(String door, String source, int limit, Duration window) {
        Instant now = clock.instant();
        Window present;
        synchronized (windows) {
            present = windows.compute(
                    door + " " + source,
                    (key, known) ->
                            known == null || !now.isBefore(known.start().plus(window)) || now.isBefore(known.start())
                                    ? new Window(now, 1)
                                    : new Window(known.start(), known.count() + 1));
        }
        if (present.count() > limit) {
            long seconds = Math.max(
                    1, Duration.between(now, present.start().plus(window)).toSeconds());
            throw new Problem(429, "too-often", (seconds + 59) / 60);
        }
    }

    /**
     * Takes one knock back that turned out to be right, so that everybody behind one address may come in and only what fails is counted.
     */
    public void forgive(String door, String source) {
        synchronized (windows) {
            windows.computeIfPresent(
                    door + " " + source, (key, known) -> new Window(known.start(), Math.max(0, known.count() - 1)));
        }
    }

    void reset() {
        synchronized (windows) {
            windows.clear();
        }
    }
}
