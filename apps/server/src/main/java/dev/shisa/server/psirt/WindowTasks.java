package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On Home: JPCERT/CC has to be told of a change of the contact, or a year has passed since somebody looked. */
@Component
class WindowTasks implements TaskSource {

    /** Before the year is over. */
    private static final int SOON_DAYS = 30;

    private final Windows windows;
    private final Messages messages;

    WindowTasks(Windows windows, Messages messages) {
        this.windows = windows;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        Window last = person.can(Act.RUN_PSIRT) ? windows.last().orElse(null) : null;
        if (last == null) {
            return List.of();
        }
        List<String> changed = windows.changed();
        LocalDate today = windows.today();
        if (!changed.isEmpty()) {
            return List.of(task(
                    "not-met",
                    "changed",
                    null,
                    locale,
                    changed.stream()
                            .map(field -> messages.get(locale, "psirt.window.own." + field))
                            .collect(Collectors.joining(messages.get(locale, "psirt.and")))));
        }
        return today.isBefore(last.until().minusDays(SOON_DAYS))
                ? List.of()
                : List.of(task(today.isAfter(last.until()) ? "recheck" : "clock", "confirm", last.until(), locale, ""));
    }

    private Task task(String shape, String what, @Nullable LocalDate due, Locale locale, String which) {
        return Task.of(
                        what.equals("changed") ? TaskKind.CLOCK : TaskKind.EXPIRING,
                        "window:" + what,
                        shape,
                        messages.get(locale, "psirt.window.todo." + what, which),
                        new Way(messages.get(locale, "psirt.window.todo." + what + ".act"), CaseWords.ALL + "/window"))
                .due(due)
                .about(messages.get(locale, "psirt.window.name"))
                .needs(Act.RUN_PSIRT);
    }
}
