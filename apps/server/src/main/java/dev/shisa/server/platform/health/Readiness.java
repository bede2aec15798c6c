package dev.shisa.server.platform.health;

import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.doctor.Doctor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether a request can be served now. However often it is asked, it looks at most once a second, and it answers within
 * a second or so even while the database hangs.
 */
@Component
public class Readiness {

    static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What is wrong while the server stops. */
    private static final String STOPPING = "stopping";

    private final ObjectProvider<Check> checks;
    private final InstantSource clock;
    private volatile boolean stopping;
    private @Nullable Seen last;

    private record Seen(Instant at, List<String> failing) {}

    Readiness(ObjectProvider<Check> checks, InstantSource clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** The ids of the checks that keep it from serving; empty when it is ready. */
    public synchronized List<String> failing() {
        if (stopping) {
            return List.of(STOPPING);
        }
        Seen seen = last;
        Instant now = clock.instant();
        if (seen == null || now.isBefore(seen.at()) || !now.isBefore(seen.at().plus(FRESH))) {
            seen = new Seen(now, look());
            last = seen;
        }
        return seen.failing();
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    private List<String> look() {
        List<Check> deciding =
                checks.stream().filter(check -> !check.stopsWorkOn().isEmpty()).toList();
        return Doctor.look(deciding, PATIENCE).stream()
                .filter(result -> deciding.stream()
                        .anyMatch(check -> check.id().equals(result.id())
                                && check.stopsWorkOn().contains(result.finding().code())))
                .map(Doctor.Result::id)
                .toList();
    }
}
