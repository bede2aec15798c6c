package dev.shisa.server.ledger;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerEntry;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Erases personal data from rows and records, after two people agreed, without weakening what the ledger proves.
 *
 * <p>Salt and body of a record go, its leaf stays. The row that it described loses the same texts, and a new record,
 * its successor, describes the row as it is then: whoever alters it afterwards is found as before. That content is gone
 * is right only for records that a record of kind {@code erasure/1} names; that one is in the ledger too and is never
 * erased itself.
 */
@Component
class Erasures {

    static final String KIND = "erasure/1";

    /** Records named in one record of an erasure, so that its body stays small. */
    private static final int NAMED_AT_ONCE = 1_000;

    /** Stands for a person who was erased, with a number. */
    static final String INSTEAD = "消去された利用者 ";

    /** A person who worked here for years; all of it is one transaction. */
    private static final int RECORDS_MAX = 100_000;

    private static final int READ_AT_ONCE = 500;

    /** Instead of a second person, where there is none. */
    private static final Duration ALONE = Duration.ofHours(24);

    private static final int REASON_CHARS_MAX = 1_000;
    private static final TypeReference<TreeMap<String, Object>> BODY = new TypeReference<>() {};

    private final ErasureStore store;
    private final LedgerRecords records;
    private final LedgerOutbox outbox;
    private final List<Redactor> redactors;
    private final List<PersonTraces> traces;
    private final People people;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final JsonMapper json;

    Erasures(
            ErasureStore store,
            LedgerRecords records,
            LedgerOutbox outbox,
            List<Redactor> redactors,
            List<PersonTraces> traces,
            People people,
            Audit audit,
            Ids ids,
            InstantSource clock,
            JsonMapper json) {
        this.store = store;
        this.records = records;
        this.outbox = outbox;
        this.redactors = List.copyOf(redactors);
        this.traces = List.copyOf(traces);
        this.people = people;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /** Why the content of a record is not erased, as {@code erasure.kept.<code>}; empty if it can be. */
    Optional<String> kept(LedgerRecord record) {
        if (record.opened().isEmpty()) {
            return Optional.of("gone");
        }
        if (record.kind().equals(KIND)) {
            return Optional.of("erasure");
        }
        Redactor redactor = redactor(record.kind());
        if (redactor == null) {
            return isDescribed(record.kind()) ? Optional.of("no-words") : Optional.empty();
        }
        SortedMap<String, Object> body = body(record);
        redactor.redact(record.kind(), body, new Redaction.Texts());
        return body.equals(body(record)) ? Optional.of("no-words") : Optional.empty();
    }

    /** Whether the erasure of a record's content waits for a second person. */
    boolean isAsked(LedgerRecord record) {
        return store.openOf(record.id()).isPresent();
    }

    /** What took the content of a record; empty if no record of an erasure names it. */
    Optional<ErasureStore.Taken> proven(LedgerRecord record) {
        return store.takenFrom(record.id())
                .filter(taken ->
                        records.ofRow(KIND, taken.erasure().id()).stream().anyMatch(told -> names(told, record)));
    }

    private boolean names(LedgerRecord told, LedgerRecord record) {
        LedgerRecord.Content content = told.content();
        return content != null
                && LedgerEntry.commitment(content.salt(), content.body()).equals(told.commitment())
                && body(told).get("records") instanceof List<?> named
                && named.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> map
                                && String.valueOf(map.get("record")).equals(Long.toString(record.id()))
                                && record.commitment().equals(map.get("commitment")));
    }

    /**
     * Asks for it.
     *
     * @return false if somebody did already
     */
    @Transactional
    public boolean ask(LedgerRecord record, Person by, String reason) {
        String kept = kept(record).orElse(null);
        if (kept != null) {
            throw new Problem(409, "erasure.kept." + kept);
        }
        boolean asked = store.ask(asked(record.id(), null, by, reason));
        if (asked) {
            audit.record(by, "erasure.ask", "#" + record.id(), Map.of("reason", checked(reason)));
        }
        return asked;
    }

