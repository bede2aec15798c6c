package dev.shisa.server.bench;

import dev.shisa.conformity.Strength;
import dev.shisa.probe.Note;
import dev.shisa.probe.Report;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of the probe.
 *
 * @param releaseId the version that the device ran, as whoever started it said
 * @param changes whether what changes the device's state was tried, too
 * @param seconds wall time that it was given, {@code requests} how many connections and datagrams
 * @param report what was found, without its notes; null: not over, or ended without one
 * @param notes lock-outs that it caused, state to restore
 * @param evidence codes of the evidence that it was recorded as
 * @param problem why it failed; empty: it did not
 * @param taken null: this server ran it
 */
record BenchRun(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        String address,
        boolean changes,
        int seconds,
        int requests,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        UUID byId,
        String by,
        @Nullable Report report,
        List<Note> notes,
        List<String> evidence,
        String problem,
        @Nullable Taken taken) {

    /** That a run came as a file. Nothing signs it, so it is what {@code performedBy} says that a test came to. */
    record Taken(String fileName, String sha256, String performedBy, Instant at) {}

    BenchRun {
        notes = List.copyOf(notes);
        evidence = List.copyOf(evidence);
    }

    /** How strong the facts are that it decides: a file could have been written by hand. */
    Strength strength() {
        return taken == null ? Strength.MEASURED : Strength.TESTED;
    }

    /** How it stands with a run. */
    enum State {
        RUNNING,
        DONE,
        /** Somebody stopped it; what had been seen by then is there. */
        STOPPED,
        /** The server ended meanwhile. */
        INTERRUPTED,
        FAILED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return Arrays.stream(values())
                    .filter(state -> state.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
