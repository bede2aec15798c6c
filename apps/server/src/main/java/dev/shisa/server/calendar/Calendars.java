package dev.shisa.server.calendar;

import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.GuestLinks;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.TokensEnded;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskSource.Task;
import dev.shisa.server.platform.web.Ui;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The links by which people's calendars fetch their days, and what is fetched. */
@Service
class Calendars {

    /** More is of no use in a calendar. */
    static final int EVENTS_MAX = 500;

    /** What has passed stays to be seen for a while. */
    private static final int PAST_DAYS = 30;

    private static final int AHEAD_DAYS = 3 * 366;

    private final JdbcClient jdbc;
    private final Inbox inbox;
    private final ObjectProvider<Dated> sources;
    private final People people;
    private final GuestLinks accounts;
    private final PublicAddress address;
    private final Messages messages;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Calendars(
            JdbcClient jdbc,
            Inbox inbox,
            ObjectProvider<Dated> sources,
            People people,
            GuestLinks accounts,
            PublicAddress address,
            Messages messages,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.inbox = inbox;
        this.sources = sources;
        this.people = people;
        this.accounts = accounts;
        this.address = address;
        this.messages = messages;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Since when a person has a link; empty: they have none. */
    @Transactional(readOnly = true)
    public Optional<Instant> since(UUID person) {
        return jdbc.sql("SELECT made_at FROM calendar_link WHERE person_id = ? AND ended_at IS NULL")
                .param(person)
                .query((row, _) -> row.getTimestamp("made_at").toInstant())
                .optional();
    }

    /** Makes a link, which takes the place of the one before, and gives its secret, which nobody keeps. */
    @Transactional
    public String make(Person person) {
        accounts.hold(person.id());
        String secret = ids.secret();
        jdbc.sql("""
                        INSERT INTO calendar_link (id, person_id, token_hash, made_at) VALUES (:id, :person, :hash, :at)
                        ON CONFLICT (person_id) WHERE ended_at IS NULL
                        DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at""")
                .param("id", ids.next())
                .param("person", person.id())
                .param("hash", Secrets.hash(secret))
                .param("at", Timestamp.from(clock.instant()))
                .update();
        audit.record(person, "calendar.make", person.email(), Map.of());
        return secret;
    }

    @Transactional
    public void end(Person person) {
        if (end(person.id())) {
            audit.record(person, "calendar.end", person.email(), Map.of());
        }
    }

    /** It opens like a token, and ends where tokens do. */
    @EventListener
    @Transactional
    public void ended(TokensEnded tokens) {
        end(tokens.person());
    }

    private boolean end(UUID person) {
        return jdbc.sql("UPDATE calendar_link SET ended_at = :at WHERE person_id = :person AND ended_at IS NULL")
                        .param("at", Timestamp.from(clock.instant()))
                        .param("person", person)
                        .update()
                == 1;
    }

    /** Whose link it is; empty if it does not hold, or their account does not. */
    @Transactional(readOnly = true)
    public Optional<Person> holder(String secret) {
        return jdbc.sql("SELECT person_id FROM calendar_link WHERE token_hash = ? AND ended_at IS NULL")
                .param(Secrets.hash(secret))
                .query(UUID.class)
                .optional()
                .flatMap(people::inUse);
    }

    /** What the person may see now. */
    String feed(Person person) {
        Locale locale = Locale.of(person.language());
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        LocalDate until = today.plusDays(AHEAD_DAYS);
        List<Ics.Event> events = Stream.concat(
                        inbox.of(person, locale).stream().flatMap(Calendars::day),
                        sources.stream().flatMap(source -> source.days(person, locale, until).stream()))
                .filter(day -> !day.on().isBefore(today.minusDays(PAST_DAYS))
                        && !day.on().isAfter(until))
                .sorted(Comparator.comparing(Dated.Day::on).thenComparing(Dated.Day::key))
                .limit(EVENTS_MAX)
                .map(day -> new Ics.Event(
                        Task.mark(person.id() + " " + day.key()) + "@shisa",
                        day.on(),
                        day.title(),
                        address.base() + day.href()))
                .toList();
        return Ics.write(
                messages.get(locale, "calendar.name"),
                today.atStartOfDay(Ui.ZONE).toInstant(),
                events);
    }

    /** A thing that waits until a day, if its sentence may leave the house. */
    private static Stream<Dated.Day> day(Inbox.Entry entry) {
        Task task = entry.task();
        LocalDate due = task.due();
        boolean own = entry.place().isPresent() || entry.place() == Inbox.Place.LATER;
        return due == null || !own || !entry.leaves()
                ? Stream.empty()
                : Stream.of(new Dated.Day("task " + task.key(), due, task.sentence(), task.href()));
    }
}
