package dev.shisa.server.evidence;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Contradiction;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door through which facts enter and change: evidence with its facts, confirmation by a second person, withdrawal.
 *
 * <p>Each act writes its rows, its leaves for the ledger and its line of the audit log, and publishes {@link FactsChanged},
 * all in one transaction: the caller's if there is one, otherwise its own.
 */
@Component
public class EvidenceLog {

    /** Clocks of people and devices differ; what lies further ahead has not happened yet. */
    static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** So long may a confirmation be taken back. */
    public static final Duration UNDO = Duration.ofMinutes(10);

    public static final int TITLE_CHARS_MAX = 200;
    public static final int PLACE_CHARS_MAX = 500;
    public static final int TEXT_CHARS_MAX = 10_000;
    private static final int URL_CHARS_MAX = 2_000;
    private static final int FACTS_MAX = 1_000;

    private final EvidenceStore evidence;
    private final FactStore facts;
    private final Catalogues catalogues;
    private final Products products;
    private final LedgerOutbox outbox;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    private volatile @Nullable Proven proven;

    EvidenceLog(
            EvidenceStore evidence,
            FactStore facts,
            Catalogues catalogues,
            Products products,
            LedgerOutbox outbox,
            Audit audit,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.evidence = evidence;
        this.facts = facts;
        this.catalogues = catalogues;
        this.products = products;
        this.outbox = outbox;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Records evidence with the facts that rest on it.
     *
     * @throws Problem 422 when the evidence or one of the facts cannot be taken, 409 when the series is archived; nothing is
     *     recorded then
     */
    @Transactional
    public Recorded record(NewEvidence given, List<NewFact> newFacts) {
        return record(given, newFacts, Sending.UNKNOWN);
    }

    /**
     * Records evidence that a form sent; a sending that was recorded already is not recorded again.
     *
     * @param sending of {@link Sending#of}
     * @return what is recorded now, or was the first time
     */
    @Transactional
    public Recorded record(NewEvidence given, List<NewFact> newFacts, String sending) {
        Optional<Recorded> before = recordedBy(sending);
        if (before.isPresent()) {
            return before.get();
        }
        Person by = given.by();
        if (by != null
                && (given.seriesId() == null || newFacts.stream().anyMatch(f -> isOfOrganisation(f.subject())))) {
            by.requireAll();
        }
        Instant now = now();
        Instant observed = given.observedAt().truncatedTo(ChronoUnit.MICROS);
        Instant until = given.validUntil() == null ? null : given.validUntil().truncatedTo(ChronoUnit.MICROS);
        check(given, observed, now);
        checkRecord(given, field -> field.isIn(given.record()));
        requireInUse(given.seriesId());
        if (newFacts.size() > FACTS_MAX) {
            throw new Problem(422, "evidence.facts.many", newFacts.size(), FACTS_MAX);
        }
        Catalogue catalogue = catalogues.current();
        LocalDate today = LocalDate.ofInstant(now, Ui.ZONE);
        newFacts.forEach(fact -> FactChecks.check(catalogue, fact, today));
        checkSupersedes(given.strength(), newFacts);

        UUID id = ids.next();
        String code = code(given.kind());
        write(id, code, given, observed, now, until, sending.isEmpty() ? null : sending, null);
        List<UUID> factIds = new ArrayList<>();
        Set<SubjectSlot> slots = new LinkedHashSet<>();
        for (NewFact newFact : newFacts) {
            factIds.add(write(newFact, given, observed, now, FactChecks.ends(catalogue, newFact, until), id));
            slots.add(new SubjectSlot(newFact.subject(), newFact.slot()));
        }
        audit.record(
                given.by(),
                "evidence.add",
                code,
                Map.of("title", given.title(), "via", given.via(), "by", given.byName(), "facts", newFacts.size()));
        events.publishEvent(new EvidenceRecorded(id));
        if (!slots.isEmpty()) {
            events.publishEvent(new FactsChanged(slots, "fact.added", List.of(given.byName(), code, given.title())));
        }
        return new Recorded(id, code, factIds);
    }

    /**
     * What a sending of a form recorded earlier. Asked before anything else is changed in the same transaction, since
     * whoever sends the same meanwhile waits here until it ends.
     */
    @Transactional
    public Optional<Recorded> recordedBy(String sending) {
        return sending.isEmpty()
                ? Optional.empty()
                : evidence.recordedBy(sending)
                        .flatMap(this::byId)
                        .map(e -> new Recorded(
                                e.id(),
                                e.code(),
                                e.facts().stream().map(FactEntry::id).toList()));
    }

    private void write(
            UUID id,
            String code,
            NewEvidence given,
            Instant observed,
            Instant now,
            @Nullable Instant until,
            @Nullable String sending,
            @Nullable UUID importId) {
        evidence.insert(id, code, given, observed, now, until, sending, importId);
        SortedMap<String, Object> body = body(id, code, given, observed, now, until);
        put(body, "import", importId);
        outbox.append("evidence/1", id, body);
    }

    private UUID write(
            NewFact newFact,
            NewEvidence given,
            Instant observed,
            Instant now,
            @Nullable Instant until,
            UUID evidenceId) {
        Fact fact = new Fact(
                ids.next(),
                newFact.subject(),
                newFact.slot(),
                newFact.value(),
                given.strength(),
                observed,
                now,
                until,
                evidenceId,
                newFact.supersedes(),
                null);
        facts.insert(fact, newFact.detail());
        outbox.append("fact/1", newFact.subject().id(), body(fact, newFact.detail()));
        return fact.id();
    }

    /**
     * Records what another installation recorded, in the order in which it did, all or nothing. It is recorded now, and by
     * whoever brings it, who therefore cannot be its second person here; the names of there stay.
     *
     * @param importId the import, under which somebody here takes over the confirmations that come along
     * @return the codes that had to change because they are taken here: those of there, and what they are now
     * @throws Problem 422 when a piece of it would not have been taken by any other way
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<String, String> bring(UUID importId, List<EvidenceCopy> copies, Person by, String from) {
        Instant now = now();
        Instant recorded = now;
        Catalogue catalogue = catalogues.current();
        Map<UUID, UUID> evidenceIds = new HashMap<>();
        Map<UUID, UUID> factIds = new HashMap<>();
        Map<String, String> renamed = new TreeMap<>();
        Set<SubjectSlot> slots = new LinkedHashSet<>();
        for (EvidenceCopy copy : copies) {
            UUID renews = copy.evidence().renews();
            NewEvidence given = copy.evidence().renewing(renews == null ? null : evidenceIds.get(renews));
            Instant observed = given.observedAt().truncatedTo(ChronoUnit.MICROS);
            Instant until =
                    given.validUntil() == null ? null : given.validUntil().truncatedTo(ChronoUnit.MICROS);
            check(given, observed, now);
            // What an earlier Shisa took comes along, as with reasons.
            checkRecord(given, field -> field.isTyped(given.record()));
            UUID id = ids.next();
            boolean free =
                    copy.code().matches(given.kind().prefix() + "-[0-9A-Z]{5}") && !evidence.codeIsTaken(copy.code());
            String code = free ? copy.code() : code(given.kind());
            if (!free) {
                renamed.put(copy.code(), code);
            }
            evidenceIds.put(copy.id(), id);
            write(id, code, given, observed, recorded, until, null, importId);
            for (EvidenceCopy.FactCopy fact : copy.facts()) {
                NewFact newFact = new NewFact(
                        fact.fact().subject(),
                        fact.fact().slot(),
                        fact.fact().value(),
                        fact.fact().detail(),
                        fact.fact().supersedes().stream()
                                .flatMap(there -> Optional.ofNullable(factIds.get(there)).stream())
                                .collect(Collectors.toUnmodifiableSet()));
                FactChecks.checkBrought(catalogue, newFact);
                checkSupersedes(given.strength(), List.of(newFact));
                UUID factId = write(newFact, given, observed, recorded, FactChecks.ends(catalogue, newFact, until), id);
                factIds.put(fact.id(), factId);
                slots.add(new SubjectSlot(newFact.subject(), newFact.slot()));
                confirmed(fact.confirmed(), factId, id, importId, now);
            }
            events.publishEvent(new EvidenceRecorded(id));
            // Of two that were observed at the same instant, the one that was recorded last counts: also here.
            recorded = recorded.plus(1, ChronoUnit.MICROS);
        }
        audit.record(
                by,
                "evidence.bring",
                from,
                Map.of("evidence", copies.size(), "facts", factIds.size(), "import", importId.toString()));
        if (!slots.isEmpty()) {
            events.publishEvent(new FactsChanged(slots, "series.imported", List.of(by.name(), from)));
        }
        return renamed;
    }

    private void confirmed(
            EvidenceCopy.@Nullable Confirmed given, UUID fact, UUID evidenceId, UUID importId, Instant now) {
        if (given == null) {
            return;
        }
        limit(given.name(), TITLE_CHARS_MAX);
        limit(given.note(), TEXT_CHARS_MAX);
        Instant at = given.at().truncatedTo(ChronoUnit.MICROS);
        if (given.name().isBlank() || at.isAfter(now.plus(AHEAD_MAX))) {
            throw new Problem(422, "evidence.observed.ahead", at, now);
        }
        UUID id = ids.next();
        facts.takeOver(id, fact, importId, given.name(), at, given.note());
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", at.toString());
        body.put("byName", given.name());
        body.put("fact", fact.toString());
        body.put("id", id.toString());
        body.put("import", importId.toString());
        body.put("note", given.note());
        outbox.append("confirmation/1", evidenceId, body);
    }

    /**
     * Somebody other than the submitter has looked at the evidence and agrees with these facts.
     *
     * @return the facts that are confirmed now and were not before
     */
    @Transactional
    public Set<UUID> confirm(UUID evidenceId, Set<UUID> factIds, Person person, String note) {
        evidence.lock(evidenceId);
        EvidenceSummary summary = seen(evidenceId, person);
        // Who submitted it elsewhere may have an account here, too; all that is known of that person is the name.
        boolean ownElsewhere = summary.via().equals(EvidenceCopy.VIA)
                && summary.submittedName().startsWith(person.name() + EvidenceCopy.OF);
        if (ownElsewhere || person.id().equals(summary.submittedBy())) {
            throw new Problem(409, "evidence.confirm.own", summary.code());
        }
        if (note.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", note.length(), TEXT_CHARS_MAX);
        }
        List<FactEntry> found = facts.ofEvidence(evidenceId);
        requireOwn(found.stream().filter(entry -> factIds.contains(entry.id())).toList(), person);
        Instant now = now();
        Set<UUID> done = new LinkedHashSet<>();
        Set<SubjectSlot> slots = new LinkedHashSet<>();
        for (FactEntry entry : found) {
            UUID confirmation = ids.next();
            if (factIds.contains(entry.id())
                    && !entry.isWithdrawn()
                    && facts.confirm(confirmation, entry.id(), person.id(), person.name(), now, note)) {
                done.add(entry.id());
                slots.add(new SubjectSlot(entry.subject(), entry.fact().slot()));
                outbox.append("confirmation/1", evidenceId, confirmation(confirmation, entry.id(), person, now, note));
            }
        }
        if (!done.isEmpty()) {
            String title = summary.title().stored();
            audit.record(person, "evidence.confirm", summary.code(), Map.of("title", title, "facts", done.size()));
            events.publishEvent(
                    new FactsChanged(slots, "fact.confirmed", List.of(person.name(), summary.code(), title)));
        }
        return done;
    }

    /** Takes back, within ten minutes, what the same person confirmed of a piece of evidence. */
    @Transactional
    public Set<UUID> unconfirm(UUID evidenceId, Person person) {
        evidence.lock(evidenceId);
        EvidenceSummary summary = seen(evidenceId, person);
        Instant now = now();
        requireOwn(facts.ofEvidence(evidenceId), person);
        Map<UUID, UUID> undone = facts.unconfirm(evidenceId, person.id(), now.minus(UNDO), now);
        if (undone.isEmpty()) {
            throw new Problem(409, "evidence.unconfirm.late", summary.code(), UNDO.toMinutes());
        }
        Set<SubjectSlot> slots = new LinkedHashSet<>();
        for (FactEntry entry : facts.byIds(undone.keySet())) {
            slots.add(new SubjectSlot(entry.subject(), entry.fact().slot()));
            UUID confirmation = Objects.requireNonNull(undone.get(entry.id()));
            outbox.append("confirmation-undone/1", evidenceId, confirmation(confirmation, entry.id(), person, now, ""));
        }
        String title = summary.title().stored();
        audit.record(person, "evidence.unconfirm", summary.code(), Map.of("title", title, "facts", undone.size()));
        events.publishEvent(new FactsChanged(slots, "fact.unconfirmed", List.of(person.name(), summary.code(), title)));
        return Set.copyOf(undone.keySet());
    }

    /** Takes a fact back with a reason; it stays in the history and never counts again. */
    @Transactional
    public void withdraw(UUID factId, Person person, String reason) {
        FactEntry entry = factToWithdraw(factId);
        evidence.lock(entry.fact().evidence());
        EvidenceSummary summary = seen(entry.fact().evidence(), person);
        requireOwn(List.of(entry), person);
        withdraw(entry, summary, person, person.name(), reason);
    }

    /**
     * Takes back what a watch of Shisa said by itself, when it is so no longer. What a person submitted, a person takes back.
     *
     * @param name of the watch
     */
    @Transactional
    public void withdrawOwn(UUID factId, String name, String reason) {
        FactEntry entry = factToWithdraw(factId);
        UUID evidenceId = entry.fact().evidence();
        evidence.lock(evidenceId);
        EvidenceSummary summary = evidence.byId(evidenceId, Set.of())
                .map(EvidenceStore.Row::summary)
                .orElseThrow(() -> new Problem(404, "evidence.not-found", evidenceId));
        if (summary.submittedBy() != null) {
            throw new IllegalArgumentException("a person submitted " + summary.code());
        }
        requireInUse(summary.seriesId());
        withdraw(entry, summary, null, name, reason);
    }

    private FactEntry factToWithdraw(UUID factId) {
        return facts.byIds(List.of(factId)).stream()
                .findFirst()
                .orElseThrow(() -> new Problem(404, "evidence.not-found", factId));
    }

    private void withdraw(
            FactEntry entry, EvidenceSummary summary, @Nullable Person person, String name, String reason) {
        if (!Reason.says(reason)) {
            throw new Problem(422, "evidence.withdraw.reason");
        }
        if (reason.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), TEXT_CHARS_MAX);
        }
        Instant now = now();
        UUID factId = entry.id();
        if (!facts.withdraw(factId, person == null ? null : person.id(), name, now, reason.strip())) {
            throw new Problem(409, "evidence.withdraw.done", summary.code());
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", now.toString());
        put(body, "by", person == null ? null : person.id());
        body.put("byName", name);
        body.put("id", factId.toString());
        body.put("reason", reason.strip());
        outbox.append("withdrawal/1", summary.id(), body);
        Slot slot = entry.fact().slot();
        String title = summary.title().stored();
        Map<String, Object> what = Map.of("title", title, "fact", slot.toString(), "reason", reason.strip());
        audit.record(person, "evidence.withdraw", summary.code(), what);
        SubjectSlot about = new SubjectSlot(entry.subject(), slot);
        events.publishEvent(
                new FactsChanged(Set.of(about), "fact.withdrawn", List.of(name, summary.code(), reason.strip())));
    }

