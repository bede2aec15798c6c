package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** On Home: notices to users that wait to be sent, and mails that did not arrive. */
@Component
class AudienceTasks implements TaskSource {

    private static final int TASKS_MAX = 50;

    private final UserNotices notices;
    private final AudienceStore store;
    private final Messages messages;

    AudienceTasks(UserNotices notices, AudienceStore store, Messages messages) {
        this.notices = notices;
        this.store = store;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.TELL_USERS)) {
            return List.of();
        }
        Map<UUID, AudienceStore.Tally> tallies = store.tallies();
        List<Task> tasks = new ArrayList<>();
        for (UserNotice notice : notices.visibleTo(person)) {
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
            if (!UserNotices.maySend(notice, person)) {
                continue;
            }
            int failed = tallies.getOrDefault(notice.id(), AudienceStore.Tally.NONE).failed();
            if (notice.state() == UserNotice.State.WAITING) {
                int users = notices.users(notice.kind(), notice.series());
                // One that nobody would get asks nobody for anything.
                if (users > 0) {
                    tasks.add(task("recheck", "send", notice, locale, users));
                }
            } else if (failed > 0) {
                tasks.add(task("not-met", "failed", notice, locale, failed));
            }
        }
        return tasks;
    }

    private Task task(String shape, String what, UserNotice notice, Locale locale, int count) {
        return new Task(
                shape,
                messages.get(
                        locale,
                        "audience.task." + what,
                        notice.content().title().in(locale.getLanguage()),
                        count),
                null,
                "",
                notice.code(),
                messages.get(locale, "audience.task." + what + ".act"),
                AudiencePages.NOTICES + "/" + notice.code().toLowerCase(Locale.ROOT));
    }
}
