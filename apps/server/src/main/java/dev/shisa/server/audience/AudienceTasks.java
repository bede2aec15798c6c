package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** On Home: notices to users that wait to be sent, and mails that did not arrive. */
@Component
class AudienceTasks implements TaskSource {

    private static final int TASKS_MAX = 50;

    /** So long few answers ask for something; later nobody learns from them any more. */
    private static final Duration LOW_SHOWN = Duration.ofDays(90);

    private final UserNotices notices;
    private final AudienceStore store;
    private final Businesses businesses;
    private final BusinessStore answers;
    private final Messages messages;
    private final InstantSource clock;

    AudienceTasks(
            UserNotices notices,
            AudienceStore store,
            Businesses businesses,
            BusinessStore answers,
            Messages messages,
            InstantSource clock) {
        this.notices = notices;
        this.store = store;
        this.businesses = businesses;
        this.answers = answers;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.TELL_USERS)) {
            return List.of();
        }
        Map<UUID, Integer> undelivered = store.failed();
        AudienceRules rules = businesses.rules().rules();
        Map<UUID, Integer> silent = answers.silent();
        Set<UUID> improved = answers.improvements().stream()
                .map(BusinessStore.Improvement::notice)
                .collect(Collectors.toSet());
        Instant now = clock.instant();
        List<Task> tasks = new ArrayList<>();
        List<UserNotice> visible = notices.visibleTo(person);
        Set<UUID> overtaken = notices.overtaken(visible);
        for (UserNotice notice : visible) {
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
            if (!UserNotices.maySend(notice, person) || overtaken.contains(notice.id())) {
                continue;
            }
            UserNotice.Step step = notice.step();
            int failed = undelivered.getOrDefault(notice.id(), 0);
            if (notice.state() == UserNotice.State.WAITING) {
                int users = notices.receivers(notice.kind(), notice.series());
                // One that nobody would get asks nobody for anything, but for the end of support, which is to be told
                // otherwise.
                if (users > 0 || notice.kind() == AudienceKind.SUPPORT_END) {
                    tasks.add(task("recheck", "send", notice, locale, users));
                }
            } else if (failed > 0) {
                tasks.add(task("not-met", "failed", notice, locale, failed));
            }
            if (step == null || step.act() != UserNotice.Act.SENT || improved.contains(notice.id())) {
                continue;
            }
            int unanswered = silent.getOrDefault(notice.id(), 0);
            if (unanswered > 0
                    && person.series().isEmpty()
                    && !now.isBefore(step.at().plus(Duration.ofDays(rules.acknowledgeDays())))) {
                tasks.add(task("not-met", "silent", notice, locale, unanswered));
            }
            Instant read = step.at().plus(Duration.ofDays(rules.readDays()));
            if (!now.isBefore(read) && now.isBefore(read.plus(LOW_SHOWN))) {
                AudienceStore.Tally tally = store.tally(notice.id());
                if (tally.acknowledged() * 100L < (long) rules.readPercent() * tally.sent()) {
                    tasks.add(task("recheck", "low", notice, locale, (int)
                            Math.round(tally.acknowledged() * 100.0 / tally.sent())));
                }
            }
        }
        return tasks;
    }

    private Task task(String shape, String what, UserNotice notice, Locale locale, int count) {
        return Task.of(
                        TaskKind.WORD,
                        "notice:" + notice.id() + ":" + what,
                        shape,
                        messages.get(
                                locale,
                                "audience.task." + what,
                                notice.content().title().in(locale.getLanguage()),
                                count),
                        new Way(
                                messages.get(locale, "audience.task." + what + ".act"),
                                AudiencePages.NOTICES + "/" + notice.code().toLowerCase(Locale.ROOT)))
                .about(notice.code())
                .needs(Act.TELL_USERS);
    }
}
