package dev.shisa.server.evidence;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Records what a form says, takes its file from the desk, and tells what turned by it: all of it or nothing. */
@Component
class AddRecord {

    private final EvidenceLog log;
    private final Desk desk;
    private final ConfirmationEffects effects;
    private final TransactionTemplate transaction;

    AddRecord(EvidenceLog log, Desk desk, ConfirmationEffects effects, TransactionTemplate transaction) {
        this.log = log;
        this.desk = desk;
        this.effects = effects;
        this.transaction = transaction;
    }

    /** @param turned keys of the requirements that are not what they were */
    record Done(String code, List<String> turned) {
        Done {
            turned = List.copyOf(turned);
        }
    }

    /** What the same sending of a form has recorded already. */
    Optional<Done> before(String sending) {
        return log.recordedBy(sending).map(recorded -> new Done(recorded.code(), List.of()));
    }

    /** @param waiting the file on the desk that is recorded by it; null: it comes from nowhere else */
    Done record(NewEvidence evidence, List<NewFact> facts, String sending, @Nullable UUID waiting) {
        Person person = Objects.requireNonNull(evidence.by());
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Done> first = before(sending);
            if (first.isPresent()) {
                return first.get();
            }
            List<SubjectSlot> slots = facts.stream()
                    .map(fact -> new SubjectSlot(fact.subject(), fact.slot()))
                    .toList();
            Map<String, VerdictState> before = effects.now(slots, person);
            Recorded recorded = log.record(evidence, facts, sending);
            if (waiting != null) {
                desk.recorded(waiting, person);
            }
            return new Done(recorded.code(), ConfirmationEffects.turned(before, effects.now(slots, person)));
        }));
    }
}