    /**
     * Decides a contradiction, or looks at what is refuted: every fact of it that states another value than the one that holds is withdrawn.
     *
     * @param shown the facts between which the person decided, each of them in this slot
     * @param holds the one of them whose value is right
     * @return false, and nothing is changed, when other facts than those shown disagree by now
     */
    @Transactional
    public boolean decide(Subject subject, Slot slot, Set<UUID> shown, UUID holds, Person person, String reason) {
        // Whoever decides the other way at the same time waits here, and then finds nothing left to decide.
        facts.byIds(shown).stream()
                .map(e -> e.fact().evidence())
                .distinct()
                .sorted()
                .forEach(evidence::lock);
        List<Fact> present = Contradiction.open(counting(subject, slot), now())
                .map(Contradiction::facts)
                .orElse(List.of());
        Fact right =
                present.stream().filter(f -> f.id().equals(holds)).findFirst().orElse(null);
        if (right == null
                || !present.stream().map(Fact::id).collect(Collectors.toSet()).equals(shown)) {
            return false;
        }
        present.stream()
                .filter(fact -> !fact.value().equals(right.value()))
                .forEach(fact -> withdraw(fact.id(), person, reason));
        return true;
    }

    /** The facts of one slot for the engine: without those withdrawn or superseded. */
    List<Fact> counting(Subject subject, Slot slot) {
        return counting(facts.history(subject, slot));
    }

