package dev.shisa.server.notice;

import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.TaskSource.Reminded;
import dev.shisa.server.platform.web.TaskSource.Task;
import dev.shisa.server.platform.web.Ui;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds each person of what waits for them in the inbox, was not put off, and has a last day: a week before, on the day, and at once when it has passed. What
 * it is stands behind the link: a sentence of Home names things that the reader may not see any more when the mail arrives.
 */
@Component
class TaskReminders {

    private static final int WEEK = 7;

    /** What became overdue longer ago is no news. */
    private static final int OVERDUE_DAYS = 31;

    private final Inbox inbox;
    private final People people;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    TaskReminders(Inbox inbox, People people, Notices notices, TransactionTemplate transaction, InstantSource clock) {
        this.inbox = inbox;
        this.people = people;
        this.notices = notices;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** When somebody is told of a day; its words are {@code notice.text.reminder.<id>}. */
    private enum Stage {
        WEEK,
        TODAY,
        LATE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 300_000)
    void look() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        for (Person person : people.inUse()) {
            List<Happening> due = new ArrayList<>();
            inbox.of(person, Locale.JAPANESE)
                    .forEach(one -> reminder(person, one, today).ifPresent(due::add));
            if (!due.isEmpty()) {
                transaction.executeWithoutResult(status -> due.forEach(notices::tell));
            }
        }
    }

    private static Optional<Happening> reminder(Person person, Inbox.Entry one, LocalDate today) {
        Task task = one.task();
        Reminded reminded = one.reminded();
        LocalDate due = task.due();
        boolean theirs = one.place() == Inbox.Place.OWN
                || (one.place() == Inbox.Place.OPEN && one.who().isEmpty());
        if (due == null || !theirs || reminded == Reminded.BY_ITSELF || due.isBefore(today.minusDays(OVERDUE_DAYS))) {
            return Optional.empty();
        }
        Stage stage = due.isAfter(today) ? Stage.WEEK : due.equals(today) ? Stage.TODAY : Stage.LATE;
        if (due.isAfter(today.plusDays(WEEK)) || (stage != Stage.WEEK && reminded == Reminded.ON_ITS_DAY)) {
            return Optional.empty();
        }
        return Optional.of(new Happening(
                NoticeKind.REMINDER,
                "reminder:" + person.id() + ":" + stage.id() + ":" + due + ":" + task.href(),
                null,
                stage.id() + ":" + due,
                person.id(),
                false,
                1,
                stage == Stage.LATE,
                List.of(stage.id(), due.toString()),
                task.href()));
    }
}
