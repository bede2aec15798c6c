package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decisions not to do what a guide asks, each with its reason. Guides leave that to the maker as long as every point is
 * considered (guide 004, 1.3). A decision changes no verdict and makes nothing green; it only ends that people are asked
 * for it, until its last day. Criteria of JC-STAR ★1 are all demanded, so there is no such decision about them.
 */
@Service
@Transactional
public class NotAdopted {

    /** A reason, not a report. */
    static final int REASON_CHARS_MAX = 2_000;

    /** A later day is a slip of the pen. */
    private static final int YEAR_MAX = 2100;

    private final NotAdoptedStore store;
    private final Products products;
    private final Guides guides;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    NotAdopted(
            NotAdoptedStore store,
            Products products,
            Guides guides,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One decision.
     *
     * @param subjectId the series, or the organisation
     * @param until the last day on which it holds; null: until it is taken back
     */
    public record Decision(
            UUID id,
            UUID subjectId,
            RequirementId requirement,
            String reason,
            @Nullable LocalDate until,
            UUID byId,
            String byName,
            Instant at) {}

    /** Those in force today. */
    @Transactional(readOnly = true)
    public Map<RequirementId, Decision> of(UUID subjectId) {
        return of(List.of(subjectId)).getOrDefault(subjectId, Map.of());
    }

    /** Those in force today, by subject. */
    @Transactional(readOnly = true)
    public Map<UUID, Map<RequirementId, Decision>> of(Collection<UUID> subjects) {
        return store.inForce(subjects, today()).stream()
                .collect(Collectors.groupingBy(
                        Decision::subjectId, Collectors.toMap(Decision::requirement, Function.identity())));
    }

    /** Decides; an earlier decision about the same is replaced. The reason is not blank, and the last day not past. */
    public Decision decide(
            UUID subjectId, RequirementId requirement, String reason, @Nullable LocalDate until, Person person) {
        products.lock(subjectId);
        boolean asked = guides.asked(subjectId).stream().map(Requirement::id).anyMatch(requirement::equals);
        if (!asked || requirement.framework().equals(Guides.STAR1)) {
            throw new Problem(404, "not-adopted.not-asked", requirement);
        }
        if (reason.isBlank() || reason.length() > REASON_CHARS_MAX || (until != null && !canEndOn(until))) {
            throw new IllegalArgumentException("a decision needs a reason, and a last day that is not past");
        }
        end(subjectId, requirement, person);
        Decision decision =
                new Decision(ids.next(), subjectId, requirement, reason, until, person.id(), person.name(), now());
        store.insert(decision);
        audit.record(
                person,
                "requirement.not-adopted",
                requirement.toString(),
                Map.of("reason", reason, "until", until == null ? "" : until.toString()));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", decision.id().toString());
        body.put("subject", subjectId.toString());
        body.put("requirement", requirement.toString());
        body.put("reason", reason);
        body.put("until", until == null ? "" : until.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", decision.at().toString());
        ledger.append("not-adopted/1", subjectId, body);
        return decision;
    }

    /** Takes a decision back; without one, nothing happens. */
    public void takeBack(UUID subjectId, RequirementId requirement, Person person) {
        products.lock(subjectId);
        if (end(subjectId, requirement, person)) {
            audit.record(person, "requirement.adopted", requirement.toString(), Map.of());
        }
    }

    private boolean end(UUID subjectId, RequirementId requirement, Person person) {
        Instant at = now();
        List<UUID> ended = store.end(subjectId, requirement, person.id(), at);
        ended.forEach(id -> {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", id.toString());
            body.put("by", person.id().toString());
            body.put("at", at.toString());
            ledger.append("not-adopted-ended/1", subjectId, body);
        });
        return !ended.isEmpty();
    }

    /** Whether a decision that is made now can have this last day. */
    boolean canEndOn(LocalDate day) {
        return !day.isBefore(today()) && day.getYear() <= YEAR_MAX;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
