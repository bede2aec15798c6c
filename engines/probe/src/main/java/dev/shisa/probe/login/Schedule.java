package dev.shisa.probe.login;

import java.util.ArrayList;
import java.util.List;

/**
 * When guesses were let through, and how many that makes in an hour and in a day.
 *
 * <p>A delay that grows, or a lock that grows, looks like none in its first seconds, and a short one like a limit. What
 * counts is how many guesses get through in the end. Guesses with no more than an answer's time between them are a round,
 * which ends with the pause after it. What was seen is counted as it was; from then on the quicker one of the last two
 * rounds is repeated: no pause is taken to be longer than one that was seen. Where a pause is looked at from time to time,
 * the longest single wait that was still too short is what it lasted at least, since a try in between may have begun it
 * anew. So the figures are never too low, but for what an attacker could do by many addresses at once.
 */
final class Schedule {

    static final long HOUR_MS = 3_600_000;
    static final long DAY_MS = 24 * HOUR_MS;

    /** Below this, an answer is only slow. */
    private static final long PAUSE_MS = 400;

    private static final double GROWN = 1.5;
    private static final double NOT_GROWN = 1.05;
    /** So many pauses later a delay that grows at all has grown. */
    private static final int LATER = 3;

    /** A wrong password that was looked at, after a wait of which the bounds are known. */
    private record Guess(long afterAtLeastMs, long afterAtMostMs) {}

    private record Round(int guesses, long ms) {}

    private final List<Guess> guesses = new ArrayList<>();
    private long lastMs;
    private long shutMs;

    void clear() {
        guesses.clear();
        shutMs = 0;
    }

    /** A guess was looked at. */
    void guess(long atMs) {
        long after = guesses.isEmpty() ? 0 : Math.max(0, atMs - lastMs);
        add(atMs, after, after);
    }

    /** A guess was looked at after the log-in had been shut for at least so long. */
    void guessAfter(long atMs, long shutAtLeastMs) {
        add(atMs, shutAtLeastMs, Math.max(shutAtLeastMs, atMs - lastMs));
    }

    private void add(long atMs, long atLeastMs, long atMostMs) {
        guesses.add(new Guess(atLeastMs, atMostMs));
        lastMs = atMs;
        shutMs = 0;
    }

    /** It is shut after the last guess, and has been for at least so long. */
    void shut(long atLeastMs) {
        shutMs = atLeastMs;
    }

    private List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        int count = 0;
        long ms = 0;
        for (Guess guess : guesses) {
            ms += guess.afterAtLeastMs();
            if (count > 0 && guess.afterAtLeastMs() >= PAUSE_MS) {
                rounds.add(new Round(count, ms));
                count = 0;
                ms = 0;
            }
            count++;
        }
        if (count > 0 && shutMs >= PAUSE_MS) {
            rounds.add(new Round(count, ms + shutMs));
        }
        return rounds;
    }

    private List<Guess> pauses() {
        List<Guess> pauses = new ArrayList<>(
                guesses.stream().filter(g -> g.afterAtMostMs() >= PAUSE_MS).toList());
        if (shutMs >= PAUSE_MS) {
            pauses.add(new Guess(shutMs, Long.MAX_VALUE));
        }
        return pauses;
    }

    int size() {
        return guesses.size();
    }

    /** How long the last pause lasted at least. */
    long lastPauseMs() {
        List<Guess> pauses = pauses();
        return pauses.isEmpty() ? 0 : pauses.getLast().afterAtLeastMs();
    }

    /** After how many wrong passwords the first pause came; 0: none came. */
    int triesBeforePause() {
        List<Round> rounds = rounds();
        return rounds.isEmpty() ? 0 : rounds.getFirst().guesses();
    }

    /** Whether a later pause was surely longer than the first. */
    boolean isGrowing() {
        List<Guess> pauses = pauses();
        return pauses.size() > 1
                && pauses.getLast().afterAtLeastMs()
                        >= GROWN * pauses.getFirst().afterAtMostMs();
    }

    /** Whether pauses surely grow no more. */
    boolean hasStopped() {
        List<Guess> pauses = pauses();
        return pauses.size() > LATER
                && pauses.getLast().afterAtLeastMs()
                        < NOT_GROWN * pauses.get(pauses.size() - 1 - LATER).afterAtMostMs();
    }

    /** How many guesses get through in this time at most. */
    long within(long ms) {
        List<Round> rounds = rounds();
        if (guesses.isEmpty()) {
            return 0;
        }
        if (rounds.isEmpty()) {
            long took = guesses.stream().mapToLong(Guess::afterAtLeastMs).sum();
            return Math.max(guesses.size(), guesses.size() * ms / Math.max(1, took));
        }
        long count = 0;
        long at = 0;
        for (Round round : rounds) {
            if (at >= ms) {
                return count;
            }
            count += round.guesses();
            at += round.ms();
        }
        Round steady = rounds.getLast();
        if (rounds.size() > 1) {
            Round before = rounds.get(rounds.size() - 2);
            boolean quicker = before.guesses() * steady.ms() > steady.guesses() * before.ms();
            steady = quicker ? before : steady;
        }
        return count + steady.guesses() * ceil(Math.max(0, ms - at), steady.ms());
    }

    /** What so many guesses in each such time come to. */
    static long within(long ms, long guesses, long eachMs) {
        return guesses * ceil(ms, Math.max(1, eachMs));
    }

    private static long ceil(long one, long by) {
        return (one + by - 1) / by;
    }
}