    /** Of these facts, those that the engine counts. */
    List<Fact> counting(Collection<FactEntry> entries) {
        return entries.stream()
                .filter(FactEntry::isStanding)
                .map(FactEntry::fact)
                .filter(this::fits)
                .toList();
    }

    /** The facts of these subjects for the engine: without those withdrawn, and without those of keys no longer known. */
    public FactSource source(Collection<Subject> subjects) {
        Set<Subject> wanted = Set.copyOf(subjects);
        return FactSource.of(facts.forEngine(wanted).stream()
                .filter(fact -> wanted.contains(fact.subject()) && fits(fact))
                .toList());
    }

    /** The same facts for people: in the order of their keys, those replaced too, none withdrawn. */
    public List<FactEntry> entries(Collection<Subject> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        Set<Subject> wanted = Set.copyOf(subjects);
        return facts.ofSubjects(wanted).stream()
                .filter(e -> wanted.contains(e.subject()))
                .toList();
    }

    /** Those of one key: for a glance at many subjects. */
    public List<FactEntry> entries(Collection<Subject> subjects, String key) {
        Set<Subject> wanted = Set.copyOf(subjects);
        return wanted.isEmpty()
                ? List.of()
                : facts.behind(wanted, key, "", null, Integer.MAX_VALUE).stream()
                        .filter(e -> wanted.contains(e.subject()))
                        .toList();
    }

