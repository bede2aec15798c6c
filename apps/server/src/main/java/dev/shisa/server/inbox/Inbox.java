package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.TaskSource.Reminded;
import dev.shisa.server.platform.web.TaskSource.Task;
import dev.shisa.server.platform.web.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What waits, of every capability, each thing once: what presses most first, then the reader's own, then the soonest. */
@Component
public class Inbox {

    /** What changes by itself, such as what the doctor finds, is seen after this time. */
    private static final Duration COUNT_KEPT = Duration.ofMinutes(1);

    private static final int COUNTS_MAX = 10_000;

    /** So many people are named for whom a thing waits; of the others it says how many there are. */
    private static final int NAMES_MAX = 3;

    private record Count(LedgerOutbox.Moment seen, Instant at, int tasks) {}

    private final ObjectProvider<TaskSource> sources;
    private final Puts puts;
    private final People people;
    private final Messages messages;
    private final LedgerOutbox outbox;
    private final InstantSource clock;
    private final Map<Person, Count> counts = new ConcurrentHashMap<>();

    Inbox(
            ObjectProvider<TaskSource> sources,
            Puts puts,
            People people,
            Messages messages,
            LedgerOutbox outbox,
            InstantSource clock) {
        this.sources = sources;
        this.puts = puts;
        this.people = people;
        this.messages = messages;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Where a thing stands for a reader. */
    public enum Place {
        /** It waits for exactly this person. */
        OWN,
        /** For anybody who may do it, and the reader may. */
        OPEN,
        /** For somebody else. */
        OTHERS,
        /** The reader put it off. */
        LATER,
        /** Somebody said that it is not ours. */
        ASIDE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the reader is asked for it now. */
        public boolean isPresent() {
            return this == OWN || this == OPEN;
        }
    }

    /**
     * One thing as it stands for a reader.
     *
     * @param who for whom it waits, in words; empty: for the reader, or anybody
     * @param put by which it was put off or set aside, or handed over; null: by none
     * @param leaves whether all that tell of it say that it may be told outside
     */
    public record Entry(
            Task task,
            Reminded reminded,
            Place place,
            String who,
            @Nullable Put put,
            boolean leaves) {

        /** Its name in addresses. */
        public String mark() {
            return Task.mark(task.key());
        }

        /** Whether its day has passed. */
        boolean isLate(LocalDate today) {
            LocalDate due = task.due();
            return due != null && due.isBefore(today);
        }
    }

    static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry one) -> one.task().kind())
            .thenComparing(Entry::place)
            .thenComparing(one -> one.task().due(), Comparator.nullsLast(Comparator.naturalOrder()));

    /** How many the reader is asked for. Every page shows it, so they are only counted again when something was recorded since. */
    int count(Person person) {
        Instant now = clock.instant();
        Count known = counts.get(person);
        LedgerOutbox.Moment seen = outbox.look(known == null ? null : known.seen);
        if (known == null || seen.news() || now.isBefore(known.at) || !now.isBefore(known.at.plus(COUNT_KEPT))) {
            int present = (int) of(person, Locale.JAPANESE).stream()
                    .filter(one -> one.place().isPresent())
                    .count();
            known = new Count(seen, now, present);
        } else {
            known = new Count(seen, known.at, known.tasks);
        }
        if (counts.size() >= COUNTS_MAX) {
            counts.clear();
        }
        counts.put(person, known);
        return known.tasks;
    }

    /** Everything that a person is told of, wherever it stands. */
    public List<Entry> of(Person person, Locale locale) {
        Map<String, Found> found = found(person, locale);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<String, List<Put>> standing =
                puts.standing(found.keySet(), person).stream().collect(Collectors.groupingBy(Put::task));
        Reading reading = new Reading(person, locale);
        return found.values().stream()
                .map(one -> reading.entry(one, standing.getOrDefault(one.task().key(), List.of())))
                .sorted(ORDER)
                .toList();
    }

    /** One of them by its name in addresses, as the person may see it. */
    public Optional<Entry> one(String mark, Person person, Locale locale) {
        return of(person, locale).stream()
                .filter(one -> one.mark().equals(mark))
                .findFirst();
    }

    /** The series that one of them is about, by its name in addresses; empty: it is about none, or nobody tells this person. */
    Optional<UUID> series(String mark, Person person) {
        return found(person, Locale.JAPANESE).values().stream()
                .map(Found::task)
                .filter(task -> Task.mark(task.key()).equals(mark))
                .flatMap(task -> Stream.ofNullable(task.series()))
                .findFirst();
    }

    /** Whether a person's own inbox has a thing: nobody is given what they are not told of. */
    boolean isTold(Person person, String key) {
        return found(person, Locale.JAPANESE).containsKey(key);
    }

    private record Found(Task task, Reminded reminded, boolean leaves) {

        Found with(Found other) {
            return new Found(
                    task.with(other.task),
                    reminded.compareTo(other.reminded) < 0 ? other.reminded : reminded,
                    leaves && other.leaves);
        }
    }

    private Map<String, Found> found(Person person, Locale locale) {
        Map<String, Found> found = new LinkedHashMap<>();
        sources.forEach(source -> source.tasks(person, locale)
                .forEach(task -> found.merge(
                        task.key(), new Found(task, source.reminded(task), source.mayLeave(task)), Found::with)));
        return found;
    }

    /** Who could do a thing: nobody is named who may not. */
    public static boolean may(Person person, Task task) {
        UUID series = task.series();
        Act needs = task.needs();
        return (needs == null || person.can(needs)) && (series == null || person.sees(series));
    }

    /** One reader at one moment. */
    private final class Reading {

        private final Person person;
        private final Locale locale;
        private final Instant now = clock.instant();
        private final LocalDate today = LocalDate.ofInstant(now, Ui.ZONE);
        private final Map<UUID, Person> inUse;
        private final Map<List<@Nullable Object>, String> able = new HashMap<>();

        Reading(Person person, Locale locale) {
            this.person = person;
            this.locale = locale;
            this.inUse = people.inUse().stream()
                    .collect(
                            Collectors.toMap(Person::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        }

        Entry entry(Found found, List<Put> standing) {
            Task task = found.task();
            Map<Put.How, Put> valid = standing.stream()
                    .filter(put -> put.isFor(task.kind(), now, today))
                    .collect(Collectors.toMap(Put::how, Function.identity(), (one, other) -> other));
            Put handed = valid.get(Put.How.HAND);
            Person receiver = handed == null ? null : able(handed.receiver(), task);
            if (receiver == null) {
                handed = null;
            }
            Person named = receiver == null ? able(task.waits().person(), task) : receiver;
            Place place = place(task, named);
            String who = named != null ? named.name() : place == Place.OTHERS ? who(task) : task.who();
            Put aside = valid.get(Put.How.NOT_OURS);
            Put later = valid.get(Put.How.LATER);
            if (aside != null) {
                return new Entry(task, found.reminded(), Place.ASIDE, who, aside, found.leaves());
            }
            return later != null && place.isPresent()
                    ? new Entry(task, found.reminded(), Place.LATER, who, later, found.leaves())
                    : new Entry(task, found.reminded(), place, who, handed, found.leaves());
        }

        private Place place(Task task, @Nullable Person named) {
            if (task.kind().isPersonal()) {
                return Place.OWN;
            }
            if (named != null) {
                return named.id().equals(person.id()) ? Place.OWN : Place.OTHERS;
            }
            if (!may(person, task)) {
                return Place.OTHERS;
            }
            return task.isOf(person) ? Place.OWN : Place.OPEN;
        }

        /** Somebody whose account is in use and who may do it; who may not any more gives it back to all. */
        private @Nullable Person able(@Nullable UUID id, Task task) {
            Person one = id == null ? null : id.equals(person.id()) ? person : inUse.get(id);
            return one == null || !may(one, task) ? null : one;
        }

        private String who(Task task) {
            return able.computeIfAbsent(java.util.Arrays.asList(task.needs(), task.series()), _ -> names(task));
        }

        private String names(Task task) {
            List<String> names = inUse.values().stream()
                    .filter(one -> may(one, task))
                    .map(Person::name)
                    .toList();
            if (names.isEmpty()) {
                return messages.get(locale, "inbox.nobody");
            }
            String first =
                    names.stream().limit(NAMES_MAX).collect(Collectors.joining(messages.get(locale, "inbox.and")));
            return names.size() <= NAMES_MAX
                    ? first
                    : messages.get(locale, "inbox.and-others", first, names.size() - NAMES_MAX);
        }
    }
}
