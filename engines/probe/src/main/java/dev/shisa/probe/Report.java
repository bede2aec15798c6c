package dev.shisa.probe;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run found.
 *
 * @param results every key that was asked for, in the order of {@link Key}
 * @param tookMs wall time of the run
 * @param requests connections and datagrams sent beside the port scans
 */
public record Report(
        String device, Instant startedAt, long tookMs, long requests, Map<Key, Result> results, List<Note> notes) {

    public Report {
        results = Collections.unmodifiableMap(new EnumMap<>(results));
        notes = List.copyOf(notes);
    }
}