    /** What leads now in each slot of these facts, of the first of the subjects that has one that stands there. */
    public static Map<Slot, FactEntry> present(Collection<FactEntry> entries, List<Subject> layers, Instant now) {
        Map<Slot, Map<Subject, List<FactEntry>>> standing = entries.stream()
                .filter(FactEntry::isStanding)
                .collect(Collectors.groupingBy(
                        e -> e.fact().slot(), TreeMap::new, Collectors.groupingBy(FactEntry::subject)));
        Map<Slot, FactEntry> present = new TreeMap<>();
        standing.forEach((slot, by) -> layers.stream()
                .flatMap(subject -> Stream.ofNullable(by.get(subject)))
                .findFirst()
                .flatMap(facts -> FactEntry.leading(facts, now))
                .ifPresent(leader -> present.put(slot, leader)));
        return present;
    }

    /**
     * A part of them, in the order of their ids.
     *
     * @param key only of this key; empty: of all
     * @param item only of this item; empty: of all
     * @param after the last one before; null: from the start
     */
    List<FactEntry> behind(Collection<Subject> subjects, String key, String item, @Nullable UUID after, int most) {
        return facts.behind(subjects, key, item, after, most);
    }

    /** All facts ever recorded in a slot, the last observed first, also those withdrawn. */
    public List<FactEntry> history(Subject subject, Slot slot) {
        return facts.history(subject, slot);
    }

