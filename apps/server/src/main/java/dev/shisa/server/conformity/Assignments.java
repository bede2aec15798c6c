package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who settles an open requirement of a series, or of the organisation, and until when. An assignment decides nothing: it is
 * done while the verdict leaves nothing to do, or while the maker has decided not to adopt what is asked, and open again when
 * that ends.
 */
@Service
@Transactional
public class Assignments {

    /** A note, not a report. */
    static final int NOTE_CHARS_MAX = 1_000;

    /** A day further away is a slip of the pen. */
    static final int DUE_YEAR_MAX = 2_100;

    private static final Set<VerdictState> UNSETTLED = Arrays.stream(VerdictState.values())
            .filter(state -> !state.isGreen())
            .collect(Collectors.toUnmodifiableSet());

    private final AssignmentStore store;
    private final Products products;
    private final Guides guides;
    private final People people;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    Assignments(
            AssignmentStore store,
            Products products,
            Guides guides,
            People people,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.people = people;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One assignment.
     *
     * @param seriesId the series, or the organisation
     * @param due the last day
     */
    record Assignment(
            UUID id,
            UUID seriesId,
            RequirementId requirement,
            UUID assignee,
            LocalDate due,
            String note,
            UUID assignedBy,
            Instant assignedAt) {}

    /** Who has what of a subject, done or not, as pages show it. */
    @Transactional(readOnly = true)
    Map<RequirementId, Board.Assigned> shown(UUID subjectId) {
        LocalDate today = today();
        List<Assignment> all = of(subjectId);
        Map<UUID, String> names =
                people.names(all.stream().map(Assignment::assignee).distinct().toList());
        return all.stream()
                .collect(Collectors.toMap(
                        Assignment::requirement,
                        one -> new Board.Assigned(
                                names.getOrDefault(one.assignee(), ""),
                                one.due().toString(),
                                one.due().isBefore(today))));
    }

    /** Who can be asked to settle something: whoever may give evidence, or confirm what others gave, by name. */
    @Transactional(readOnly = true)
    List<Person> candidates() {
        return people.inUse().stream()
                .filter(person -> person.can(Act.ADD_EVIDENCE) || person.can(Act.CONFIRM))
                .toList();
    }

    @Transactional(readOnly = true)
    List<Person> candidates(Judged judged) {
        return candidates().stream()
                .filter(person -> judged.organisation() ? person.series().isEmpty() : person.sees(judged.id()))
                .toList();
    }

    /** What is assigned of a requirement, done or not. */
    @Transactional(readOnly = true)
    Optional<Assignment> of(UUID seriesId, RequirementId requirement) {
        return of(seriesId).stream()
                .filter(one -> one.requirement().equals(requirement))
                .findFirst();
    }

    /** All that is assigned of a series, or of the organisation, done or not, the soonest first. */
    @Transactional(readOnly = true)
    List<Assignment> of(UUID seriesId) {
        return store.inForce(seriesId);
    }

    /** The names of those to whom something is assigned of a series, or of the organisation. */
    @Transactional(readOnly = true)
    public Map<RequirementId, String> assignees(UUID subjectId) {
        return shown(subjectId).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().who()));
    }

    /** The last days of what is assigned of a series, or of the organisation. */
    @Transactional(readOnly = true)
    public Map<RequirementId, LocalDate> dueDays(UUID subjectId) {
        return of(subjectId).stream()
                .collect(Collectors.toMap(Assignment::requirement, Assignment::due, (a, b) -> a.isBefore(b) ? a : b));
    }

    /** One assignment that is not done, and how its requirement stands. */
    record Open(Assignment assignment, VerdictState state) {}

    /**
     * Which open assignments.
     *
     * @param only of these series; of all, and of the organisation, if none is named
     * @param assignee whose; null: anybody's
     * @param late only those whose last day is over
     */
    record Wanted(Set<UUID> only, @Nullable UUID assignee, boolean late) {

        /** Those that somebody sees: who may assign, everybody's; others their own. */
        static Wanted of(Person person) {
            return new Wanted(person.series(), person.can(Act.ASSIGN) ? null : person.id(), false);
        }
    }

    /**
     * How many there are.
     *
     * @param late of them, with a last day that is over
     */
    record Count(int found, int late) {}

    /** Those that are not done, of what is not archived, the soonest first. */
    @Transactional(readOnly = true)
    List<Open> open(Wanted wanted, int from, int most) {
        return store.open(unsettled(), wanted, from, most);
    }

    @Transactional(readOnly = true)
    Count count(Wanted wanted) {
        return store.count(unsettled(), wanted);
    }

    /** One that the person sees, also when it has ended. */
    @Transactional(readOnly = true)
    Optional<Assignment> find(UUID id, Person person) {
        return store.find(id).filter(one -> sees(person, one));
    }

    private static boolean sees(Person person, Assignment one) {
        return person.sees(one.seriesId())
                && (person.can(Act.ASSIGN) || one.assignee().equals(person.id()));
    }

    private AssignmentStore.Unsettled unsettled() {
        return new AssignmentStore.Unsettled(
                UNSETTLED,
                guides.all().stream()
                        .flatMap(guide -> guide.requirements().stream())
                        .map(Requirement::id)
                        .toList(),
                products.archived(),
                today());
    }

    /** Assigns it, in place of an earlier assignment of the same; the same once more changes nothing. */
    Assignment assign(
            Judged judged, RequirementId requirement, UUID assignee, LocalDate due, String note, Person person) {
        if (due.isBefore(today()) || due.getYear() > DUE_YEAR_MAX) {
            throw new Problem(422, "assignment.due", due);
        }
        return put(judged, requirement, assignee, due, note, person);
    }

    /** Puts an earlier one in force again as it was, also when its day is over. */
    void restore(Judged judged, Assignment before, Person person) {
        put(judged, before.requirement(), before.assignee(), before.due(), before.note(), person);
    }

    private Assignment put(
            Judged judged, RequirementId requirement, UUID assignee, LocalDate due, String note, Person person) {
        products.lock(judged.id());
        check(judged, requirement, assignee, note);
        Optional<Assignment> before = of(judged.id(), requirement);
        if (before.filter(one -> one.assignee().equals(assignee)
                        && one.due().equals(due)
                        && one.note().equals(note))
                .isPresent()) {
            return before.get();
        }
        end(judged.id(), requirement, person);
        Assignment made = new Assignment(ids.next(), judged.id(), requirement, assignee, due, note, person.id(), now());
        store.insert(made);
        String name = people.find(assignee).map(Person::name).orElse("");
        audit.record(
                person, "requirement.assign", thing(judged, requirement), Map.of("to", name, "due", due.toString()));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", made.id().toString());
        body.put("series", judged.id().toString());
        body.put("requirement", requirement.toString());
        body.put("assignee", assignee.toString());
        body.put("due", due.toString());
        body.put("note", note);
        body.put("by", person.id().toString());
        body.put("at", made.assignedAt().toString());
        ledger.append("assignment/1", judged.id(), body);
        events.publishEvent(new RequirementAssigned(
                made.id(), judged.id(), requirement, assignee, person.id(), due, judged.page(requirement)));
        return made;
    }

    /** Takes an assignment back; without one, nothing happens. */
    void takeBack(Judged judged, RequirementId requirement, Person person) {
        products.lock(judged.id());
        if (end(judged.id(), requirement, person)) {
            audit.record(person, "requirement.unassign", thing(judged, requirement), Map.of());
        }
    }

    /** Ends an assignment that somebody gives back; false when it is not in force any more. */
    boolean handBack(Judged judged, Assignment given, Person person) {
        products.lock(judged.id());
        boolean present =
                of(judged.id(), given.requirement()).filter(given::equals).isPresent();
        if (present) {
            takeBack(judged, given.requirement(), person);
        }
        return present;
    }

    private static String thing(Judged judged, RequirementId requirement) {
        Series series = judged.series();
        return judged.organisation() || series == null ? requirement.toString() : series.code() + " " + requirement;
    }

    /** Tells the ledger, and by it whoever listens, of each open assignment whose last day has come, once. */
    void tellDue() {
        for (Assignment one : store.toldToNobody(unsettled())) {
            store.told(one.id(), now());
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", ids.next().toString());
            body.put("assignment", one.id().toString());
            body.put("series", one.seriesId().toString());
            body.put("requirement", one.requirement().toString());
            body.put("assignee", one.assignee().toString());
            body.put("due", one.due().toString());
            ledger.append("task-due/1", one.seriesId(), body);
            events.publishEvent(new AssignmentDue(
                    one.id(), one.seriesId(), one.requirement(), one.assignee(), one.assignedBy(), one.due()));
        }
    }

    private void check(Judged judged, RequirementId requirement, UUID assignee, String note) {
        if (guides.asked(judged.id()).stream().map(Requirement::id).noneMatch(requirement::equals)) {
            throw new Problem(404, "requirement.unknown", requirement);
        }
        if (candidates(judged).stream().noneMatch(person -> person.id().equals(assignee))) {
            throw new Problem(422, "assignment.person");
        }
        if (note.length() > NOTE_CHARS_MAX) {
            throw new Problem(422, "assignment.note", note.length(), NOTE_CHARS_MAX);
        }
    }

    private boolean end(UUID seriesId, RequirementId requirement, Person person) {
        Instant at = now();
        List<UUID> ended = store.end(seriesId, requirement, person.id(), at);
        ended.forEach(id -> {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", id.toString());
            body.put("by", person.id().toString());
            body.put("at", at.toString());
            ledger.append("assignment-ended/1", seriesId, body);
        });
        return !ended.isEmpty();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
