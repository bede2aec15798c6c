package dev.shisa.server.portal;

import dev.shisa.server.platform.account.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where the maker says that its users can read something, and what came of looking there (guide 002, S1.1-05 and S1.1-16: what is
 * published has to be reachable).
 *
 * <p>A place counts as gone only when it failed three times over six hours, so that a server that is started anew makes nothing red. What
 * may be our own fault (no name, no way, no certificate) counts only while another host answers, or after a day if the place was ever
 * there: a house without a way to the internet proves nothing about its pages.
 *
 * @param watchedAt since when it is looked at
 * @param lookedAt null: nobody has looked yet
 * @param reachedAt when it was there last; null: never
 * @param failingSince null: it was there at the last look
 * @param failures looks in a row at which it was not there
 * @param answered whether its server said anything at the last look
 * @param outcome why it was not there; empty: it was
 * @param what the argument of these words
 * @param etag what its server wants to hear at the next look; empty: nothing
 * @param lastModified the same
 * @param textHash of the words on the page; empty: they were never read
 * @param changedAt when other words were read there for the first time; null: they are what they were
 * @param goneAt since when it counts as gone; null: it does not
 */
record PublishedPlace(
        String address,
        Instant watchedAt,
        @Nullable Instant lookedAt,
        @Nullable Instant reachedAt,
        @Nullable Instant failingSince,
        int failures,
        boolean answered,
        String outcome,
        String what,
        String etag,
        String lastModified,
        String textHash,
        @Nullable Instant changedAt,
        @Nullable Instant goneAt) {

    /** Looks that have to fail. */
    static final int FAILURES = 3;

    /** So long have they to fail. */
    static final Duration LASTS = Duration.ofHours(6);

    /** So long, where nobody else answered meanwhile. */
    static final Duration ALONE = Duration.ofDays(1);

    /** Between two looks. */
    static final Duration EVERY = Duration.ofHours(1);

    /** Faults that may be our own way to the internet. */
    private static final Set<String> MAYBE_OURS = Set.of("unknown-host", "unreachable", "too-long", "certificate");

    /** How it stands, as its page shows it. */
    enum State {
        /** Nobody has looked yet. */
        NEW,
        THERE,
        /** It was not there, but that may pass. */
        FAILING,
        GONE,
        /** From here nobody can say. */
        UNASKED
    }

    /** What somebody who looks sees. */
    sealed interface Seen {
        /** It is there. */
        record There(String text, String etag, String lastModified) implements Seen {}

        /** It is there, and what it says is not read: it is as it was, or too long. */
        record Unread() implements Seen {}

        /**
         * It is not there.
         *
         * @param certain whether that needs no second look
         */
        record Missing(String reason, String what, boolean certain) implements Seen {}

        /** It cannot be asked. */
        record Unasked(String reason, String what) implements Seen {}
    }

    static PublishedPlace fresh(String address, Instant now) {
        return new PublishedPlace(address, now, null, null, null, 0, false, "", "", "", "", "", null, null);
    }

    State state() {
        if (goneAt != null) {
            return State.GONE;
        }
        if (lookedAt == null) {
            return State.NEW;
        }
        return outcome.isEmpty() ? State.THERE : failingSince == null ? State.UNASKED : State.FAILING;
    }

    boolean isDue(Instant now) {
        // A watch that comes a little early still looks: otherwise it would look every second time only.
        return lookedAt == null
                || !lookedAt.plus(EVERY).minus(Duration.ofMinutes(5)).isAfter(now);
    }

    /**
     * What is known after a look.
     *
     * @param othersAnswer whether another host answered lately, so that the way to the internet is open
     */
    PublishedPlace after(Seen seen, Instant now, boolean othersAnswer) {
        return switch (seen) {
            case Seen.There there -> {
                String hash = hash(there.text());
                boolean other = !textHash.isEmpty() && !textHash.equals(hash);
                yield new PublishedPlace(
                        address,
                        watchedAt,
                        now,
                        now,
                        null,
                        0,
                        true,
                        "",
                        "",
                        there.etag(),
                        there.lastModified(),
                        hash,
                        other ? now : changedAt,
                        null);
            }
            case Seen.Unread _ ->
                new PublishedPlace(
                        address,
                        watchedAt,
                        now,
                        now,
                        null,
                        0,
                        true,
                        "",
                        "",
                        etag,
                        lastModified,
                        textHash,
                        changedAt,
                        null);
            case Seen.Unasked unasked ->
                new PublishedPlace(
                        address,
                        watchedAt,
                        now,
                        reachedAt,
                        failingSince,
                        failures,
                        false,
                        unasked.reason(),
                        unasked.what(),
                        etag,
                        lastModified,
                        textHash,
                        changedAt,
                        goneAt);
            case Seen.Missing missing -> failed(missing, now, othersAnswer);
        };
    }

    private PublishedPlace failed(Seen.Missing missing, Instant now, boolean othersAnswer) {
        Instant since = failingSince == null ? now : failingSince;
        boolean answers = !MAYBE_OURS.contains(missing.reason());
        boolean lasting = failures + 1 >= FAILURES && !since.plus(LASTS).isAfter(now);
        boolean theirs = answers
                || othersAnswer
                || (reachedAt != null && !since.plus(ALONE).isAfter(now));
        Instant gone = goneAt != null ? goneAt : missing.certain() || (lasting && theirs) ? now : null;
        return new PublishedPlace(
                address,
                watchedAt,
                now,
                reachedAt,
                since,
                failures + 1,
                answers,
                missing.reason(),
                missing.what(),
                etag,
                lastModified,
                textHash,
                changedAt,
                gone);
    }

    private static String hash(String text) {
        return text.isEmpty() ? "" : HexFormat.of().formatHex(Secrets.hash(text));
    }
}
