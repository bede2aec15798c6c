package dev.shisa.server.webhook;

import dev.shisa.server.platform.ledger.LedgerRecord;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

    /** What events are called outside, in the order of the names. */
    static List<String> ids(Set<Event> events) {
        return events.stream().map(Event::id).sorted().toList();
    }

    /**
     * What can be told, by the kind of the record that says it. Each is thin: what it is about, by ids and codes with which the API
     * tells more; no words that people wrote, and no names of people.
     */
    enum Event {
        VERDICT_CHANGED(
                "verdict.changed", "verdict/1", "series", "requirement", "state", "towards", "cause", "decidedAt"),
        EVIDENCE_CONFIRMED("evidence.confirmed", "confirmation/1", "fact", "at", "evidence"),
        FACT_RECORDED(
                "fact.recorded",
                "fact/1",
                "id",
                "subject",
                "subjectKind",
                "key",
                "item",
                "value",
                "strength",
                "evidence"),
        TASK_DUE("task.due", "task-due/1", "series", "requirement", "assignee", "due"),
        ADVISORY_ISSUED("advisory.issued", Kinds.ADVISORY, Kinds.OF_ADVISORY),
        ADVISORY_CORRECTED("advisory.corrected", Kinds.ADVISORY, Kinds.OF_ADVISORY),
        ADVISORY_WITHDRAWN("advisory.withdrawn", Kinds.ADVISORY, Kinds.OF_ADVISORY),
        FINDINGS_FOUND("findings.found", Kinds.FINDINGS, Kinds.OF_FINDINGS),
        FINDINGS_PRIORITY("findings.priority", Kinds.FINDINGS, Kinds.OF_FINDINGS),
        FINDINGS_DECIDED(
                "findings.decided",
                Kinds.FINDINGS,
                "series",
                "release",
                "count",
                "immediate",
                "finding",
                "vulnerability",
                "priority",
                "state"),
        STOP_SET("stop.set", Kinds.STOP, Kinds.OF_STOP),
        STOP_RECALLED("stop.recalled", Kinds.STOP, Kinds.OF_STOP),
        STOP_LIFTED("stop.lifted", Kinds.STOP, Kinds.OF_STOP),
        SUPPLIER_ANSWERED("supplier.answered", "supplier-submission/1", "supplier", "code", "request", "answers"),
        SUPPLIER_OVERDUE("supplier.overdue", "supplier-overdue/1", "supplier", "code", "request", "until"),
        USERS_TOLD("users.told", "audience-step/1", "notice", "code", "kind", "users", "businesses"),
        /** Only that there is one: whoever reads it may not know of the case (docs/concepts/need-to-know.md). */
        CASE_OPENED("case.opened", "psirt-entry/1");

        /** What several of them have in common. */
        private static final class Kinds {
            static final String ADVISORY = "advisory-issued/1";
            static final String[] OF_ADVISORY = {"advisory", "number", "revision", "tlp"};
            static final String FINDINGS = "findings-changed/1";
            static final String[] OF_FINDINGS = {
                "series", "release", "count", "immediate", "finding", "vulnerability", "priority"
            };
            static final String STOP = "shipping-stop-step/1";
            static final String[] OF_STOP = {"code", "series", "day"};
        }

        /** Those that an address is told unless somebody chooses otherwise: of cases only who ticks it is told anything. */
        static final Set<Event> USUAL = Set.copyOf(EnumSet.complementOf(EnumSet.of(CASE_OPENED)));

        private final String id;
        private final String kind;

        @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody else holds
        private final List<String> fields;

        Event(String id, String kind, String... fields) {
            this.id = id;
            this.kind = kind;
            this.fields = List.of(fields);
        }

        String id() {
            return id;
        }

        String kind() {
            return kind;
        }

        /** What it says, beside the number of the record. */
        List<String> fields() {
            return fields;
        }

        /** Whether every record of the kind is told as this, also one that has no content any more or takes the place of another. */
        boolean isWholeKind() {
            return switch (this) {
                case VERDICT_CHANGED, EVIDENCE_CONFIRMED, FACT_RECORDED, TASK_DUE -> true;
                case ADVISORY_ISSUED, ADVISORY_CORRECTED, ADVISORY_WITHDRAWN -> false;
                case FINDINGS_FOUND, FINDINGS_PRIORITY, FINDINGS_DECIDED -> false;
                case STOP_SET, STOP_RECALLED, STOP_LIFTED -> false;
                case SUPPLIER_ANSWERED, SUPPLIER_OVERDUE, USERS_TOLD, CASE_OPENED -> false;
            };
        }

        /** Whether a record of its kind with this content is told as this; of an entry of a case the content says nothing. */
        boolean fits(JsonNode said) {
            return switch (this) {
                case VERDICT_CHANGED, EVIDENCE_CONFIRMED, FACT_RECORDED, TASK_DUE -> true;
                case ADVISORY_ISSUED -> says(said, "withdrawn", "false") && says(said, "number", "1");
                case ADVISORY_CORRECTED -> says(said, "withdrawn", "false") && !says(said, "number", "1");
                case ADVISORY_WITHDRAWN -> says(said, "withdrawn", "true");
                case FINDINGS_FOUND -> says(said, "what", "found");
                case FINDINGS_PRIORITY -> says(said, "what", "priority");
                case FINDINGS_DECIDED -> says(said, "what", "decided");
                case STOP_SET -> says(said, "act", "stop");
                case STOP_RECALLED -> says(said, "act", "withdraw");
                case STOP_LIFTED -> says(said, "act", "resume");
                case USERS_TOLD -> says(said, "act", "sent");
                case SUPPLIER_ANSWERED, SUPPLIER_OVERDUE, CASE_OPENED -> true;
            };
        }

        private static boolean says(JsonNode said, String field, String value) {
            return said.path(field).asString("").equals(value);
        }

        static Optional<Event> of(String id) {
            return Arrays.stream(values()).filter(event -> event.id.equals(id)).findFirst();
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
