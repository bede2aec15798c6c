package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Assignments that are open, on Home: for whoever has them, and for those who assign. */
@Component
class AssignmentTasks implements TaskSource {

    /** More nobody reads; those that are due first stand on the list. */
    private static final int TASKS_MAX = 200;

    private final Assignments assignments;
    private final Catalogues catalogues;
    private final AllJudged all;
    private final People people;
    private final Messages messages;

    AssignmentTasks(Assignments assignments, Catalogues catalogues, AllJudged all, People people, Messages messages) {
        this.assignments = assignments;
        this.catalogues = catalogues;
        this.all = all;
        this.people = people;
        this.messages = messages;
    }

    /** {@link #tellDue}. */
    @Override
    public Reminded reminded(Task task) {
        return Reminded.ON_ITS_DAY;
    }

    /** It names what a guide asks for. */
    @Override
    public boolean mayLeave(Task task) {
        return true;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Assignments.Open> open = assignments.open(Assignments.Wanted.of(person), 0, TASKS_MAX);
        if (open.isEmpty()) {
            return List.of();
        }
        Map<UUID, Judged> judged =
                all.byIds(open.stream().map(one -> one.assignment().seriesId()).collect(Collectors.toSet()), person);
        Map<UUID, Person> assignees = new HashMap<>();
        open.stream()
                .map(one -> one.assignment().assignee())
                .distinct()
                .forEach(id -> people.find(id).ifPresent(found -> assignees.put(id, found)));
        return open.stream()
                .flatMap(one -> Stream.ofNullable(judged.get(one.assignment().seriesId()))
                        .map(of -> task(one, of, assignees.get(one.assignment().assignee()), locale)))
                .toList();
    }

    private Task task(Assignments.Open open, Judged judged, @Nullable Person assignee, Locale locale) {
        Assignments.Assignment one = open.assignment();
        String title = catalogues
                .current()
                .requirement(one.requirement())
                .map(Requirement::title)
                .map(text -> text.in(locale))
                .orElse("");
        String about = judged.name() + " " + one.requirement().number();
        boolean confirms = assignee != null && !assignee.can(Act.ADD_EVIDENCE);
        return Task.of(
                        TaskKind.ASSIGNED,
                        Standings.key(judged, one.requirement()),
                        open.state().code(),
                        messages.get(locale, confirms ? "assignment.task.confirm" : "assignment.task", title),
                        new Way(messages.get(locale, "assignment.task.act"), judged.page(one.requirement())))
                .due(one.due())
                .waitsFor(one.assignee(), assignee == null ? "" : assignee.name())
                .about(one.note().isEmpty() ? about : messages.get(locale, "assignment.task.about", about, one.note()))
                .of(judged.organisation() ? null : judged.id());
    }

    /** The day changes at midnight; whoever listens hears of it within the quarter of an hour. */
    @Scheduled(fixedDelay = 900_000, initialDelay = 90_000)
    void tellDue() {
        assignments.tellDue();
    }
}
