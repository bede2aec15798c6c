package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a drill shows of how a real case would go: which days were kept, what was answered in which time, and who did what. It is
 * computed from the entries whenever somebody looks, also while the drill goes on.
 *
 * @param scenario empty: it is of before scenarios were kept
 * @param ended null: it goes on
 * @param acknowledged how long the reporter waited for the first word; null: there was none
 * @param kept how many days were kept
 * @param late how many were not, or passed with nothing done
 * @param people how many worked on it
 * @param lessons what was learnt
 */
record DrillResult(
        String scenario,
        Instant began,
        @Nullable Instant ended,
        @Nullable Duration acknowledged,
        int kept,
        int late,
        int people,
        int lessons,
        List<Come> come,
        List<Did> did) {

    DrillResult {
        come = List.copyOf(come);
        did = List.copyOf(did);
    }

    /**
     * Something that came during the drill.
     *
     * @param until when it had to be answered
     * @param answered null: nobody has
     */
    record Come(Entry what, Instant until, @Nullable Instant answered, String by) {

        boolean inTime() {
            Instant at = answered;
            return at != null && !at.isAfter(until);
        }
    }

    /** How often somebody did something. */
    record Did(String name, Map<EntryKind, Integer> what) {

        Did {
            what = Map.copyOf(what);
        }
    }

    /** How many of those that came were answered in time. */
    int answered() {
        return (int) come.stream().filter(Come::inTime).count();
    }

    static DrillResult of(Case one, Rules rules, Instant now) {
        int kept = 0;
        int late = 0;
        Duration acknowledged = null;
        for (Clock clock : one.clocks(rules)) {
            switch (clock.state(now)) {
                case KEPT -> kept++;
                case KEPT_LATE, OVERDUE -> late++;
                case RUNNING, SOON -> {
                    // Nobody knows yet.
                }
            }
            Instant done = clock.done();
            if (clock.kind() == Clock.Kind.ACKNOWLEDGE && done != null) {
                acknowledged = Duration.between(one.received(), done);
            }
        }
        return new DrillResult(
                one.about("scenario"),
                one.received(),
                ended(one).orElse(null),
                acknowledged,
                kept,
                late,
                one.assigned().size(),
                one.of(EntryKind.LESSON).size(),
                come(one),
                did(one));
    }

    private static Optional<Instant> ended(Case one) {
        return one.state() != CaseState.CLOSED
                ? Optional.empty()
                : one.of(EntryKind.STEP).stream()
                        .filter(step -> step.get("to").equals(CaseState.CLOSED.id()))
                        .map(Entry::at)
                        .reduce((a, b) -> b);
    }

    private static List<Come> come(Case one) {
        Drill drill = Drill.of(one).orElse(null);
        List<Come> come = new ArrayList<>();
        for (Entry entry : one.of(EntryKind.INJECTED)) {
            Duration within = drill == null
                    ? Duration.ZERO
                    : drill.inject(entry.get("inject"))
                            .map(Drill.Inject::within)
                            .orElse(Duration.ZERO);
            Optional<Entry> done = one.of(EntryKind.TASK).stream()
                    .filter(task -> entry.id().equals(task.about()))
                    .flatMap(task -> one.of(EntryKind.DONE).stream()
                            .filter(answer -> task.id().equals(answer.about())))
                    .findFirst();
            come.add(new Come(
                    entry,
                    entry.at().plus(within),
                    done.map(Entry::at).orElse(null),
                    done.map(Entry::byName).orElse("")));
        }
        return come;
    }

    private static List<Did> did(Case one) {
        Map<UUID, String> names = new java.util.LinkedHashMap<>();
        Map<UUID, Map<EntryKind, Integer>> counts = new java.util.LinkedHashMap<>();
        for (Entry entry : one.entries()) {
            UUID by = entry.byId();
            if (by != null && entry.kind() != EntryKind.OPENED && entry.kind() != EntryKind.ASSIGNED) {
                names.put(by, entry.byName());
                counts.computeIfAbsent(by, _ -> new EnumMap<>(EntryKind.class)).merge(entry.kind(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(e -> new Did(Objects.requireNonNullElse(names.get(e.getKey()), ""), e.getValue()))
                .sorted(Comparator.comparing(Did::name))
                .toList();
    }
}
