package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrames;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On Home, for those who work on a case only: clocks that end, a measure that has to be chosen, one's own tasks, the quarantine. */
@Component
class CaseTasks implements TaskSource {

    /** More nobody reads; the list of cases has them all. */
    private static final int TASKS_MAX = 50;

    private final CaseStore store;
    private final Cases cases;
    private final People people;
    private final PortalFrames frames;
    private final Messages messages;
    private final InstantSource clock;

    CaseTasks(
            CaseStore store, Cases cases, People people, PortalFrames frames, Messages messages, InstantSource clock) {
        this.store = store;
        this.cases = cases;
        this.people = people;
        this.frames = frames;
        this.messages = messages;
        this.clock = clock;
    }

    /** {@link CaseWatch}, to those who work on the case. */
    @Override
    public Reminded reminded(Task task) {
        return Reminded.BY_ITSELF;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        kept(person, locale, tasks);
        if (!person.can(Act.HANDLE_CASES)) {
            return tasks;
        }
        Instant now = clock.instant();
        Rules rules = store.rules();
        for (Case one : cases.of(person)) {
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
            String here = CaseWords.here(one);
            if (one.state() == CaseState.RECEIVED) {
                tasks.add(task(
                        TaskKind.REPORT,
                        one.id() + ":received",
                        "recheck",
                        "received",
                        due(one, Clock.Kind.ACKNOWLEDGE, rules),
                        here,
                        locale,
                        one.number()));
            }
            for (Clock running : one.clocks(rules)) {
                Clock.State state = running.state(now);
                if ((state == Clock.State.SOON || state == Clock.State.OVERDUE)
                        && !(one.state() == CaseState.RECEIVED && running.kind() == Clock.Kind.ACKNOWLEDGE)) {
                    tasks.add(task(
                            TaskKind.CLOCK,
                            one.id() + ":" + CaseWords.id(running),
                            state == Clock.State.OVERDUE ? "not-met" : "clock",
                            state == Clock.State.OVERDUE ? "overdue" : "soon",
                            LocalDate.ofInstant(running.due(), Ui.ZONE),
                            here,
                            locale,
                            one.number(),
                            messages.get(locale, "psirt.clock." + CaseWords.id(running))));
                }
            }
            if (one.interimForced(rules, now)) {
                tasks.add(task(
                        TaskKind.CLOCK,
                        one.id() + ":forced",
                        "not-met",
                        "forced",
                        LocalDate.ofInstant(one.interimDue(rules).minusSeconds(1), Ui.ZONE),
                        here + "/decide",
                        locale,
                        one.number()));
            }
            own(one, here, person, locale, tasks);
        }
        return tasks;
    }

    /** What was kept apart, and that nobody may look at it. */
    private void kept(Person person, Locale locale, List<Task> tasks) {
        if (person.can(Act.RUN_PSIRT)) {
            int waiting = store.waiting();
            if (waiting > 0) {
                tasks.add(task(
                        TaskKind.REPORT,
                        "quarantine",
                        "recheck",
                        "kept",
                        null,
                        CaseWords.ALL + "/quarantine",
                        locale,
                        waiting));
            }
        }
        if (person.can(Act.MANAGE_PEOPLE)
                && (frames.isOn() || store.waiting() > 0)
                && people.inUse(Act.RUN_PSIRT).isEmpty()) {
            // Owners receive the reports then, but nobody looks at what was kept apart, which only this role may read.
            tasks.add(task(TaskKind.REPORT, "nobody", "not-met", "nobody", null, "/settings/people", locale));
        }
    }

    /** What the person has taken on in a case. */
    private void own(Case one, String here, Person person, Locale locale, List<Task> tasks) {
        for (Entry task : one.openTasks()) {
            if (task.get("owner").equals(person.id().toString())) {
                String due = task.get("due");
                tasks.add(task(
                                TaskKind.ASSIGNED,
                                one.id() + ":" + task.id(),
                                "unknown",
                                "task",
                                due.isEmpty() ? null : LocalDate.parse(due),
                                here,
                                locale,
                                one.number(),
                                task.get("text").lines().findFirst().orElse(""))
                        .waitsFor(person.id(), person.name()));
            }
        }
    }

    private static @Nullable LocalDate due(Case one, Clock.Kind kind, Rules rules) {
        return one.clocks(rules).stream()
                .filter(c -> c.kind() == kind)
                .map(c -> LocalDate.ofInstant(c.due(), Ui.ZONE))
                .findFirst()
                .orElse(null);
    }

    /** @param key of the case and what waits in it: whoever reads it learns nothing of either */
    private Task task(
            TaskKind kind,
            String key,
            String shape,
            String what,
            @Nullable LocalDate due,
            String href,
            Locale locale,
            Object... args) {
        return Task.of(
                        kind,
                        "case:" + key,
                        shape,
                        messages.get(locale, "psirt.todo." + what, args),
                        new Way(messages.get(locale, "psirt.todo." + what + ".act"), href))
                .due(due)
                .about(messages.get(locale, "psirt.list"));
    }
}
