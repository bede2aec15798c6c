package dev.shisa.server.platform.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * When a mail that nobody is to have twice is tried again: only where the mail server has surely taken nothing. What it may have taken
 * waits for a person.
 */
public final class MailRetry {

    public static final int ATTEMPTS_MAX = 5;

    private static final List<Duration> AFTER =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(4));

    private static final Set<String> NOT_TAKEN =
            Set.of("no-connection", "unknown-host", "mail-password", "tls", "mail-refused", "mail-address");

    private MailRetry() {}

    /** Whether the mail server has surely taken nothing. */
    public static boolean isNotTaken(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && NOT_TAKEN.contains(failed.code());
    }

    /**
     * Whether it is tried again.
     *
     * @param attempts so far
     */
    public static boolean isAgain(Outcome outcome, int attempts) {
        return attempts < ATTEMPTS_MAX
                && isNotTaken(outcome)
                && outcome instanceof Outcome.Failed failed
                && !failed.isRefusal();
    }

    /** How long after so many attempts. */
    public static Duration after(int attempts) {
        return AFTER.get(Math.clamp(attempts - 1L, 0, AFTER.size() - 1));
    }
}
