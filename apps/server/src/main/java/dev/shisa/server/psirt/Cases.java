package dev.shisa.server.psirt;

import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesStanding;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cases, and who may know of them: those who work on one, and nobody else, whatever their role (S-054). Everybody else meets the same
 * answer as for a case that does not exist. Each access and each refusal is a record of the ledger, and what is written into a case
 * is one too, as a salted hash.
 */
@Service
@Transactional
public class Cases {

    /** More belong into a case of their own, and nobody could read them. */
    static final int ENTRIES_MAX = 5_000;

    static final int FILES_MAX = 200;

    private static final int SALT_BYTES = 16;
    private static final int MERGES_MAX = 10;

    private final CaseStore store;
    private final People people;
    private final CaseHolders holders;
    private final Products products;
    private final CasePlaces places;
    private final SeriesStanding standing;
    private final DrillEvidence drills;
    private final Rehearsal rehearsal;
    private final HandledNotices notices;
    private final OwnAdvisories advisories;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final CaseAccesses accesses;
    private final Ids ids;
    private final InstantSource clock;
    private final ApplicationEventPublisher events;
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/.]+\\.[^\\s]+");

    private final SecureRandom random = new SecureRandom();

    Cases(
            CaseStore store,
            People people,
            CaseHolders holders,
            Products products,
            CasePlaces places,
            SeriesStanding standing,
            DrillEvidence drills,
            Rehearsal rehearsal,
            HandledNotices notices,
            OwnAdvisories advisories,
            LedgerOutbox ledger,
            Audit audit,
            CaseAccesses accesses,
            Ids ids,
            InstantSource clock,
            ApplicationEventPublisher events) {
        this.store = store;
        this.people = people;
        this.holders = holders;
        this.products = products;
        this.places = places;
        this.standing = standing;
        this.drills = drills;
        this.rehearsal = rehearsal;
        this.notices = notices;
        this.advisories = advisories;
        this.ledger = ledger;
        this.audit = audit;
        this.accesses = accesses;
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    // For advisories

    /** A case as another capability may know it: never its content. */
    public record Known(UUID id, String number) {}

    /** The case of a number, if the person works on it; for everybody else there is none. */
    @Transactional(readOnly = true)
    public Optional<Known> visible(String number, Person person) {
        return store.byNumber(number).filter(c -> c.isFor(person.id())).map(c -> new Known(c.id(), c.number()));
    }

    /** Whether a person works on a case. */
    @Transactional(readOnly = true)
    public boolean isFor(UUID caseId, Person person) {
        return store.byId(caseId).filter(c -> c.isFor(person.id())).isPresent();
    }

    /** Whether what belongs to a case may be published on a day: the agreed date has come, and its measure is ready. */
    @Transactional(readOnly = true)
    public boolean mayPublish(UUID caseId, LocalDate day) {
        return store.byId(caseId)
                .filter(c -> !c.drill())
                .filter(c -> c.state() == CaseState.READY || c.state() == CaseState.PUBLISHED)
                .filter(c -> c.mayPublish(day))
                .isPresent();
    }

    /** Notes that what belongs to a case was published; a case that is published already stays so. */
    public void published(UUID caseId, Instant at) {
        store.lock(caseId);
        Case one = store.byId(caseId).orElseThrow(Cases::unknown);
        // A later revision of what is published changes nothing of the case, nor does one while it is looked into
        // again.
        if (one.state() != CaseState.READY) {
            return;
        }
        Map<String, String> step = Map.of("to", CaseState.PUBLISHED.id());
        requireStep(one, step, LocalDate.ofInstant(at, Ui.ZONE), null);
        add(one, EntryKind.STEP, step, null, null);
    }

    // Who may know

    private static Problem unknown() {
        return new Problem(404, "psirt.case.unknown");
    }

    /** The cases that the person works on, those that changed last first. */
    @Transactional(readOnly = true)
    List<Case> of(Person person) {
        return store.of(person.id()).stream().filter(c -> c.isFor(person.id())).toList();
    }

    /**
     * The case of a number for somebody who works on it, with a record that it was seen. Who does not is refused like one who asks
     * for a case that does not exist, with a record, too.
     */
    @Transactional(readOnly = true)
    Case require(String number, String act, Person person) {
        Optional<Case> found = store.byNumber(number);
        if (found.isEmpty() || !found.get().isFor(person.id())) {
            // First, so that a refusal is on record also where too many of them end in another answer.
            found.ifPresent(one -> accesses.note(one, "refused", person));
            accesses.missed(person);
            throw unknown();
        }
        accesses.note(found.get(), act, person);
        return found.get();
    }

    /** Notes of a person's own cases that they were listed, each for itself. */
    void listed(List<Case> own, Person person) {
        accesses.note(own, "listed", person);
    }

    // Opening

    /**
     * Opens a case.
     *
     * @param keyHash of the key of the reporter's page; null: there is none
     * @param by null: it came by the form
     */
    Case open(Map<String, String> values, byte @Nullable [] keyHash, @Nullable Person by) {
        UUID id = ids.next();
        String number = number();
        store.insert(id, number, keyHash, now());
        Case one = new Case(id, number, keyHash != null, List.of(write(id, EntryKind.OPENED, values, null, by)));
        tellThatOneOpened(one);
        Set<UUID> known = new TreeSet<>();
        if (by != null) {
            known.add(by.id());
            one = assign(one, by, by);
        }
        for (Person person : onDuty()) {
            if (known.add(person.id())) {
                one = assign(one, person, by);
                tell(one, person.id(), "report", "", false, one.id().toString());
            }
        }
        return one;
    }

    /**
     * Opens a case that comes of another one, for those who work on that one and nobody else.
     *
     * @param values of the report
     */
    Case branch(Case of, Map<String, String> values, Person by) {
        UUID id = ids.next();
        String number = number();
        store.insert(id, number, null, now());
        Case one = new Case(id, number, false, List.of(write(id, EntryKind.OPENED, values, null, by)));
        tellThatOneOpened(one);
        for (Map.Entry<UUID, String> person : of.assigned().entrySet()) {
            one = add(
                    one,
                    EntryKind.ASSIGNED,
                    Map.of("person", person.getKey().toString(), "personName", person.getValue()),
                    null,
                    by);
        }
        return one;
    }

    /** A case held until the transaction ends, for somebody who works on it. */
    Case held(Case seen, Person person) {
        store.lock(seen.id());
        return store.byId(seen.id()).filter(c -> c.isFor(person.id())).orElseThrow(Cases::unknown);
    }

    private String number() {
        String number = ids.code("P");
        while (store.exists(number)) {
            number = ids.code("P");
        }
        return number;
    }

    private Case assign(Case one, Person person, @Nullable Person by) {
        return add(
                one,
                EntryKind.ASSIGNED,
                Map.of("person", person.id().toString(), "personName", person.name()),
                null,
                by);
    }

    /** Who receives reports: those named, else all with the role; where nobody has it, the owners, so that none is lost. */
    List<Person> onDuty() {
        List<Person> all = people.inUse();
        List<UUID> named = store.rules().onDuty();
        List<Person> duty = all.stream()
                .filter(p -> named.contains(p.id()) && p.can(Act.HANDLE_CASES))
                .toList();
        if (duty.isEmpty()) {
            duty = all.stream()
                    .filter(p -> p.roles().contains(Role.PSIRT) && p.series().isEmpty())
                    .toList();
        }
        if (duty.isEmpty()) {
            duty = all.stream().filter(p -> p.roles().contains(Role.PSIRT)).toList();
        }
        return duty.isEmpty()
                ? all.stream().filter(p -> p.roles().contains(Role.OWNER)).toList()
                : duty;
    }

    // Entries

    /**
     * Sees to it that somebody can go on with a case. Where nobody is left of those who work on it – an account ended, a role was taken
     * away –, those on duty take it over; for everybody else it stays as unknown as it was. It waits while all of them are new, or made the
     * others go ({@link People#heirs}), and whoever decides about accounts are told that it does.
     */
    Case keepInHands(Case seen) {
        if (isInHands(seen)) {
            return seen;
        }
        store.lock(seen.id());
        Case one = store.byId(seen.id()).orElseThrow(Cases::unknown);
        if (isInHands(one)) {
            return one;
        }
        Map<UUID, String> before = one.assigned();
        Set<UUID> heirs = people.heirs(before.keySet());
        for (Person person : onDuty()) {
            if (!before.containsKey(person.id()) && heirs.contains(person.id())) {
                one = assign(one, person, null);
                tell(one, person.id(), "taken-over", "", false, ids.next().toString());
            }
        }
        if (one.assigned().size() == before.size()) {
            tellThatOneWaits(one);
            return one;
        }
        Set<UUID> present = people.all().stream().map(Person::id).collect(Collectors.toSet());
        for (Map.Entry<UUID, String> gone : before.entrySet()) {
            if (!present.contains(gone.getKey())) {
                one = add(
                        one,
                        EntryKind.UNASSIGNED,
                        Map.of("person", gone.getKey().toString(), "personName", gone.getValue(), "why", "ended"),
                        null,
                        null);
            }
        }
        return one;
    }

    /** Whether anybody who works on it can still come and write into it. */
    private boolean isInHands(Case one) {
        return one.assigned().keySet().stream()
                .anyMatch(id ->
                        people.inUse(id).filter(p -> p.can(Act.HANDLE_CASES)).isPresent());
    }

    /** Whom a case can be given to. */
    List<Person> assignable() {
        return people.inUse().stream().filter(p -> p.can(Act.SEE_CASES)).toList();
    }

    /**
     * Enters something into a case.
     *
     * @param values checked by {@link Entering}
     */
    Case enter(Case seen, EntryKind kind, Map<String, String> values, @Nullable UUID about, Person person) {
        store.lock(seen.id());
        Case one = store.byId(seen.id()).orElseThrow(Cases::unknown);
        if (!one.isFor(person.id())) {
            throw unknown();
        }
        Map<String, String> told = new HashMap<>(values);
        if (one.state() == CaseState.CLOSED && !kind.afterClosing()) {
            throw new Problem(409, "psirt.case.closed");
        }
        switch (kind) {
            case OPENED, FILE, MAILED, HANDED_OVER, ANSWERED, SPLIT, MERGED, INJECTED ->
                throw new IllegalArgumentException(kind + " is entered by an act of its own");
            case ASSIGNED -> {
                Person whom = person(told.get("person"));
                if (one.isFor(whom.id())) {
                    throw new Problem(409, "psirt.assigned.already", whom.name());
                }
                told.put("personName", whom.name());
            }
            case UNASSIGNED -> {
                UUID whom = UUID.fromString(told.getOrDefault("person", ""));
                if (!one.isFor(whom)) {
                    throw new Problem(409, "psirt.assigned.not");
                }
                if (one.assigned().size() == 1) {
                    throw new Problem(409, "psirt.assigned.last");
                }
                told.put("personName", one.assigned().getOrDefault(whom, ""));
            }
            case TASK -> {
                UUID owner = UUID.fromString(told.getOrDefault("owner", ""));
                if (!one.isFor(owner)) {
                    throw new Problem(422, "psirt.task.owner");
                }
                told.put("ownerName", one.assigned().getOrDefault(owner, ""));
            }
            case DONE -> {
                if (about == null || one.openTasks().stream().noneMatch(t -> t.id().equals(about))) {
                    throw new Problem(409, "psirt.task.unknown");
                }
            }
            case STEP -> {
                requireStep(one, told, today(), person);
                requirePublished(one, told);
            }
            case PLAN -> requirePlan(one, told, person);
            case ACCEPTED -> {
                if (!person.can(Act.ACCEPT_RISK)) {
                    throw new Problem(403, "psirt.accept.executive");
                }
                if (one.plan().isEmpty()) {
                    throw new Problem(409, "psirt.accept.plan");
                }
            }
            case COORDINATED -> {
                if (told.isEmpty()) {
                    throw new Problem(422, "psirt.entry.empty");
                }
            }
            case TAKEN_BACK -> {
                Entry entry = about == null ? null : one.entry(about).orElse(null);
                if (entry == null || !entry.kind().canBeTakenBack() || !one.holds(entry)) {
                    throw new Problem(409, "psirt.entry.stays");
                }
            }
            case DESCRIBED, RATED -> {
                if (told.isEmpty()) {
                    throw new Problem(422, "psirt.entry.empty");
                }
            }
            case CONCERNS -> told.put(CasePlaces.LINKS, places.links(one, told.getOrDefault("places", ""), person));
            case DRAFTED -> rehearsal.requireDrill(one);
            case AGREED -> rehearsal.requireMayAgree(one, person);
            case NOTE, TOLD, HEARD, PARTY, REGULATED, REPORTED, LESSON -> {
                // Nothing stands against them.
            }
        }
        Case after = add(one, kind, told, about, person);
        if (kind == EntryKind.ASSIGNED) {
            UUID whom = UUID.fromString(told.getOrDefault("person", ""));
            if (!whom.equals(person.id())) {
                tell(after, whom, "assigned", "", false, ids.next().toString());
            }
        }
        if (kind == EntryKind.LESSON) {
            // What was learnt is work for somebody, or it is forgotten.
            after = add(
                    after,
                    EntryKind.TASK,
                    Map.of(
                            "text",
                            told.getOrDefault("text", ""),
                            "owner",
                            person.id().toString(),
                            "ownerName",
                            person.name(),
                            "due",
                            today().plusDays(30).toString()),
                    null,
                    person);
        }
        if (kind == EntryKind.STEP && after.state() == CaseState.CLOSED) {
            drills.closed(after, person, now());
            notices.closed(after, person);
        }
        if (kind == EntryKind.STEP && after.state() == CaseState.PUBLISHED) {
            if (!after.drill()) {
                audit.record(person, "psirt.published", after.number(), Map.of());
                return after;
            }
            // To look at, by those who work on the drill; nothing is published.
            for (StoredFile document : rehearsal.documents(after, person)) {
                after = attach(after, document, "", person);
            }
        }
        return after;
    }

    private Person person(@Nullable String id) {
        return people.inUse(UUID.fromString(id == null ? "" : id))
                .filter(p -> p.can(Act.SEE_CASES))
                .orElseThrow(() -> new Problem(422, "psirt.person.unknown"));
    }

    /** One clear sentence for each reason why a case does not go on. */
    private void requireStep(Case one, Map<String, String> told, LocalDate day, @Nullable Person person) {
        CaseState to = CaseState.parse(told.getOrDefault("to", "")).orElse(one.state());
        if (!one.state().next().contains(to)) {
            throw new Problem(409, "psirt.step.order");
        }
        switch (to) {
            case FIXING -> {
                if (one.concerned("affected").isEmpty()) {
                    throw new Problem(409, "psirt.step.concerned");
                }
            }
            case READY -> requireMeasure(one, day, person);
            case PUBLISHED -> {
                requireMeasure(one, day, person);
                if (!one.mayPublish(day)) {
                    Optional<LocalDate> agreed = one.agreedDay();
                    throw agreed.isPresent()
                            ? new Problem(409, "psirt.step.early", agreed.get().toString())
                            : new Problem(409, "psirt.step.agreed");
                }
            }
            case NOT_VULNERABLE -> {
                if (told.getOrDefault("text", "").isBlank()) {
                    throw new Problem(422, "psirt.step.reason");
                }
            }
            case DUPLICATE -> {
                String of = told.getOrDefault("duplicate", "");
                if (of.isBlank() || of.equals(one.number())) {
                    throw new Problem(422, "psirt.step.duplicate");
                }
            }
            case CLOSED -> {
                int open = one.openTasks().size();
                if (open > 0 && !one.drill()) {
                    throw new Problem(409, "psirt.step.tasks", open);
                }
            }
            case RECEIVED, ACKNOWLEDGED, VERIFYING -> {
                // Always possible in their order.
            }
        }
    }

    /** "Published" is said of what everybody can read: an advisory of this case, or something at an address that is named. */
    private void requirePublished(Case one, Map<String, String> told) {
        if (told.getOrDefault("to", "").equals(CaseState.PUBLISHED.id()) && one.drill()) {
            rehearsal.requireAgreed(one);
        }
        if (told.getOrDefault("to", "").equals(CaseState.PUBLISHED.id())
                && !one.drill()
                && !ADDRESS.matcher(told.getOrDefault("text", "")).find()
                && !advisories.isPublished(one.id())) {
            throw new Problem(409, "psirt.step.unpublished");
        }
    }

    private void requireMeasure(Case one, LocalDate day, @Nullable Person person) {
        Entry plan = one.plan().orElseThrow(() -> new Problem(409, "psirt.step.plan"));
        switch (plan.get("option")) {
            case "investigating" -> throw new Problem(409, "psirt.step.investigating");
            case "none" -> {
                if (!one.signed(day)) {
                    throw new Problem(409, "psirt.step.unsigned");
                }
            }
            default -> requirePlan(one, plan.values(), person);
        }
    }

    /** A product whose support has ended gets no fix from most users' point of view: they are told what to do instead (S-062). */
    private void requirePlan(Case one, Map<String, String> plan, @Nullable Person person) {
        boolean told = Set.of("workaround", "substitute", "stop").contains(plan.getOrDefault("option", ""))
                || Set.of("workaround", "substitute", "stop").contains(plan.getOrDefault("meanwhile", ""));
        if (!told && plan.getOrDefault("option", "").equals("fix")) {
            List<String> ended = unsupported(one, person);
            if (!ended.isEmpty()) {
                throw new Problem(409, "psirt.plan.unsupported", String.join(", ", ended));
            }
        }
    }

    /**
     * Codes of the concerned series whose support has ended.
     *
     * @param person who reads it; null: nobody in particular
     */
    @Transactional(readOnly = true)
    List<String> unsupported(Case one, @Nullable Person person) {
        List<String> ended = new ArrayList<>();
        for (Series series : places.affected(one, person)) {
            LocalDate ends = standing.standing(series.id(), Locale.JAPANESE)
                    .map(SeriesStanding.Standing::supportEnds)
                    .orElse(null);
            if (ends != null && ends.isBefore(today())) {
                ended.add(series.code());
            }
        }
        return ended;
    }

    // From the reporter

    /** The case of a reporter's key. */
    @Transactional(readOnly = true)
    Optional<Case> byKey(String key) {
        return store.byKey(key);
    }

    /** The reporter's further words, by the own page. */
    Case heard(Case seen, String text) {
        return heard(seen, EntryKind.HEARD, Map.of("text", text));
    }

    /** Words that came by mail from an address that is known as the reporter's, or as a party's. */
    Case heardByMail(Case seen, String text, String party) {
        return party.isEmpty()
                ? heard(seen, EntryKind.HEARD, Map.of("text", text, "how", "mail"))
                : heard(seen, EntryKind.ANSWERED, Map.of("text", text, "name", party, "how", "mail"));
    }

    /** Words of the reporter of a case that goes on as another one: theirs, and nothing for that one's own reporter. */
    Case heardOfMerged(Case seen, String text, String number) {
        return heard(seen, EntryKind.ANSWERED, Map.of("text", text, "name", number));
    }

    /** The case as which a case goes on that was merged into it; itself if it was not. */
    @Transactional(readOnly = true)
    Case goesOnAs(Case one) {
        Case at = one;
        // Nobody merges in circles; a few steps are more than there are.
        for (int i = 0; i < MERGES_MAX; i++) {
            Case next = at.mergedInto().flatMap(store::byNumber).orElse(null);
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private Case heard(Case seen, EntryKind kind, Map<String, String> values) {
        store.lock(seen.id());
        // Also of a case that is closed: what comes to it has to reach somebody.
        Case one = keepInHands(add(store.byId(seen.id()).orElseThrow(Cases::unknown), kind, values, null, null));
        String heard = one.last(kind).map(e -> e.id().toString()).orElse("");
        for (UUID person : one.assigned().keySet()) {
            tell(one, person, "heard", "", false, heard);
        }
        return one;
    }

    // Mails

    /** Notes a mail that is about to go out; {@code person} null: by itself. */
    Case mailed(Case seen, Map<String, String> values, @Nullable Person person) {
        store.lock(seen.id());
        Case one = store.byId(seen.id()).orElseThrow(Cases::unknown);
        if (person != null && !one.isFor(person.id())) {
            throw unknown();
        }
        if (one.state() == CaseState.CLOSED) {
            throw new Problem(409, "psirt.case.closed");
        }
        return add(one, EntryKind.MAILED, values, null, person);
    }

    /** Notes what became of a mail, and tells those who work on the case when it did not arrive. */
    void handedOver(UUID caseId, UUID mail, Map<String, String> values) {
        store.lock(caseId);
        Case one = add(store.byId(caseId).orElseThrow(Cases::unknown), EntryKind.HANDED_OVER, values, mail, null);
        if (!values.getOrDefault("result", "").equals("sent")) {
            String key = one.entries().getLast().id().toString();
            one.assigned().keySet().forEach(person -> tell(one, person, "mail", "", false, key));
        }
    }

    // Files

    /** Looks again once the case is held: somebody may have closed it meanwhile, or taken it from the person. */
    private static void requireOpenTo(Case one, Person person) {
        if (!one.isFor(person.id())) {
            throw unknown();
        }
        if (one.state() == CaseState.CLOSED) {
            throw new Problem(409, "psirt.case.closed");
        }
    }

    /** Opens a case together with the file that it came in. */
    Case open(Map<String, String> values, StoredFile file, String note, Person by) {
        return attach(open(values, null, by), file, note, by);
    }

    /** Adds a file; {@code person} null: the reporter's. */
    Case attach(Case seen, StoredFile file, String note, @Nullable Person person) {
        return attach(seen, file, note, "", person);
    }

    /**
     * Adds a file.
     *
     * @param whose a party that sent it; empty: the reporter, or the person
     */
    Case attach(Case seen, StoredFile file, String note, String whose, @Nullable Person person) {
        store.lock(seen.id());
        Case one = store.byId(seen.id()).orElseThrow(Cases::unknown);
        if (person != null) {
            requireOpenTo(one, person);
        }
        if (store.files(one.id()).size() >= FILES_MAX) {
            throw new Problem(422, "psirt.files.many", FILES_MAX);
        }
        UUID id = ids.next();
        store.insert(id, one.id(), file, now());
        Map<String, String> values = new HashMap<>(Map.of(
                "file",
                id.toString(),
                "name",
                file.fileName(),
                "sha256",
                file.sha256(),
                "bytes",
                "" + file.sizeBytes()));
        if (!note.isEmpty()) {
            values.put("text", note);
        }
        if (!whose.isEmpty()) {
            values.put("whose", whose);
        }
        return add(one, EntryKind.FILE, values, null, person);
    }

    @Transactional(readOnly = true)
    List<CaseStore.Attached> files(Case one) {
        return store.files(one.id());
    }

    // Writing

    /** Adds an entry; everything that has to hold was looked at. */
    Case add(Case one, EntryKind kind, Map<String, String> values, @Nullable UUID about, @Nullable Person person) {
        // What became of a mail is noted in any case: nobody would know otherwise that it went out. So is who takes a
        // case over.
        if (one.entries().size() >= ENTRIES_MAX
                && kind != EntryKind.HANDED_OVER
                && (person != null || (kind != EntryKind.ASSIGNED && kind != EntryKind.UNASSIGNED))) {
            throw new Problem(422, "psirt.entries.many", ENTRIES_MAX);
        }
        List<Entry> entries = new ArrayList<>(one.entries());
        entries.add(write(one.id(), kind, values, about, person));
        Case after = new Case(one.id(), one.number(), one.hasPage(), entries);
        if (kind == EntryKind.ASSIGNED) {
            comes(UUID.fromString(values.getOrDefault("person", "")));
        }
        store.derive(after, now());
        return after;
    }

    /** Whoever comes to cases for the first time keeps no way in that one alone made for them. */
    private void comes(UUID whom) {
        if (people.find(whom).filter(holders::has).isEmpty()) {
            people.endLinks(whom);
        }
    }

    private Entry write(
            UUID caseId, EntryKind kind, Map<String, String> values, @Nullable UUID about, @Nullable Person person) {
        Map<String, String> filled = new HashMap<>(values);
        filled.values().removeIf(String::isEmpty);
        Entry entry = new Entry(
                ids.next(),
                kind,
                filled,
                about,
                person == null ? null : person.id(),
                person == null ? "" : person.name(),
                now());
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String content = store.content(entry);
        store.insert(caseId, entry, content, salt);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", entry.at().toString());
        if (person != null) {
            body.put("by", person.id().toString());
        }
        body.put("byName", entry.byName());
        body.put("case", caseId.toString());
        body.put("id", entry.id().toString());
        body.put("sealed", CaseStore.seal(salt, content));
        ledger.append("psirt-entry/1", null, body);
        return entry;
    }

    private void tellThatOneOpened(Case one) {
        if (!one.drill()) {
            events.publishEvent(new CaseOpened(ids.next()));
        }
    }

    /** Whether a record in the ledger ({@code psirt-entry/1}) is of the entry that opened a case, and the case is real. */
    @Transactional(readOnly = true)
    public boolean isOpening(UUID entry) {
        return store.ofEntry(entry)
                .filter(one -> one.entries().getFirst().id().equals(entry) && !one.drill())
                .isPresent();
    }

    /** Tells whoever decides about accounts; not which case it is. */
    private void tellThatOneWaits(Case one) {
        // Told once for those who had it last, and again when whoever took it over is gone, too.
        UUID since = one.last(EntryKind.ASSIGNED).map(Entry::id).orElse(one.id());
        for (Person person : people.inUse()) {
            if (person.can(Act.MANAGE_PEOPLE)) {
                events.publishEvent(new CaseTold(
                        "psirt:" + since + ":waits:" + person.id(),
                        one.id(),
                        "",
                        person.id(),
                        "waits",
                        "",
                        true,
                        one.drill(),
                        "/settings/people"));
            }
        }
    }

    /** Tells one person who works on a case, once for each key. */
    void tell(Case one, UUID person, String what, String due, boolean urgent, String key) {
        events.publishEvent(new CaseTold(
                "psirt:" + key + ":" + what + ":" + person,
                one.id(),
                one.number(),
                person,
                what,
                due,
                urgent,
                one.drill(),
                "/psirt/" + one.number()));
    }
}
