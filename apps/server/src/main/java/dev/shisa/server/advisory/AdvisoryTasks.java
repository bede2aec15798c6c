package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** On Home: advisories that wait for the reader to agree, and those that were given back to whoever wrote them. */
@Component
class AdvisoryTasks implements TaskSource {

    private static final int TASKS_MAX = 50;

    private final OwnAdvisories advisories;
    private final Messages messages;

    AdvisoryTasks(OwnAdvisories advisories, Messages messages) {
        this.advisories = advisories;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ISSUE_ADVISORY) && !person.can(Act.WRITE_ADVISORY)) {
            return List.of();
        }
        return advisories.inWork(person).stream()
                .filter(one -> advisories.seesDraft(one, person))
                .filter(one -> advisories.mayIssue(one, person) != OwnAdvisories.May.NO || isReturned(one, person))
                .limit(TASKS_MAX)
                .map(one -> {
                    boolean returned = isReturned(one, person);
                    String title = one.draft().content().title().in(locale.getLanguage());
                    String what = returned ? "advisory.task.returned" : "advisory.task.issue";
                    return Task.of(
                                    returned ? TaskKind.WORD : TaskKind.APPROVAL,
                                    "advisory:" + one.id(),
                                    "clock",
                                    messages.get(locale, what, title),
                                    new Way(
                                            messages.get(locale, what + ".act"),
                                            OwnAdvisoryPages.HERE + "/"
                                                    + one.name().toLowerCase(Locale.ROOT)))
                            .due(one.draft().content().notBefore())
                            .about(one.name())
                            .needs(returned ? Act.WRITE_ADVISORY : Act.ISSUE_ADVISORY);
                })
                .toList();
    }

    private static boolean isReturned(OwnAdvisory advisory, Person person) {
        OwnAdvisory.Step last = advisory.last();
        return last != null
                && last.act() == OwnAdvisory.Act.RETURNED
                && advisory.draft().by().equals(person.id());
    }
}
