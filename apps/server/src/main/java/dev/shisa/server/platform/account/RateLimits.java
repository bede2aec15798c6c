package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.TooOften;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * How often one source may knock at the doors that stand open to everybody: a count for each window of time, kept by the source's network
 * ({@link Source#network()}), and for the site of several networks as well.
 *
 * <p>Only so many counts are remembered. Whoever makes up sources to have others forgotten, or its own knocks, would need them from all
 * over the world: what is over the bound is forgotten in the provider's block that has the most counts ({@link Source#block()}), there
 * the one that was quiet longest.
 */
@Component
public class RateLimits {

    /** Counts remembered at once, some 5 MB. */
    static final int COUNTS_MAX = 20_000;

    /** So many networks of one site may do what one network may. */
    static final int NETWORKS_OF_A_SITE = 16;

    private record Window(Instant start, int count) {}

    private final InstantSource clock;

    /** Of each block its counts, the one that was quiet longest first. */
    private final Map<String, LinkedHashMap<String, Window>> blocks = new HashMap<>();

    /** The blocks by how many counts they have; among equals the one that was quiet longest first. */
    private final TreeMap<Integer, LinkedHashSet<String>> bySize = new TreeMap<>();

    private int counts;

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one knock; past the limit it is refused with the time to wait. */
    public void knock(String door, Source source, int limit, Duration window) {
        String block = source.block();
        refuse(count(block, door + " " + source.network(), limit, window));
        // What a single network does beyond its limit is not put down to its neighbours.
        source.site()
                .ifPresent(site -> refuse(count(block, door + " " + site, (long) limit * NETWORKS_OF_A_SITE, window)));
    }

    /** The same for somebody who is known, or for a thing, wherever it is asked from. */
    public void knock(String door, UUID id, int limit, Duration window) {
        refuse(count(id.toString(), door + " " + id, limit, window));
    }

    private static void refuse(Optional<Problem> problem) {
        if (problem.isPresent()) {
            throw problem.get();
        }
    }

    private synchronized Optional<Problem> count(String block, String key, long limit, Duration window) {
        Instant now = clock.instant();
        LinkedHashMap<String, Window> known = blocks.computeIfAbsent(block, b -> new LinkedHashMap<>(4, 0.75f, true));
        int before = known.size();
        Window present = known.compute(
                key,
                (k, last) -> last == null || !now.isBefore(last.start().plus(window)) || now.isBefore(last.start())
                        ? new Window(now, 1)
                        : new Window(last.start(), last.count() + 1));
        counts += known.size() - before;
        sort(block, before, known.size());
        while (counts > COUNTS_MAX) {
            forgetOne();
        }
        if (present.count() <= limit) {
            return Optional.empty();
        }
        long seconds = Math.max(
                1,
                Duration.between(now, present.start().plus(window))
                        .plusMillis(999)
                        .toSeconds());
        return Optional.of(new TooOften(seconds, "too-often", (seconds + 59) / 60));
    }

    private void forgetOne() {
        String largest = bySize.lastEntry().getValue().getFirst();
        LinkedHashMap<String, Window> known = blocks.getOrDefault(largest, new LinkedHashMap<>());
        int before = known.size();
        known.pollFirstEntry();
        counts--;
        sort(largest, before, before - 1);
        if (known.isEmpty()) {
            blocks.remove(largest);
        }
    }

    /** A block has now so many counts, and was heard last. */
    private void sort(String block, int before, int after) {
        LinkedHashSet<String> old = bySize.get(before);
        if (old != null) {
            old.remove(block);
            if (old.isEmpty()) {
                bySize.remove(before);
            }
        }
        if (after > 0) {
            bySize.computeIfAbsent(after, size -> new LinkedHashSet<>()).add(block);
        }
    }

    /**
     * Takes one knock back that turned out to be right, so that everybody behind one address may come in and only what fails is counted.
     */
    public synchronized void forgive(String door, Source source) {
        Map<String, Window> known = blocks.getOrDefault(source.block(), new LinkedHashMap<>());
        forgive(known, door + " " + source.network());
        source.site().ifPresent(site -> forgive(known, door + " " + site));
    }

    private static void forgive(Map<String, Window> known, String key) {
        known.computeIfPresent(key, (k, last) -> new Window(last.start(), Math.max(0, last.count() - 1)));
    }

    synchronized int remembered() {
        return counts;
    }

    synchronized void reset() {
        blocks.clear();
        bySize.clear();
        counts = 0;
    }
}
