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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who settles an open requirement of a series, and until when. An assignment decides nothing: it is done while the verdict
 * leaves nothing to do, or while the maker has decided not to adopt what is asked, and open again when that ends.
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
    private final Verdicts verdicts;
    private final People people;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Assignments(
            AssignmentStore store,
            Products products,
            Guides guides,
            Verdicts verdicts,
            People people,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.verdicts = verdicts;
        this.people = people;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One assignment in force.
     *
     * @param due the last day
     */
    public record Assignment(
            UUID id,
            UUID seriesId,
            RequirementId requirement,
            UUID assignee,
            LocalDate due,
            String note,
            UUID assignedBy,
            Instant assignedAt) {}

    /** Who can be asked to settle something of a series: whoever may give evidence for it, by name. */
    @Transactional(readOnly = true)
    public List<Person> candidates(Series series) {
        return people.whoCan(Act.ADD_EVIDENCE).stream()
                .filter(person -> person.sees(series.id()))
                .toList();
    }

    /** What is assigned of a requirement, done or not. */
    @Transactional(readOnly = true)
    public Optional<Assignment> of(UUID seriesId, RequirementId requirement) {
        return of(seriesId).stream()
                .filter(one -> one.requirement().equals(requirement))
                .findFirst();
    }

    /** All that is assigned of a series, done or not, the soonest first. */
    @Transactional(readOnly = true)
    public List<Assignment> of(UUID seriesId) {
        return store.inForce(Set.of(seriesId));
    }

    /** One assignment that is not done, and how its requirement stands. */
    public record Open(Assignment assignment, VerdictState state) {}

    /** What is open, in series that the person sees and that are not archived, the soonest first. */
    @Transactional(readOnly = true)
    public List<Open> open(Person person) {
        return open(store.inForce(person.series()));
    }

    private List<Open> open(List<Assignment> assigned) {
        Set<UUID> archived = products.archived();
        Set<UUID> present = assigned.stream()
                .map(Assignment::seriesId)
                .filter(id -> !archived.contains(id))
                .collect(Collectors.toSet());
        Map<UUID, List<Verdicts.OpenVerdict>> open = verdicts.inStates(present, UNSETTLED);
        return assigned.stream()
                .flatMap(one -> open.getOrDefault(one.seriesId(), List.of()).stream()
                        .filter(verdict -> verdict.requirement().equals(one.requirement()))
                        .map(verdict -> new Open(one, verdict.state())))
                .toList();
    }

    /** Assigns it, in place of an earlier assignment of the same; the same once more changes nothing. */
    public Assignment assign(
            Series series, RequirementId requirement, UUID assignee, LocalDate due, String note, Person person) {
        products.lock(series.id());
        check(series, requirement, assignee, due, note);
        Optional<Assignment> before = of(series.id(), requirement);
        if (before.filter(one -> one.assignee().equals(assignee)
                        && one.due().equals(due)
                        && one.note().equals(note))
                .isPresent()) {
            return before.get();
        }
        end(series.id(), requirement, person);
        Assignment made = new Assignment(ids.next(), series.id(), requirement, assignee, due, note, person.id(), now());
        store.insert(made);
        String name = people.find(assignee).map(Person::name).orElse("");
        audit.record(
                person,
                "requirement.assign",
                series.code() + " " + requirement,
                Map.of("to", name, "due", due.toString()));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", made.id().toString());
        body.put("series", series.id().toString());
        body.put("requirement", requirement.toString());
        body.put("assignee", assignee.toString());
        body.put("due", due.toString());
        body.put("note", note);
        body.put("by", person.id().toString());
        body.put("at", made.assignedAt().toString());
        ledger.append("assignment/1", series.id(), body);
        return made;
    }

    /** Takes an assignment back; without one, nothing happens. */
    public void takeBack(Series series, RequirementId requirement, Person person) {
        products.lock(series.id());
        if (end(series.id(), requirement, person)) {
            audit.record(person, "requirement.unassign", series.code() + " " + requirement, Map.of());
        }
    }

    /** Tells the ledger, and by it whoever listens, of each open assignment whose last day has come, once. */
    void tellDue() {
        for (Open still : open(store.toldToNobody(today(), UNSETTLED))) {
            Assignment one = still.assignment();
            store.told(one.id(), now());
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", ids.next().toString());
            body.put("assignment", one.id().toString());
            body.put("series", one.seriesId().toString());
            body.put("requirement", one.requirement().toString());
            body.put("assignee", one.assignee().toString());
            body.put("due", one.due().toString());
            ledger.append("task-due/1", one.seriesId(), body);
        }
    }

    private void check(Series series, RequirementId requirement, UUID assignee, LocalDate due, String note) {
        if (guides.asked(series.id()).stream().map(Requirement::id).noneMatch(requirement::equals)) {
            throw new Problem(404, "requirement.unknown", requirement);
        }
        if (candidates(series).stream().noneMatch(person -> person.id().equals(assignee))) {
            throw new Problem(422, "assignment.person");
        }
        if (due.isBefore(today()) || due.getYear() > DUE_YEAR_MAX) {
            throw new Problem(422, "assignment.due", due);
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
