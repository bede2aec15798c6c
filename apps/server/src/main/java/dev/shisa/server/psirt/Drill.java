package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is played in a drill (S-058): who reports first, and what comes after it, at its time and for whom. Real reports do not come
 * alone: somebody else finds the same, the press calls, it leaks before the day. Their words are the messages
 * {@code psirt.drill.<scenario>.<inject>.from} and {@code .says}.
 */
enum Drill {
    PASSWORD(
            "stranger",
            new Inject("finder", Duration.ofHours(4), Role.PSIRT, Duration.ofHours(24)),
            new Inject("press", Duration.ofDays(1), Role.EXECUTIVE, Duration.ofHours(4)),
            new Inject("leaked", Duration.ofDays(3), Role.PSIRT, Duration.ofHours(24))),
    UPDATE(
            "supplier",
            new Inject("supplier", Duration.ofHours(2), Role.QUALITY, Duration.ofHours(24)),
            new Inject("exploited", Duration.ofDays(1), Role.PSIRT, Duration.ofHours(24)),
            new Inject("buyer", Duration.ofDays(2), Role.QUALITY, Duration.ofHours(24))),
    LEAK(
            "customer",
            new Inject("posted", Duration.ofMinutes(30), Role.PSIRT, Duration.ofHours(4)),
            new Inject("press", Duration.ofHours(3), Role.EXECUTIVE, Duration.ofHours(4)),
            new Inject("authority", Duration.ofDays(1), Role.EXECUTIVE, Duration.ofHours(24)));

    private final String source;

    @SuppressWarnings("ImmutableEnumChecker") // a list of records that cannot change
    private final List<Inject> injects;

    Drill(String source, Inject... injects) {
        this.source = source;
        this.injects = List.of(injects);
    }

    /**
     * Something that comes while the drill goes on.
     *
     * @param after the beginning of the drill
     * @param to whose business it is
     * @param within in which time it has to be answered
     */
    record Inject(String id, Duration after, Role to, Duration within) {}

    /** Where the report comes from, as of any report. */
    String source() {
        return source;
    }

    /** In the order in which they come. */
    List<Inject> injects() {
        return injects;
    }

    Optional<Inject> inject(String id) {
        return injects.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** What its messages are called by. */
    String words(Inject inject) {
        return id() + "." + inject.id();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Drill> of(String id) {
        return Arrays.stream(values()).filter(drill -> drill.id().equals(id)).findFirst();
    }

    /** What is played in a case; empty: it is real, or a drill from before scenarios had more than their report. */
    static Optional<Drill> of(Case one) {
        return one.drill() ? of(one.about("scenario")) : Optional.empty();
    }
}
