package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.TaskSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The tasks of every capability, the soonest first, those without a day last. */
@Component
class Tasks {

    private final ObjectProvider<TaskSource> sources;

    Tasks(ObjectProvider<TaskSource> sources) {
        this.sources = sources;
    }

    List<TaskSource.Task> of(Person person, Locale locale) {
        return sources.stream()
                .flatMap(source -> source.tasks(person, locale).stream())
                .sorted(Comparator.comparing(TaskSource.Task::due, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }
}