    /**
     * Asks that a person who left be erased.
     *
     * @return false if somebody did already
     */
    @Transactional
    public boolean askPerson(UUID person, Person by, String reason) {
        Person left = left(person);
        boolean asked = store.ask(asked(null, left.id(), by, reason));
        if (asked) {
            audit.record(by, "erasure.ask", left.name(), Map.of("reason", checked(reason)));
        }
        return asked;
    }

    private Person left(UUID id) {
        return people.left().stream()
                .filter(person -> person.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(409, "erasure.person.in-use"));
    }

    private Erasure asked(@Nullable Long record, @Nullable UUID person, Person by, String reason) {
        return new Erasure(ids.next(), record, person, checked(reason), by(by), Erasure.State.OPEN, null, false, 0);
    }

    private static String checked(String reason) {
        String text = reason.strip();
        if (text.isEmpty() || text.length() > REASON_CHARS_MAX) {
            throw new Problem(422, "erasure.reason", text.length(), REASON_CHARS_MAX);
        }
        return text;
    }

    private Erasure.By by(Person person) {
        return new Erasure.By(person.id(), person.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Whether a person may agree now: somebody else than who asked, or after a day who asked, if there is nobody else. */
    boolean mayAgree(Erasure erasure, Person person) {
        if (person.id().equals(erasure.person()) || !people.isInUse(person, Act.AGREE_ERASURE)) {
            return false;
        }
        return !person.id().equals(erasure.asked().id())
                || (nobodyElse(erasure) && !clock.instant().isBefore(alone(erasure)));
    }

    /** Whether nobody but who asked could agree. */
    boolean nobodyElse(Erasure erasure) {
        List<UUID> able = people.inUse(Act.AGREE_ERASURE).stream()
                .map(Person::id)
                .filter(id -> !id.equals(erasure.person()))
                .toList();
        return able.equals(List.of(erasure.asked().id()));
    }

    /** From when on who asked may do it alone. */
    Instant alone(Erasure erasure) {
        return erasure.asked().at().plus(ALONE);
    }

    /** Takes it back, or refuses it. */
    @Transactional
    public void decline(Erasure erasure, Person person) {
        if (!store.decide(erasure.id(), Erasure.State.DECLINED, by(person), false)) {
            throw new Problem(409, "erasure.decided");
        }
        audit.record(person, "erasure.decline", thing(erasure), Map.of("reason", erasure.reason()));
    }

    /** Agrees, and erases. */
    @Transactional
    public void agree(Erasure erasure, Person person) {
        if (!mayAgree(erasure, person)) {
            throw new Problem(403, "erasure.second");
        }
        Erasure.By by = by(person);
        boolean alone = person.id().equals(erasure.asked().id());
        if (!store.decide(erasure.id(), Erasure.State.DONE, by, alone)) {
            throw new Problem(409, "erasure.decided");
        }
        UUID leaver = erasure.person();
        Redaction.PersonGone gone = leaver == null ? null : gone(leaver);
        List<Map<String, Object>> named = gone == null ? record(erasure, by.at()) : person(erasure, gone, by.at());
        String reason = gone == null ? erasure.reason() : gone.text(erasure.reason());
        store.erased(erasure.id(), named.size(), reason);
        int from = 0;
        do {
            int end = Math.min(from + NAMED_AT_ONCE, named.size());
            outbox.append(KIND, null, told(erasure, reason, by, alone, named.subList(from, end)));
            from = end;
        } while (from < named.size());
        audit.record(
                person,
                "erasure.done",
                thing(erasure),
                Map.of("reason", reason, "asked", erasure.asked().name(), "records", named.size()));
    }

    private List<Map<String, Object>> record(Erasure erasure, Instant at) {
        LedgerRecord record =
                records.byIds(List.of(Objects.requireNonNull(erasure.record()))).getFirst();
        String kept = kept(record).orElse(null);
        if (kept != null) {
            throw new Problem(409, "erasure.kept." + kept);
        }
        Redactor redactor = redactor(record.kind());
        SortedMap<String, Object> left = null;
        if (redactor != null) {
            left = body(record);
            redactor.redact(record.kind(), left, new Redaction.Texts());
            redactor.write(record.kind(), record.rowId(), left);
        }
        return List.of(erase(erasure, record, left, at));
    }

    private Redaction.PersonGone gone(UUID person) {
        Person left = left(person);
        // A name that somebody else has too goes only where it stands beside this person's id.
        String name = people.isShared(left.name()) ? left.email() : left.name();
        return new Redaction.PersonGone(left.id(), name, left.email(), INSTEAD + store.people());
    }

    /** Everything that names the person; what verdicts rest on is described anew without the name. */
    private List<Map<String, Object>> person(Erasure erasure, Redaction.PersonGone gone, Instant at) {
        List<Long> ids =
                records.saying(List.of(gone.id().toString(), gone.email(), quoted(gone.name())), RECORDS_MAX + 1);
        if (ids.size() > RECORDS_MAX) {
            throw new Problem(413, "erasure.person.much", RECORDS_MAX);
        }
        traces.forEach(trace -> trace.forget(gone));
        List<Map<String, Object>> named = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
            for (LedgerRecord record : records.byIds(ids.subList(from, Math.min(from + READ_AT_ONCE, ids.size())))) {
                SortedMap<String, Object> body = body(record);
                Redactor redactor = redactor(record.kind());
                if (redactor != null) {
                    redactor.redact(record.kind(), body, gone);
                } else if (!isDescribed(record.kind())) {
                    body.replaceAll((field, value) -> Objects.requireNonNull(gone.json(value)));
                }
                if (body.equals(body(record))) {
                    continue;
                }
                if (redactor != null) {
                    redactor.write(record.kind(), record.rowId(), body);
                }
                named.add(erase(erasure, record, body, at));
            }
        }
        return named;
    }

    /** As it stands within JSON. */
    private String quoted(String name) {
        String quoted = json.writeValueAsString(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static boolean isDescribed(String kind) {
        // Of a row that is sealed, a record holds values that are nobody's words, and hashes.
        return kind.equals(SealedTable.KIND)
                || RecordedTable.ALL.stream().anyMatch(table -> table.kind().equals(kind));
    }

    /**
     * Takes the content of one record.
     *
     * @param left what its successor says, or null if it needs none
     */
    private Map<String, Object> erase(
            Erasure erasure, LedgerRecord record, @Nullable SortedMap<String, Object> left, Instant at) {
        Long successor = left == null ? null : outbox.append(record.kind(), record.subject(), left);
        if (!records.erase(record.id(), at)) {
            throw new Problem(409, "erasure.decided");
        }
        store.erased(erasure.id(), record.id(), successor);
        TreeMap<String, Object> named = new TreeMap<>();
        named.put("commitment", record.commitment());
        named.put("record", record.id());
        if (successor != null) {
            named.put("successor", successor);
        }
        return named;
    }

    private static SortedMap<String, Object> told(
            Erasure erasure, String reason, Erasure.By by, boolean alone, List<Map<String, Object>> named) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("alone", alone);
        body.put("askedAt", erasure.asked().at().toString());
        body.put("askedBy", erasure.asked().id().toString());
        body.put("askedByName", erasure.asked().name());
        body.put("at", by.at().toString());
        body.put("by", by.id().toString());
        body.put("byName", by.name());
        body.put("id", erasure.id().toString());
        body.put("reason", reason);
        body.put("records", named);
        return body;
    }

    private String thing(Erasure erasure) {
        UUID person = erasure.person();
        return person == null
                ? "#" + erasure.record()
                : people.find(person).map(Person::name).orElse("");
    }

    private @Nullable Redactor redactor(String kind) {
        return redactors.stream()
                .filter(redactor -> redactor.kinds().contains(kind))
                .findFirst()
                .orElse(null);
    }

    private SortedMap<String, Object> body(LedgerRecord record) {
        return json.readValue(record.opened().orElseThrow().body(), BODY);
    }
}
