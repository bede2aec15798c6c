package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decisions to carry out a technical measure, the other answer to {@link NotAdopted}: the two never hold at once. A decision
 * changes no verdict; that a measure is carried out is shown by facts.
 */
@Service
@Transactional
class Adopted {

    private final AdoptedStore store;
    private final NotAdopted notAdopted;
    private final Products products;
    private final Guides guides;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Adopted(
            AdoptedStore store,
            NotAdopted notAdopted,
            Products products,
            Guides guides,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.notAdopted = notAdopted;
        this.products = products;
        this.guides = guides;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** One decision; the reason may be empty. */
    record Decision(
            UUID id, UUID subjectId, RequirementId requirement, String reason, UUID byId, String byName, Instant at) {}

    /** Those in force, by what they are about. */
    @Transactional(readOnly = true)
    public Map<RequirementId, Decision> of(UUID subjectId) {
        return store.inForce(subjectId).stream().collect(Collectors.toMap(Decision::requirement, Function.identity()));
    }

    /** Decides for a measure of a guide that is followed; what was decided before ends. */
    public Decision decide(UUID subjectId, RequirementId measure, String reason, Person person) {
        products.lock(subjectId);
        if (Trait.of(measure).isEmpty() || guides.asked(subjectId).stream().noneMatch(r -> r.id().equals(measure))) {
            throw new Problem(404, "not-adopted.not-asked", measure);
        }
        if (reason.length() > NotAdopted.REASON_CHARS_MAX) {
            throw new IllegalArgumentException("a reason of " + reason.length() + " characters");
        }
        takeBack(subjectId, measure, person);
        Instant at = now();
        Decision decision = new Decision(ids.next(), subjectId, measure, reason, person.id(), person.name(), at);
        store.insert(decision);
        audit.record(person, "measure.adopted", measure.toString(), Map.of("reason", reason));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", decision.id().toString());
        body.put("subject", subjectId.toString());
        body.put("requirement", measure.toString());
        body.put("reason", reason);
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", at.toString());
        ledger.append("adopted/1", subjectId, body);
        return decision;
    }

    /** Takes back what was decided about a measure, for it or against it; without a decision nothing happens. */
    public void takeBack(UUID subjectId, RequirementId measure, Person person) {
        products.lock(subjectId);
        notAdopted.takeBack(subjectId, measure, person);
        Instant at = now();
        for (UUID id : store.end(subjectId, measure, person.id(), at)) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", id.toString());
            body.put("by", person.id().toString());
            body.put("at", at.toString());
            ledger.append("adopted-ended/1", subjectId, body);
            audit.record(person, "measure.open", measure.toString(), Map.of());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
