package dev.shisa.server.webhook;

import dev.shisa.server.platform.ledger.LedgerRecord;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told what happens.
 *
 * @param inside whether it may lie within the own network or in this computer
 * @param told up to this place of the ledger
 * @param attempts in a row without success
 * @param pausedAt when it was given up, until somebody resumes it; null: it is not
 */
record Webhook(
        UUID id,
        String name,
        URI uri,
        boolean inside,
        Set<Event> events,
        Instant madeAt,
        String madeBy,
        LedgerRecord.Position told,
        int attempts,
        @Nullable Instant failingSince,
        Instant dueAt,
        @Nullable Instant pausedAt) {

    Webhook {
        events = Set.copyOf(events);
    }

    /** What can be told, by the kind of the record that says it. */
    enum Event {
        VERDICT_CHANGED("verdict.changed", "verdict/1"),
        EVIDENCE_CONFIRMED("evidence.confirmed", "confirmation/1"),
        FACT_RECORDED("fact.recorded", "fact/1"),
        TASK_DUE("task.due", "task-due/1");

        private final String id;
        private final String kind;

        Event(String id, String kind) {
            this.id = id;
            this.kind = kind;
        }

        String id() {
            return id;
        }

        String kind() {
            return kind;
        }

        static Optional<Event> of(String id) {
            return Arrays.stream(values()).filter(event -> event.id.equals(id)).findFirst();
        }

        static Event ofKind(String kind) {
            return Arrays.stream(values())
                    .filter(event -> event.kind.equals(kind))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** One attempt to tell something. */
    record Told(long id, Instant at, String number, String event, String code, List<String> args, boolean byItself) {

        Told {
            args = List.copyOf(args);
        }

        boolean arrived() {
            return code.equals("arrived");
        }
    }
}
