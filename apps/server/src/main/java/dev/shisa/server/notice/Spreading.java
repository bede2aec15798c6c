package dev.shisa.server.notice;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.jobs.JobQueue;
import dev.shisa.server.platform.web.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes notices of what happened, and messages of notices.
 *
 * <p>Whose business something is follows from its kind, the roles and the series that a person sees at this moment. What has been
 * neither read nor sent is gathered, by kind and thing. Urgent notices wait a minute, so that an import that is under way comes as
 * one; and nobody is sent two urgent messages within a quarter of an hour. Everything else, and what of the urgent has not gone out,
 * goes into the daily message.
 */
@Service
class Spreading {

    private static final String JOB = "notice";
    private static final String DIGEST = "digest";
    private static final int AT_ONCE = 100;
    private static final Duration GATHERED = Duration.ofMinutes(1);
    private static final Duration APART = Duration.ofMinutes(15);

    /** Who has not looked for longer looks at the thing itself. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final NoticeStore store;
    private final MessageStore messages;
    private final ChannelStore channels;
    private final People people;
    private final JobQueue jobs;
    private final SendingSignal signal;
    private final RoomSignal rooms;
    private final Ids ids;
    private final InstantSource clock;

    Spreading(
            NoticeStore store,
            MessageStore messages,
            ChannelStore channels,
            People people,
            JobQueue jobs,
            SendingSignal signal,
            RoomSignal rooms,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.messages = messages;
        this.channels = channels;
        this.people = people;
        this.jobs = jobs;
        this.signal = signal;
        this.rooms = rooms;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes notices of the next that waits; false if nothing did. */
    @Transactional
    public boolean spread() {
        List<NoticeStore.Waiting> waiting = store.waiting(AT_ONCE);
        if (waiting.isEmpty()) {
            return false;
        }
        List<Person> everybody = people.inUse();
        List<Channel> rooms = channels.all();
        boolean mail = channels.post().map(ChannelStore.Post::server).isPresent();
        Map<UUID, Map<Topic, Topic.Way>> choices = new HashMap<>();
        for (NoticeStore.Waiting told : waiting) {
            Happening what = told.happening();
            for (Person person : everybody) {
                if (concerns(what, person)) {
                    Topic.Way way = choices.computeIfAbsent(person.id(), store::choices)
                            .getOrDefault(
                                    what.kind().topic(), what.kind().topic().usual(person.roles()));
                    store.put(
                            ids.next(),
                            new NoticeStore.Receiver(person.id(), true),
                            told,
                            mail ? way.timing(what.urgent()) : Topic.Timing.NONE);
                }
            }
            if (!what.kind().isPersonal()) {
                rooms.stream()
                        .filter(room -> room.topics().contains(what.kind().topic()))
                        .forEach(room -> store.put(
                                ids.next(),
                                new NoticeStore.Receiver(room.id(), false),
                                told,
                                Topic.Way.SOON.timing(what.urgent())));
            }
        }
        store.spread(waiting.stream().map(NoticeStore.Waiting::id).toList(), clock.instant());
        return true;
    }

    private static boolean concerns(Happening what, Person person) {
        return (what.person() == null
                        ? what.kind().concerns(person)
                        : what.person().equals(person.id()))
                && sees(person, what.seriesId(), what.whole());
    }

    /** Whether a person may know of something now. */
    static boolean sees(Person person, @Nullable UUID seriesId, boolean whole) {
        return (!whole || person.series().isEmpty()) && (seriesId == null || person.sees(seriesId));
    }

    /** Makes messages of what is urgent, and at its hour of everything. */
    @Transactional
    public void gather() {
        Instant now = clock.instant();
        boolean made = false;
        if (jobs.due(JOB, DIGEST).isEmpty()) {
            planDigest();
        }
        if (jobs.take(JOB, DIGEST, now, nextDigest(now))) {
            for (NoticeStore.Receiver receiver : store.digests()) {
                make(receiver, NoticeMessage.Sort.DIGEST, now);
                made = true;
            }
            store.forgetBefore(now.minus(KEPT));
        }
        for (NoticeStore.Receiver receiver : store.soon(now.minus(GATHERED), now.minus(APART))) {
            make(receiver, NoticeMessage.Sort.SOON, now);
            made = true;
        }
        if (made) {
            signal.giveAfterCommit();
            rooms.giveAfterCommit();
        }
    }

    private void make(NoticeStore.Receiver receiver, NoticeMessage.Sort sort, Instant now) {
        UUID id = ids.next();
        messages.add(id, receiver, sort, now);
        store.into(id, receiver, sort == NoticeMessage.Sort.DIGEST);
    }

    /** Sets the next daily message, as after its hour was changed. */
    @Transactional
    public void planDigest() {
        jobs.schedule(JOB, DIGEST, nextDigest(clock.instant()));
    }

    private Instant nextDigest(Instant now) {
        int hour = channels.post().map(ChannelStore.Post::digestHour).orElse(ChannelStore.USUAL_HOUR);
        LocalDate today = LocalDate.ofInstant(now, Ui.ZONE);
        Instant next = today.atTime(hour, 0).atZone(Ui.ZONE).toInstant();
        return next.isAfter(now)
                ? next
                : today.plusDays(1).atTime(hour, 0).atZone(Ui.ZONE).toInstant();
    }
}
