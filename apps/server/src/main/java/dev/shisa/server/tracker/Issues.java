package dev.shisa.server.tracker;

import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.start.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What of the inbox is worked on in a tracker. None of it settles anything here. */
@Service
@Doing
@Transactional
class Issues {

    static final String HERE = "/tasks/sent";
    static final String ONE = HERE + "/{issue}";

    /** A tracker has no longer titles: Backlog, GitHub, GitLab, Jira and Redmine take 255 characters. */
    static final int TITLE_CHARS_MAX = 255;

    /** Those of one product, or of the company as a whole for those who see all of it. */
    private static final String SEEN = "(:every OR t.series_id = ANY (:series))";

    private final Rows rows;
    private final Kind<Issue> issues;
    private final TrackerStore store;
    private final Trackers trackers;
    private final Inbox inbox;
    private final TrackerSignal signal;
    private final Audit audit;

    Issues(Rows rows, TrackerStore store, Trackers trackers, Inbox inbox, TrackerSignal signal, Audit audit) {
        this.rows = rows;
        this.issues = rows.of(Issue.class);
        this.store = store;
        this.trackers = trackers;
        this.inbox = inbox;
        this.signal = signal;
        this.audit = audit;
    }

    /** An issue and how it stands. */
    record Seen(Issue issue, Issue.Stand stand) {}

    /** How a thing of the inbox is called where it is sent, cut to what every tracker takes. */
    static String title(Inbox.Entry entry) {
        String title = entry.task().sentence();
        return title.length() > TITLE_CHARS_MAX ? title.substring(0, TITLE_CHARS_MAX - 1) + "…" : title;
    }

    /** Sends a thing that the person is told of and may settle. */
    @Requires(Act.TALK)
    @Does(page = "/tasks/{task}/send", on = "/tasks/{task}", then = ONE, done = "sent")
    public Sending send(String task, String tracker, HttpServletRequest request, Person person) {
        Inbox.Entry entry = inbox.one(task, person, Locale.of(person.language()))
                .orElseThrow(() -> new Problem(404, "inbox.unknown"));
        if (!Inbox.may(person, entry.task())) {
            throw new Problem(403, "inbox.not-yours");
        }
        if (!entry.leaves()) {
            throw new Problem(403, "tracker.stays");
        }
        if (entry.task().series() == null && !person.series().isEmpty()) {
            throw new Problem(403, "tracker.whole");
        }
        if (of(entry.task().key(), person).isPresent()) {
            throw new Problem(409, "tracker.there");
        }
        Tracker to = trackers.used().stream()
                .filter(one -> one.id().toString().equals(tracker))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "tracker.unknown"));
        Issue issue = new Issue(
                rows.id(),
                to.id(),
                entry.task().key(),
                entry.task().series(),
                title(entry),
                entry.task().due(),
                PublicAddress.link(request, entry.task().href()).url(),
                person.language(),
                rows.by(person),
                null);
        try {
            issues.add(issue.series(), issue);
        } catch (DuplicateKeyException e) {
            throw new Problem(409, "tracker.there");
        }
        audit.record(person, "tracker.send", issue.title(), Map.of("to", to.name()));
        signal.giveAfterCommit();
        return new Sending(issue.id());
    }

    /** @param issue its id, as addresses have it */
    record Sending(UUID issue) {}

    /** Somebody has looked at what was closed there. */
    @Requires(Act.TALK)
    @Does(page = ONE + "/looked", on = ONE, done = "looked")
    public Sending looked(UUID issue, Person person) {
        Issue one = require(issue, person).issue();
        if (store.looked(issue)) {
            audit.record(person, "tracker.looked", one.title(), Map.of());
        }
        return new Sending(issue);
    }

    /** Sends once more what may not have arrived: a person has looked whether it is there. */
    @Requires(Act.TALK)
    @Does(page = ONE + "/again", on = ONE, done = "again")
    public Sending again(UUID issue, Person person) {
        Issue one = require(issue, person).issue();
        trackers.require(one.tracker());
        if (!store.again(issue)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(person, "tracker.again", one.title(), Map.of());
        signal.giveAfterCommit();
        return new Sending(issue);
    }

    /** Is not followed any more; what is there stays there, and the thing can be sent anew. */
    @Requires(Act.TALK)
    @Does(page = ONE + "/leave", on = ONE, then = HERE, done = "left")
    public Sending leave(UUID issue, Person person) {
        Issue one = require(issue, person).issue();
        if (store.hold(issue) == Issue.Step.GOING) {
            // It would be made all the same, and followed by nobody.
            throw new Problem(409, "changed-meanwhile", "");
        }
        if (!issues.end(issue, one.series(), rows.by(person), "")) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        store.looked(issue);
        audit.record(person, "tracker.leave", one.title(), Map.of());
        return new Sending(issue);
    }

    @Transactional(readOnly = true)
    public Seen require(UUID id, Person person) {
        return issues.byId(id)
                .filter(one -> sees(person, one))
                .map(one -> new Seen(
                        one, Objects.requireNonNull(store.stands(List.of(id)).get(id))))
                .orElseThrow(() -> new Problem(404, "tracker.issue.unknown"));
    }

    private static boolean sees(Person person, Issue issue) {
        UUID series = issue.series();
        return series == null ? person.series().isEmpty() : person.sees(series);
    }

    /** Where a thing is worked on now, as far as the person sees it. */
    @Transactional(readOnly = true)
    public Optional<Seen> of(String task, Person person) {
        return seen(
                        issues
                                .list(
                                        "WHERE t.task = :task AND t.ended_at IS NULL ORDER BY t.at, t.id",
                                        Map.of("task", task))
                                .stream()
                                .filter(one -> sees(person, one))
                                .toList())
                .stream()
                .findFirst();
    }

    /** What was sent, the newest first. */
    @Transactional(readOnly = true)
    public List<Seen> page(Person person, int from, int most) {
        return seen(issues.list(
                "WHERE t.ended_at IS NULL AND " + SEEN + " ORDER BY t.at DESC, t.id OFFSET :from LIMIT :most",
                Map.of(
                        "every",
                        person.series().isEmpty(),
                        "series",
                        person.series().toArray(UUID[]::new),
                        "from",
                        from,
                        "most",
                        most)));
    }

    @Transactional(readOnly = true)
    public int count(Person person) {
        return issues.count(
                "WHERE t.ended_at IS NULL AND " + SEEN,
                Map.of(
                        "every",
                        person.series().isEmpty(),
                        "series",
                        person.series().toArray(UUID[]::new)));
    }

    /** Those that wait for somebody to look: closed there, gone, or perhaps not arrived. */
    @Transactional(readOnly = true)
    public List<Seen> waiting(Person person, int most) {
        return seen(issues.list(
                "WHERE t.ended_at IS NULL AND (t.news OR t.step IN ('unclear', 'failed')) AND " + SEEN
                        + " ORDER BY t.at, t.id LIMIT :most",
                Map.of(
                        "every",
                        person.series().isEmpty(),
                        "series",
                        person.series().toArray(UUID[]::new),
                        "most",
                        most)));
    }

    private List<Seen> seen(Collection<Issue> found) {
        Map<UUID, Issue.Stand> stands = found.isEmpty()
                ? Map.of()
                : store.stands(found.stream().map(Issue::id).toList());
        return found.stream()
                .map(one -> new Seen(one, Objects.requireNonNull(stands.get(one.id()))))
                .toList();
    }
}
