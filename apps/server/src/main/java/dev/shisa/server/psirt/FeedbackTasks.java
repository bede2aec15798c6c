package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** On Home: feedback about which nobody has decided anything in time, and what one has taken on (S-061: an item without action ages). */
@Component
class FeedbackTasks implements TaskSource {

    /** More nobody reads; the list has them all. */
    private static final int TASKS_MAX = 20;

    private final Feedbacks feedbacks;
    private final Messages messages;

    FeedbackTasks(Feedbacks feedbacks, Messages messages) {
        this.feedbacks = feedbacks;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE)) {
            return List.of();
        }
        LocalDate today = feedbacks.today();
        List<Task> tasks = new ArrayList<>();
        for (Feedback one : feedbacks.visibleTo(person)) {
            boolean late = one.isLate(today, Ui.ZONE);
            boolean own = one.state() == Feedback.State.PLANNED
                    && one.last().filter(s -> person.id().equals(s.owner())).isPresent();
            if ((late || own) && tasks.size() < TASKS_MAX) {
                tasks.add(Task.of(
                                TaskKind.ASSIGNED,
                                "feedback:" + one.id(),
                                late ? "clock" : "unknown",
                                messages.get(
                                        locale, "feedback.task." + one.state().id(), one.title()),
                                new Way(
                                        messages.get(locale, "feedback.task.act"),
                                        FeedbackPages.HERE + "/" + one.code()))
                        .due(one.due(Ui.ZONE))
                        .waitsFor(
                                one.last().map(Feedback.Step::owner).orElse(null),
                                one.last().map(Feedback.Step::ownerName).orElse(""))
                        .about(messages.get(locale, "feedback.title") + " " + one.code())
                        .of(one.series())
                        .needs(Act.ADD_EVIDENCE));
            }
        }
        return tasks;
    }
}
