package dev.shisa.server.platform.account;

import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** That somebody who works on cases needs a new way in, on the Home of whoever can agree to it. */
@Component
class LinkRequestTasks implements TaskSource {

    private final LinkRequests requests;
    private final Messages messages;

    LinkRequestTasks(LinkRequests requests, Messages messages) {
        this.requests = requests;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!LinkRequests.mayAgree(person)) {
            return List.of();
        }
        return requests.open().stream()
                .filter(asked -> requests.isSecond(asked, person))
                .map(asked -> Task.of(
                                TaskKind.APPROVAL,
                                "link-request:" + asked.whose().id() + ":"
                                        + asked.at().getEpochSecond(),
                                "clock",
                                messages.get(
                                        locale,
                                        "link-request.task",
                                        asked.whose().name(),
                                        asked.by().name()),
                                new Way(
                                        messages.get(locale, "link-request.task.act"),
                                        LinkRequestPages.AT + asked.whose().id()))
                        .due(asked.expiresAt().atZone(Ui.ZONE).toLocalDate()))
                .toList();
    }
}
