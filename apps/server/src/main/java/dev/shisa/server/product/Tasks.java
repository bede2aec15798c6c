package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.TaskSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The tasks of every capability, the soonest first, those without a day last. */
@Component
class Tasks {

    /** What changes by itself, such as what the doctor finds, is seen after this time. */
    private static final Duration COUNT_KEPT = Duration.ofMinutes(1);

    private static final int COUNTS_MAX = 10_000;

    private record Count(LedgerOutbox.Moment seen, Instant at, int tasks) {}

    private final ObjectProvider<TaskSource> sources;
    private final LedgerOutbox outbox;
    private final InstantSource clock;
    private final Map<Person, Count> counts = new ConcurrentHashMap<>();

    Tasks(ObjectProvider<TaskSource> sources, LedgerOutbox outbox, InstantSource clock) {
        this.sources = sources;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** How many there are. Every page shows it, so they are only counted again when something was recorded since. */
    int count(Person person) {
        Instant now = clock.instant();
        Count known = counts.get(person);
        LedgerOutbox.Moment seen = outbox.look(known == null ? null : known.seen);
        if (known == null || seen.news() || now.isBefore(known.at) || !now.isBefore(known.at.plus(COUNT_KEPT))) {
            known = new Count(seen, now, of(person, Locale.JAPANESE).size());
        } else {
            known = new Count(seen, known.at, known.tasks);
        }
        if (counts.size() >= COUNTS_MAX) {
            counts.clear();
        }
        counts.put(person, known);
        return known.tasks;
    }

    List<TaskSource.Task> of(Person person, Locale locale) {
        return sources.stream()
                .flatMap(source -> source.tasks(person, locale).stream())
                .sorted(Comparator.comparing(TaskSource.Task::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }
}