    /** The facts that a new one of this strength in this slot may replace: all that stand and are not stronger. */
    public Set<UUID> replaceable(Subject subject, Slot slot, Strength strength) {
        return facts.history(subject, slot).stream()
                .filter(e -> e.isStanding() && strength.isAtLeast(e.fact().strength()))
                .map(FactEntry::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    public Optional<FactEntry> fact(UUID id) {
        return facts.byIds(List.of(id)).stream().findFirst();
    }

    /** See {@link FactStore#saying}. */
    Map<FactStore.SaidOf, Integer> saying(Collection<FactEntry> entries) {
        return entries.isEmpty() ? Map.of() : facts.saying(entries);
    }

    public Optional<EvidenceDetails> byId(UUID id) {
        return details(evidence.rows(List.of(id), provenByDeclaration())).stream()
                .findFirst();
    }

    /** Several, in the order of their ids as they are given; those that are not there are left out. */
    public List<EvidenceDetails> byIds(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, EvidenceDetails> found = details(evidence.rows(ids, provenByDeclaration())).stream()
                .collect(Collectors.toMap(EvidenceDetails::id, Function.identity()));
        return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
    }

    public Optional<EvidenceDetails> byCode(String code) {
        return evidence.byCode(code.toUpperCase(Locale.ROOT), provenByDeclaration())
                .flatMap(row -> details(List.of(row)).stream().findFirst());
    }

    public List<EvidenceDetails> byCodes(Collection<String> codes) {
        return codes.isEmpty() ? List.of() : details(evidence.rowsOf(codes, provenByDeclaration()));
    }

    /**
     * One that the person may see.
     *
     * @throws Problem 404 for all others, which do not exist for that person
     */
    EvidenceDetails require(String code, Person person) {
        return byCode(code, person).orElseThrow(() -> new Problem(404, "evidence.not-found", code));
    }

    /**
     * One that the person may see; what is there of the others is not even looked for, so that the time of an answer does not
     * tell of it.
     */
    private Optional<EvidenceDetails> byCode(String code, Person person) {
        return evidence.byCode(code.toUpperCase(Locale.ROOT), provenByDeclaration())
                .filter(row -> EvidenceRows.isVisible(row.summary(), person))
                .flatMap(row -> details(List.of(row)).stream().findFirst());
    }

    /** What proofs show of many pieces of evidence. */
    public Map<UUID, EvidenceSummary> summaries(Collection<UUID> evidenceIds) {
        return evidence.byIds(evidenceIds, provenByDeclaration());
    }

    /** The same in this order. */
    List<EvidenceSummary> ordered(List<UUID> evidenceIds) {
        Map<UUID, EvidenceSummary> found = evidence.byIds(evidenceIds, provenByDeclaration());
        return evidenceIds.stream()
                .flatMap(id -> Stream.ofNullable(found.get(id)))
                .toList();
    }

    /**
     * All evidence, oldest first, with a fact about one of these subjects, also a fact that is withdrawn or replaced.
     *
     * @param keys only facts of these keys; null: any
     */
    public List<EvidenceDetails> about(Collection<Subject> subjects, @Nullable Set<FactKey> keys) {
        return details(evidence.rows(evidence.about(subjects, keys), provenByDeclaration()));
    }

    public List<EvidenceSummary> search(EvidenceFilter filter) {
        return evidence.search(filter, except(filter), provenByDeclaration(), now());
    }

    /**
     * One page of a list.
     *
     * @param found how many there are on all pages
     */
    record Page(List<EvidenceSummary> rows, int found) {

        Page {
            rows = List.copyOf(rows);
        }
    }

    Page page(EvidenceFilter filter) {
        return evidence.page(filter, except(filter), provenByDeclaration(), now());
    }

    /** Place of the piece of evidence that came last, 0 while there is none: of these series and the organisation's; empty: of all. */
    long newest(Collection<UUID> scope) {
        return evidence.newest(scope);
    }

    /** All that fit, in the filter's order and whatever its page, at most so many. */
    List<UUID> ids(EvidenceFilter filter, int most) {
        return evidence.ids(filter, except(filter), provenByDeclaration(), now(), most);
    }

    /** In the order in which they were recorded, behind one of them; the filter's own order and page do not count. */
    List<EvidenceSummary> behind(EvidenceFilter filter, @Nullable UUID after) {
        return evidence.behind(filter, after, except(filter), provenByDeclaration(), now());
    }

    /** How many there are, whatever page the filter asks for. */
    public int count(EvidenceFilter filter) {
        return evidence.count(filter, except(filter), provenByDeclaration(), now());
    }

    private Set<UUID> except(EvidenceFilter filter) {
        return filter.isWork() ? products.archived() : Set.of();
    }

    private Map<UUID, List<FactEntry>> factsOf(Collection<UUID> evidenceIds) {
        return facts.ofEvidences(evidenceIds).stream()
                .collect(Collectors.groupingBy(e -> e.fact().evidence()));
    }

    /**
     * The keys whose facts prove something already when they are only declared: lists of items that a rule reads, whatever
     * a rule asks no more of, and that both sides of a contradiction are so. For all others a confirmation of a declaration would change nothing.
     */
    Set<FactKey> provenByDeclaration() {
        Catalogue catalogue = catalogues.current();
        Proven last = proven;
        if (last == null || !last.of().equals(catalogue)) {
            last = new Proven(catalogue, provenByDeclaration(catalogue));
            proven = last;
        }
        return last.keys();
    }

    /** The keys by the catalogue that they follow from; they are asked for with every piece of evidence. */
    private record Proven(Catalogue of, Set<FactKey> keys) {}

    private static Set<FactKey> provenByDeclaration(Catalogue catalogue) {
        Set<FactKey> keys = new HashSet<>();
        catalogue.vocabulary().facts().stream()
                .filter(d -> d.type() == FactType.SET)
                .filter(d -> !catalogue.requirementsReading(d.key()).isEmpty())
                .forEach(d -> keys.add(d.key()));
        catalogue.requirements().stream()
                .flatMap(r -> r.trees().stream())
                .flatMap(Rule::nodes)
                .forEach(node -> {
                    if (node instanceof Rule.Leaf leaf && leaf.least() == Strength.DECLARED) {
                        keys.add(leaf.fact());
                    }
                });
        catalogue.clashes().forEach(clash -> keys.add(clash.both()));
        return Set.copyOf(keys);
    }

    private boolean fits(Fact fact) {
        return catalogues
                .current()
                .fact(fact.slot().key())
                .filter(d -> d.type().value() == fact.value().type())
                .isPresent();
    }

    /** What belongs to many pieces of evidence is read together, however many they are. */
    private List<EvidenceDetails> details(List<EvidenceStore.Row> rows) {
        List<UUID> all = rows.stream().map(row -> row.summary().id()).toList();
        Map<UUID, UUID> renewed = evidence.renewedBy(all);
        Map<UUID, List<FactEntry>> said = factsOf(all);
        Map<UUID, List<EvidenceDetails.TakenBack>> takenBack = facts.takenBack(all);
        return rows.stream()
                .map(row -> new EvidenceDetails(
                        row.summary(),
                        row.statement(),
                        row.releaseId(),
                        row.file(),
                        row.record(),
                        row.renews(),
                        renewed.get(row.summary().id()),
                        said.getOrDefault(row.summary().id(), List.of()),
                        takenBack.getOrDefault(row.summary().id(), List.of())))
                .toList();
    }

    /** A piece of evidence that this person may act upon. */
    private EvidenceSummary seen(UUID evidenceId, Person person) {
        EvidenceSummary summary = evidence.byId(evidenceId, Set.of())
                .map(EvidenceStore.Row::summary)
                .filter(e -> e.seriesId() == null || person.sees(e.seriesId()))
                .orElseThrow(() -> new Problem(404, "evidence.not-found", evidenceId));
        requireInUse(summary.seriesId());
        return summary;
    }

    /** What is stated of the organisation counts for every series. */
    private static void requireOwn(Collection<FactEntry> entries, Person person) {
        if (entries.stream().anyMatch(entry -> isOfOrganisation(entry.subject()))) {
            person.requireAll();
        }
    }

    private static boolean isOfOrganisation(Subject subject) {
        return subject.kind() == Subject.Kind.ORGANISATION;
    }

    /** Nothing is added to an archived series, nor changed in it. */
    private void requireInUse(@Nullable UUID seriesId) {
        if (seriesId != null && products.isArchived(seriesId)) {
            throw new Problem(
                    409,
                    "series.archived",
                    products.byId(seriesId).map(Series::name).orElse(""));
        }
    }

    private static void check(NewEvidence given, Instant observed, Instant now) {
        if (given.title().isBlank()) {
            throw new Problem(422, "evidence.title.missing");
        }
        limit(given.title(), TITLE_CHARS_MAX);
        limit(given.byName(), TITLE_CHARS_MAX);
        limit(given.place(), PLACE_CHARS_MAX);
        limit(given.statement(), TEXT_CHARS_MAX);
        limit(given.url() == null ? "" : given.url(), URL_CHARS_MAX);
        given.record().forEach((field, text) -> {
            if (RecordField.parse(field).isEmpty()) {
                throw new IllegalArgumentException("no field " + field + " in an assessor's record");
            }
            limit(text, TEXT_CHARS_MAX);
        });
        if (observed.isAfter(now.plus(AHEAD_MAX))) {
            throw new Problem(422, "evidence.observed.ahead", observed, now);
        }
    }

    /** @param says whether the record says what a field asks for */
    private static void checkRecord(NewEvidence given, Predicate<RecordField> says) {
        if (!given.kind().strength(says).isAtLeast(given.strength())) {
            throw new Problem(
                    422,
                    "evidence.strength",
                    given.kind().id(),
                    given.strength().code());
        }
        List<RecordField> missing = RecordField.missing(given.kind(), says);
        if (!missing.isEmpty()) {
            throw new Problem(
                    422,
                    "evidence.record.missing",
                    missing.stream().map(RecordField::id).collect(Collectors.joining(", ")));
        }
    }

    static void limit(String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new Problem(422, "evidence.text.long", text.length(), charsMax);
        }
    }

    /** A fact replaces only facts of its own slot that are not stronger; a weaker one cannot take away a stronger one. */
    private void checkSupersedes(Strength strength, List<NewFact> newFacts) {
        Set<UUID> all = newFacts.stream().flatMap(f -> f.supersedes().stream()).collect(Collectors.toUnmodifiableSet());
        if (all.isEmpty()) {
            return;
        }
        Map<UUID, FactEntry> found =
                facts.byIds(all).stream().collect(Collectors.toMap(FactEntry::id, Function.identity()));
        for (NewFact newFact : newFacts) {
            for (UUID id : newFact.supersedes()) {
                FactEntry replaced = found.get(id);
                if (replaced == null
                        || !replaced.subject().equals(newFact.subject())
                        || !replaced.fact().slot().equals(newFact.slot())) {
                    throw new Problem(422, "fact.supersedes.other", newFact.slot());
                }
                if (!strength.isAtLeast(replaced.fact().strength())) {
                    throw new Problem(422, "fact.supersedes.stronger", newFact.slot(), replaced.evidenceCode());
                }
            }
        }
    }

    private String code(EvidenceKind kind) {
        for (int tries = 0; tries < 20; tries++) {
            String code = ids.code(kind.prefix());
            if (!evidence.codeIsTaken(code)) {
                return code;
            }
        }
        throw new IllegalStateException("no free code for evidence of kind " + kind.id());
    }

    /** Stored times have microseconds; finer ones would differ after reading. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static SortedMap<String, Object> body(
            UUID id, String code, NewEvidence e, Instant observed, Instant recorded, @Nullable Instant until) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("code", code);
        body.put("id", id.toString());
        body.put("kind", e.kind().id());
        body.put("observedAt", observed.toString());
        body.put("place", e.place());
        body.put("record", new TreeMap<>(e.record()));
        body.put("recordedAt", recorded.toString());
        body.put("statement", e.statement());
        body.put("strength", e.strength().code());
        body.put("submittedName", e.byName());
        body.put("title", e.title());
        body.put("via", e.via());
        put(body, "submittedBy", e.by() == null ? null : e.by().id());
        put(body, "series", e.seriesId());
        put(body, "release", e.releaseId());
        put(body, "renews", e.renews());
        put(body, "url", e.url());
        put(body, "validUntil", until);
        StoredFile file = e.file();
        if (file != null) {
            TreeMap<String, Object> described = new TreeMap<>();
            described.put("mediaType", file.mediaType());
            described.put("name", file.fileName());
            described.put("sha256", file.sha256());
            described.put("sizeBytes", file.sizeBytes());
            body.put("file", described);
        }
        return body;
    }

    private static SortedMap<String, Object> body(Fact fact, String detail) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("detail", detail);
        body.put("evidence", fact.evidence().toString());
        body.put("id", fact.id().toString());
        body.put("item", fact.slot().item());
        body.put("key", fact.slot().key().value());
        body.put("observedAt", fact.observedAt().toString());
        body.put("recordedAt", fact.recordedAt().toString());
        body.put("strength", fact.strength().code());
        body.put("subject", fact.subject().id().toString());
        body.put("subjectKind", fact.subject().kind().code());
        body.put(
                "supersedes",
                fact.supersedes().stream().map(UUID::toString).sorted().toList());
        body.put("type", fact.value().type().name().toLowerCase(Locale.ROOT));
        body.put("value", fact.value().canonical());
        put(body, "validUntil", fact.validUntil());
        return body;
    }

    private static SortedMap<String, Object> confirmation(UUID id, UUID fact, Person person, Instant at, String note) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", at.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("fact", fact.toString());
        body.put("id", id.toString());
        body.put("note", note);
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }
}
