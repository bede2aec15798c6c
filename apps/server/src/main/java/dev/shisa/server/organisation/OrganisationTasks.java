package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** On Home: roles that nobody holds any more, contacts that are missing, what ended, what is overdue. */
@Component
class OrganisationTasks implements TaskSource {

    /** More nobody reads; the pages themselves show the rest. */
    private static final int TASKS_MAX = 100;

    private final Register register;
    private final Messages messages;

    OrganisationTasks(Register register, Messages messages) {
        this.register = register;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.EDIT_ORGANISATION) || !person.series().isEmpty()) {
            return List.of();
        }
        return Matters.of(register.company()).stream()
                .filter(Matter::home)
                .limit(TASKS_MAX)
                .map(m -> task(m, locale))
                .toList();
    }

    /** The same for who may only read: it leads to the page on which it is seen. */
    Task seen(Matter matter, Locale locale) {
        return task(matter, locale)
                .led(
                        messages.get(locale, "organisation.matter.see"),
                        matter.area().href());
    }

    Task task(Matter matter, Locale locale) {
        Object[] args = matter.args().stream()
                .map(a -> a instanceof Text text ? text.in(locale) : a)
                .toArray();
        String key = "organisation.matter." + matter.key();
        return Task.of(
                        TaskKind.COMPANY,
                        "organisation:" + matter.key() + ":" + Task.mark(matter.href() + " " + matter.args()),
                        matter.shape(),
                        messages.get(locale, key, args),
                        new Way(messages.get(locale, key + ".act"), matter.href()))
                .due(matter.due())
                .about(messages.get(locale, "organisation.area." + matter.area().id()))
                .needs(Act.EDIT_ORGANISATION);
    }
}
