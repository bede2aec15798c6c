package dev.shisa.server.evidence;

import dev.shisa.server.calendar.Dated;
import dev.shisa.server.catalogue.EditionChanged;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesArchived;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** What evidence puts on Home: confirmations that wait for the person, evidence that runs out. */
@Component
class EvidenceTasks implements TaskSource, HomeSide, Dated {

    /** More waiting confirmations than this become one task. */
    private static final int ROWS_MAX = 3;

    private static final int EXPIRY_DAYS = 30;
    private static final int SIDE_DAYS = 90;
    private static final int EXPIRING_MAX = 10;

    /** More nobody renews one by one; what rests on them stands among the criteria, however many there are. */
    private static final int EXPIRED_MAX = 100;

    /** Of more that waits, the oldest tell whether somebody is missing. */
    private static final int WAITING_MAX = 200;

    /** Names in tasks, and what runs out, may be this much older than the page. */
    private static final Duration KNOWN_MAX = Duration.ofSeconds(30);

    /** People whose tasks are remembered; more are never at work at once. */
    private static final int PEOPLE_MAX = 300;

    private record Reader(Person person, Locale locale) {}

    private record Known(long changes, Instant at, List<Task> tasks) {}

    /** Every page shows how many tasks there are, while evidence changes far less often than pages are read. */
    private final Map<Reader, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Reader, Known> eldest) {
            return size() > PEOPLE_MAX;
        }
    };

    private final AtomicLong changes = new AtomicLong();
    private final EvidenceLog log;
    private final Products products;
    private final People people;
    private final Messages messages;
    private final InstantSource clock;

    EvidenceTasks(EvidenceLog log, Products products, People people, Messages messages, InstantSource clock) {
        this.log = log;
        this.products = products;
        this.people = people;
        this.messages = messages;
        this.clock = clock;
    }

    @TransactionalEventListener(
            classes = {EvidenceRecorded.class, FactsChanged.class, EditionChanged.class, SeriesArchived.class},
            phase = TransactionPhase.AFTER_COMMIT,
            fallbackExecution = true)
    void changed() {
        changes.incrementAndGet();
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        Reader reader = new Reader(person, locale);
        // Counted before reading: what changes meanwhile is read again next time.
        long present = changes.get();
        Instant now = clock.instant();
        synchronized (known) {
            Known last = known.get(reader);
            if (last != null
                    && last.changes() == present
                    && Duration.between(last.at(), now).abs().compareTo(KNOWN_MAX) < 0) {
                return last.tasks();
            }
        }
        List<Task> tasks = read(person, locale);
        synchronized (known) {
            known.put(reader, new Known(present, now, tasks));
        }
        return tasks;
    }

    private List<Task> read(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        if (person.can(Act.CONFIRM)) {
            EvidenceLog.Page waiting =
                    log.page(EvidenceFilter.waitingFor(person, person.series(), "", Set.of(), ROWS_MAX));
            if (waiting.found() > ROWS_MAX) {
                tasks.add(many(waiting.found(), locale)
                        .waitsFor(person.id(), person.name())
                        .led(messages.get(locale, "evidence.task.confirm.act"), "/confirm"));
            } else {
                waiting.rows()
                        .forEach(e -> tasks.add(task(TaskKind.CONFIRMATION, "user", "confirm", e, locale)
                                .waitsFor(person.id(), person.name())
                                .needs(Act.CONFIRM)));
            }
        }
        if (person.can(Act.ADD_EVIDENCE)) {
            for (EvidenceSummary e : expiring(person, EXPIRY_DAYS, EXPIRING_MAX)) {
                tasks.add(ending(TaskKind.EXPIRING, "clock", "expiring", e, locale));
            }
            for (EvidenceSummary e : expiring(person, 0, EXPIRED_MAX)) {
                tasks.add(ending(TaskKind.EXPIRED, "recheck", "expired", e, locale));
            }
            if (!person.can(Act.CONFIRM)) {
                int waiting = log.page(EvidenceFilter.waitingFor(person, person.series(), "", Set.of(), 1))
                        .found();
                if (waiting > 0) {
                    tasks.add(many(waiting, locale));
                }
            }
        }
        if (person.can(Act.MANAGE_PEOPLE) && isWaitingForNobody()) {
            tasks.add(Task.of(
                            TaskKind.COMPANY,
                            "confirm:nobody",
                            "user",
                            messages.get(locale, "evidence.task.nobody"),
                            new Way(messages.get(locale, "evidence.task.nobody.act"), "/settings/people/new"))
                    .about(messages.get(locale, "evidence.task.nobody.about"))
                    .needs(Act.MANAGE_PEOPLE));
        }
        return List.copyOf(tasks);
    }

    /** Whether evidence waits that nobody who has come in may confirm: its author does not, nor who is limited to other products. */
    private boolean isWaitingForNobody() {
        List<Person> confirmers = people.inUse(Act.CONFIRM);
        return confirmers.stream().filter(one -> one.series().isEmpty()).count() < 2
                && log
                        .search(new EvidenceFilter(
                                Set.of(),
                                null,
                                "",
                                null,
                                null,
                                null,
                                EvidenceFilter.Confirmation.WAITING,
                                EvidenceFilter.Sort.RECORDED,
                                false,
                                0,
                                WAITING_MAX))
                        .stream()
                        .anyMatch(e -> confirmers.stream().noneMatch(one -> mayConfirm(one, e)));
    }

    private static boolean mayConfirm(Person person, EvidenceSummary e) {
        return !person.id().equals(e.submittedBy())
                && (person.series().isEmpty()
                        || e.seriesId() == null
                        || person.series().contains(e.seriesId()));
    }

    /** Evidence of several products: who confirms it goes through one list. */
    private Task many(int waiting, Locale locale) {
        return Task.of(
                        TaskKind.CONFIRMATION,
                        "confirm",
                        "user",
                        messages.get(locale, "evidence.task.confirm-many", waiting),
                        new Way(messages.get(locale, "evidence.task.see"), "/evidence?confirmation=waiting"))
                .about(messages.get(locale, "evidence.task.confirm-many.about"))
                .needs(Act.CONFIRM);
    }

    private Task ending(TaskKind kind, String shape, String what, EvidenceSummary e, Locale locale) {
        return task(kind, shape, what, e, locale)
                .due(lastDay(e))
                .waitsFor(e.submittedBy(), e.submittedName())
                .needs(Act.ADD_EVIDENCE);
    }

    private Task task(TaskKind kind, String shape, String what, EvidenceSummary e, Locale locale) {
        return Task.of(
                        kind,
                        "evidence:" + e.id() + ":" + what,
                        shape,
                        messages.get(locale, "evidence.task." + what, e.title().in(locale)),
                        new Way(messages.get(locale, "evidence.task." + what + ".act"), "/evidence/" + e.code()))
                .about(about(e, locale))
                .of(e.seriesId());
    }

    @Override
    public Block block() {
        return Block.DUE;
    }

    @Override
    public List<Row> rows(Person person, Locale locale) {
        List<Row> rows = new ArrayList<>();
        for (EvidenceSummary e : expiring(person, SIDE_DAYS, EXPIRING_MAX)) {
            Instant until = e.validUntil();
            LocalDate day = lastDay(e);
            if (until != null && day != null) {
                boolean urgent = until.isBefore(clock.instant().plus(java.time.Duration.ofDays(EXPIRY_DAYS)));
                rows.add(new Row("", e.title().in(locale), "/evidence/" + e.code(), day.toString(), urgent, until));
            }
        }
        return rows;
    }

    /** By product and code: a title is what somebody wrote. */
    @Override
    public List<Dated.Day> days(Person person, Locale locale, LocalDate until) {
        int ahead = (int) ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), Ui.ZONE), until);
        List<Dated.Day> days = new ArrayList<>();
        for (EvidenceSummary e : expiring(person, ahead, EXPIRED_MAX)) {
            LocalDate day = lastDay(e);
            if (day != null) {
                days.add(new Dated.Day(
                        "evidence " + e.id(),
                        day,
                        messages.get(locale, "calendar.evidence", about(e, locale)),
                        "/evidence/" + e.code()));
            }
        }
        return days;
    }

    /** @param days 0: what has run out, and nothing continues; the latest first */
    private List<EvidenceSummary> expiring(Person person, int days, int most) {
        return log
                .search(new EvidenceFilter(
                        person.series(),
                        null,
                        "",
                        null,
                        null,
                        days,
                        null,
                        EvidenceFilter.Sort.EXPIRY,
                        days == 0,
                        0,
                        most))
                .stream()
                .filter(e -> e.standing() > 0)
                .toList();
    }

    private String about(EvidenceSummary e, Locale locale) {
        String product = e.seriesId() == null
                ? messages.get(locale, "evidence.organisation")
                : products.byId(e.seriesId()).map(Series::name).orElse("");
        return messages.get(locale, "evidence.task.about", product, e.code());
    }

    private static @Nullable LocalDate lastDay(EvidenceSummary e) {
        Instant until = e.validUntil();
        return until == null ? null : until.minusMillis(1).atZone(Ui.ZONE).toLocalDate();
    }
}
