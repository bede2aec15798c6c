package dev.shisa.server.tracker;

import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes issues and asks how they stand, one request after the other, each in a bounded time. That an issue is being made is written down
 * before: a server that is killed meanwhile makes none twice. What was surely not made is tried again by itself, less and less often; what
 * may have been made waits for a person, since no tracker can be asked whether it has done what it was not heard to do.
 */
@Component
class Delivery {

    /** How often a tracker is asked while nothing is wrong. */
    static final Duration EVERY = Duration.ofMinutes(10);

    /** In one look: a list of Backlog, GitLab and Redmine has no more. */
    static final int AT_ONCE_MAX = 100;

    /** Of those that have to be asked for one by one. */
    private static final int ONE_BY_ONE_MAX = 25;

    private static final List<Duration> AGAIN_AFTER = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    /** Afterwards nobody remembers that it was to be sent, whichever of those that wait was tried. */
    static final Duration TRIED_FOR = Duration.ofDays(3);

    /** Longer than all requests of one look can take. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(15);

    private final TrackerStore store;
    private final Trackers trackers;
    private final Kind<Issue> issues;
    private final Products products;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Delivery(
            TrackerStore store,
            Trackers trackers,
            Rows rows,
            Products products,
            Messages messages,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.store = store;
        this.trackers = trackers;
        this.issues = rows.of(Issue.class);
        this.products = products;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Clears up behind a server that ended. */
    void settle() {
        transaction.executeWithoutResult(_ -> {
            store.lost(clock.instant());
            store.left();
        });
    }

    private record Going(Issue issue, Tracker tracker, int attempts) {}

    /** Sends the next issue that is due; false if none is. */
    boolean sendNext() {
        Instant now = clock.instant();
        Optional<Going> taken = Optional.ofNullable(transaction.execute(_ ->
                store.takeIssue(now, now.plus(TAKEN_FOR)).flatMap(this::going).orElse(null)));
        taken.ifPresent(this::send);
        return taken.isPresent();
    }

    private Optional<Going> going(UUID id) {
        return issues.byId(id)
                .flatMap(issue -> store.byId(issue.tracker())
                        .map(tracker -> new Going(
                                issue,
                                tracker,
                                Objects.requireNonNull(store.stands(List.of(id)).get(id))
                                        .attempts())));
    }

    private void send(Going going) {
        UUID id = going.issue().id();
        try {
            Adapter.There there = going.tracker()
                    .place()
                    .kind()
                    .adapter()
                    .create(trackers.wire(going.tracker()), draft(going.issue()));
            transaction.executeWithoutResult(_ -> {
                store.arrived(id, there, clock.instant());
                store.well(going.tracker().id(), going.tracker().called());
            });
        } catch (Trouble e) {
            transaction.executeWithoutResult(_ -> missed(going, e));
        } catch (InterruptedException e) {
            // Whether the tracker has it is not known: it is found as lost when its time is over.
            Thread.currentThread().interrupt();
        }
    }

    private void missed(Going going, Trouble e) {
        Outcome.Failed why = e.why();
        Instant now = clock.instant();
        boolean last =
                why.isRefusal() || !going.issue().made().at().plus(TRIED_FOR).isAfter(now);
        Instant next = now.plus(wait(going.attempts(), e));
        store.missed(
                going.issue().id(),
                e.mayBeDone() ? Issue.Step.UNCLEAR : last ? Issue.Step.FAILED : Issue.Step.WAITING,
                why,
                next);
        if (!why.isRefusal() && !e.mayBeDone()) {
            // The others would be told the same, and so are the owners.
            store.quiet(going.tracker().id(), next);
            store.troubled(going.tracker().id(), why, now, next);
        }
    }

    /** @param attempts so far */
    private static Duration wait(int attempts, Trouble e) {
        Duration usual = AGAIN_AFTER.get(Math.clamp(attempts - 1L, 0, AGAIN_AFTER.size() - 1));
        Duration quiet = e.quiet();
        return quiet == null || quiet.compareTo(usual) < 0 ? usual : quiet;
    }

    /** What is sent: the sentence, the day, the way back. */
    Adapter.Draft draft(Issue issue) {
        Locale locale = Locale.of(issue.language());
        List<String> lines = new ArrayList<>();
        Optional<Series> series = Optional.ofNullable(issue.series()).flatMap(products::byId);
        series.ifPresent(one -> lines.add(messages.get(locale, "tracker.text.product", one.name())));
        if (issue.due() != null) {
            lines.add(messages.get(locale, "tracker.text.due", issue.due().toString()));
        }
        lines.add(issue.href());
        lines.add("");
        lines.add(messages.get(locale, "tracker.text.closing"));
        return new Adapter.Draft(issue.title(), String.join("\n", lines), issue.due());
    }

    /** Asks the next tracker that is due how its issues stand; false if none is. */
    boolean lookNext() {
        Instant now = clock.instant();
        Optional<Tracker> taken = Optional.ofNullable(
                transaction.execute(_ -> store.take(now, now.plus(EVERY)).orElse(null)));
        taken.ifPresent(this::look);
        return taken.isPresent();
    }

    private void look(Tracker tracker) {
        Adapter adapter = tracker.place().kind().adapter();
        Map<UUID, String> watched =
                store.watched(tracker.id(), tracker.place().kind().isAskedForMany() ? AT_ONCE_MAX : ONE_BY_ONE_MAX);
        if (watched.isEmpty() && tracker.trouble().since() == null) {
            return;
        }
        try {
            Wire wire = trackers.wire(tracker);
            // Whoever may not see the project any more would be told that no issue is there.
            String called = adapter.project(wire);
            Map<String, Adapter.There> found =
                    watched.isEmpty() ? Map.of() : adapter.read(wire, List.copyOf(watched.values()));
            transaction.executeWithoutResult(_ -> {
                store.well(tracker.id(), called);
                Instant now = clock.instant();
                watched.forEach((id, ref) -> {
                    Adapter.There there = found.get(ref);
                    if (there == null) {
                        store.gone(id, now);
                    } else {
                        store.told(id, there, now);
                    }
                });
            });
        } catch (Trouble e) {
            Instant now = clock.instant();
            Duration usual = wait(tracker.trouble().attempts() + 1, e);
            Duration next = usual.compareTo(EVERY) < 0 ? EVERY : usual;
            transaction.executeWithoutResult(_ -> store.troubled(tracker.id(), e.why(), now, now.plus(next)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
