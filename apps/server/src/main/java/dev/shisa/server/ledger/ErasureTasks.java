package dev.shisa.server.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Erasures that wait for the reader to agree. */
@Component
class ErasureTasks implements TaskSource {

    private final ErasureStore store;
    private final Erasures erasures;
    private final Messages messages;

    ErasureTasks(ErasureStore store, Erasures erasures, Messages messages) {
        this.store = store;
        this.erasures = erasures;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        return store.open().stream()
                .filter(erasure -> erasures.mayAgree(erasure, person))
                .map(erasure -> Task.of(
                                TaskKind.APPROVAL,
                                "erasure:" + erasure.id(),
                                "clock",
                                messages.get(
                                        locale, "erasure.task", erasure.asked().name()),
                                new Way(messages.get(locale, "erasure.task.act"), "/records/erasures"))
                        .about(erasure.reason())
                        .needs(Act.AGREE_ERASURE))
                .toList();
    }
}
