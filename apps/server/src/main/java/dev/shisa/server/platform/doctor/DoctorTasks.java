package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What is wrong with Shisa itself, on the Home of those who look after it. */
@Component
class DoctorTasks implements TaskSource {

    private final Doctor doctor;
    private final Messages messages;

    DoctorTasks(Doctor doctor, Messages messages) {
        this.doctor = doctor;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.SEE_HEALTH)
                || person.roles().stream().allMatch(role -> role.id().equals("auditor"))) {
            return List.of();
        }
        return doctor.lately().bad().stream()
                .filter(result -> !doctor.tellsItself(result.id(), person))
                .map(result -> DoctorWords.row((key, args) -> messages.get(locale, key, args), result))
                .map(row -> Task.of(
                                TaskKind.SHISA,
                                "check:" + row.id(),
                                "not-met",
                                row.found(),
                                new Way(messages.get(locale, "doctor.task.act"), "/doctor#" + row.id()))
                        .about(row.fix())
                        .needs(Act.SEE_HEALTH))
                .toList();
    }
}
