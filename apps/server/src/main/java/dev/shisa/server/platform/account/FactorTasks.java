package dev.shisa.server.platform.account;

import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** That a second factor will be asked for, on the Home of those who have none yet. */
@Component
class FactorTasks implements TaskSource {

    private final Settings settings;
    private final SecondFactors secondFactors;
    private final LinkedSignIns linked;
    private final Messages messages;
    private final InstantSource clock;

    FactorTasks(
            Settings settings,
            SecondFactors secondFactors,
            LinkedSignIns linked,
            Messages messages,
            InstantSource clock) {
        this.settings = settings;
        this.secondFactors = secondFactors;
        this.linked = linked;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        FactorPolicy policy = FactorPolicy.of(settings);
        if (!policy.isAnnounced(clock.instant())
                || !policy.concerns(person.roles())
                || secondFactors.has(person.id())
                || linked.onlyByTrusted(person.id())) {
            return List.of();
        }
        return List.of(Task.of(
                        TaskKind.OWN,
                        "second-factor:" + person.id(),
                        "clock",
                        messages.get(locale, "second-factor.task"),
                        new Way(messages.get(locale, "second-factor.task.act"), "/account/second-factor"))
                .due(policy.from().atZone(Ui.ZONE).toLocalDate())
                .waitsFor(person.id(), person.name()));
    }
}
