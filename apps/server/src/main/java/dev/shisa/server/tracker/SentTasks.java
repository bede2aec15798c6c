package dev.shisa.server.tracker;

import dev.shisa.server.inbox.Elsewhere;
import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.inbox.InboxView;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** In the inbox: where a thing is worked on outside, what was closed there, and what a tracker refuses. */
@Component
class SentTasks implements TaskSource, Elsewhere {

    private static final int TASKS_MAX = 100;

    private final Issues issues;
    private final Trackers trackers;
    private final IssueWords words;
    private final Messages messages;

    SentTasks(Issues issues, Trackers trackers, IssueWords words, Messages messages) {
        this.issues = issues;
        this.trackers = trackers;
        this.words = words;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        if (person.can(Act.TALK)) {
            Map<UUID, String> names = new HashMap<>();
            for (Issues.Seen one : issues.waiting(person, TASKS_MAX)) {
                String name = names.computeIfAbsent(
                        one.issue().tracker(),
                        id -> trackers.byId(id).map(Tracker::name).orElse(""));
                tasks.add(Task.of(
                                TaskKind.ANSWER,
                                "tracker-issue:" + one.issue().id(),
                                "recheck",
                                words.stand(locale, one.stand(), name),
                                new Way(
                                        messages.get(locale, "tracker.task.act"),
                                        Issues.HERE + "/" + one.issue().id()))
                        .about(one.issue().title())
                        .of(one.issue().series())
                        .needs(Act.TALK));
            }
        }
        if (person.can(Act.CHANGE_SETTINGS)) {
            trackers.used().stream()
                    .filter(one -> one.trouble().isOurs())
                    .forEach(one -> tasks.add(Task.of(
                                    TaskKind.SHISA,
                                    "tracker:" + one.id(),
                                    "recheck",
                                    messages.get(
                                            locale,
                                            "tracker.task.trouble",
                                            one.name(),
                                            words.why(
                                                    locale,
                                                    one.trouble().code(),
                                                    one.trouble().args())),
                                    new Way(
                                            messages.get(locale, "tracker.task.trouble.act"),
                                            TrackerPages.HERE + "/" + one.id()))
                            .needs(Act.CHANGE_SETTINGS)));
        }
        return tasks;
    }

    @Override
    public Optional<InboxView.Outside> of(Inbox.Entry entry, Ui ui) {
        Person person =
                Objects.requireNonNull(ui.person(), "the act of the handler lets nobody in who is not signed in");
        Optional<Issues.Seen> there = issues.of(entry.task().key(), person);
        if (there.isPresent()) {
            Issues.Seen seen = there.get();
            String name =
                    trackers.byId(seen.issue().tracker()).map(Tracker::name).orElse("");
            return Optional.of(new InboxView.Outside(
                    IssueWords.shape(seen.stand()),
                    words.stand(ui.locale(), seen.stand(), name),
                    Issues.HERE + "/" + seen.issue().id(),
                    List.of(),
                    ""));
        }
        List<Tracker> to = trackers.used();
        if (to.isEmpty() || !person.can(Act.TALK) || !Inbox.may(person, entry.task())) {
            return Optional.empty();
        }
        if (entry.task().series() == null && !person.series().isEmpty()) {
            return Optional.of(new InboxView.Outside("info", ui.t("tracker.whole"), "", List.of(), ""));
        }
        return Optional.of(
                entry.leaves()
                        ? new InboxView.Outside(
                                "",
                                "",
                                "",
                                to.stream()
                                        .map(one -> new Parts.Choice(one.id().toString(), one.name(), one.called()))
                                        .toList(),
                                Issues.title(entry))
                        : new InboxView.Outside("info", ui.t("tracker.stays"), "", List.of(), ""));
    }
}
