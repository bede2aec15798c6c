package dev.shisa.server.supplier;

import dev.shisa.conformity.Strength;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Suppliers.SupplierWhyBody;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Contracts with suppliers, looks at what was delivered, and decisions whether a supplier is used. */
@Service
@Doing
@Transactional
class Agreements {

    static final int CONTRACTS_MAX = 200;
    static final int CHECKS_MAX = 1_000;
    static final int DECISIONS_MAX = 500;
    static final int PLACE_CHARS_MAX = 200;

    /** A look at a delivery, or a decision, is not good for ever. */
    static final int YEARS_MAX = 3;

    private final SupplierStore store;
    private final Rows rows;
    private final Suppliers suppliers;
    private final LivingFacts facts;
    private final EvidenceLog log;
    private final Audit audit;

    Agreements(SupplierStore store, Rows rows, Suppliers suppliers, LivingFacts facts, EvidenceLog log, Audit audit) {
        this.store = store;
        this.rows = rows;
        this.suppliers = suppliers;
        this.facts = facts;
        this.log = log;
        this.audit = audit;
    }

    // Contracts

    /** @param file the document; null: it is not there, which is a mistake */
    record ToldContract(
            String kind,
            String title,
            List<Series> series,
            @Nullable LocalDate startsOn,
            @Nullable LocalDate endsOn,
            Map<String, String> clauses,
            @Nullable StoredFile file) {}

    ToldContract check(ToldContract told, Fields fields) {
        Map<String, String> clauses = new TreeMap<>();
        told.clauses().forEach((id, place) -> {
            if (Clause.parse(id).isEmpty()) {
                fields.wrong("clauses", "choice");
            }
            clauses.put(id, fields.text("clauses", place, false, PLACE_CHARS_MAX));
        });
        if (clauses.isEmpty()) {
            fields.wrong("clauses", "clauses");
        }
        String kind = fields.oneOf("kind", told.kind(), Contract.KINDS);
        String title = fields.text("title", told.title(), true, Fields.NAME_CHARS_MAX);
        LocalDate starts = told.startsOn();
        LocalDate ends = told.endsOn();
        fields.within("startsOn", starts);
        fields.within("endsOn", ends);
        if (starts == null) {
            fields.wrong("startsOn", "missing");
        } else if (ends != null && ends.isBefore(starts)) {
            fields.wrong("endsOn", "order", starts.toString());
        }
        if (told.file() == null) {
            fields.wrong("file", "file");
        }
        return new ToldContract(kind, title, told.series(), starts, ends, clauses, told.file());
    }

    /** Records a contract that was {@link #check checked}, its document as evidence. */
    public Contract agree(Supplier supplier, ToldContract told, Person person, String via) {
        Suppliers.requireAll(person);
        List<Contract> before = store.contracts(supplier.id());
        if (before.size() >= CONTRACTS_MAX) {
            throw new Problem(422, "supplier.rows.many", CONTRACTS_MAX);
        }
        LocalDate ends = told.endsOn();
        Instant until =
                ends == null ? null : ends.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        Instant now = rows.now();
        UUID evidence = log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                Strength.DOCUMENTED,
                                Cut.to(supplier.name() + " " + told.title(), EvidenceLog.TITLE_CHARS_MAX),
                                "",
                                "",
                                null,
                                null,
                                null,
                                told.file(),
                                Map.of(),
                                now,
                                until,
                                person,
                                person.name(),
                                via,
                                null),
                        List.of())
                .evidence();
        Contract contract = bring(supplier, told, evidence, person);
        audit.record(
                person,
                "supplier.contract-add",
                supplier.name(),
                Map.of("title", told.title(), "until", ends == null ? "" : ends.toString()));
        facts.renew(supplier.id(), person, via);
        return contract;
    }

    Contract bring(Supplier supplier, ToldContract told, UUID evidence, Person person) {
        Map<Clause, String> clauses = new EnumMap<>(Clause.class);
        told.clauses().forEach((id, place) -> clauses.put(Clause.parse(id).orElseThrow(), place));
        return store.contracts.add(
                supplier.id(),
                new Contract(
                        rows.id(),
                        supplier.id(),
                        told.kind(),
                        told.title(),
                        told.series().stream().map(Series::id).toList(),
                        Objects.requireNonNull(told.startsOn()),
                        told.endsOn(),
                        clauses,
                        evidence,
                        rows.by(person),
                        null));
    }

    @Transactional(readOnly = true)
    public Contract requireContract(Supplier supplier, UUID id) {
        return store.contracts(supplier.id()).stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
    }

    /** A contract holds no more, before its last day. */
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.contract-end")
    @Does(
            page = ContractPages.HERE + "/{id}/end",
            on = ContractPages.HERE,
            done = "ended",
            api = "POST " + SupplierApi.ONE + "/contracts/{id}/end")
    public Answer<Done> endContract(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        Contract contract = requireContract(supplier, id);
        String reason = suppliers.end(store.contracts, supplier, id, sent, person);
        audit.record(
                person, "supplier.contract-end", supplier.name(), Map.of("title", contract.title(), "reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }

    // Looks at what was delivered

    /** @param file the record; null: there is none besides this one */
    record ToldCheck(
            UUID delivery,
            List<String> lookedAt,
            boolean passed,
            String remarks,
            @Nullable LocalDate performedOn,
            String performedBy,
            @Nullable LocalDate until,
            @Nullable StoredFile file) {}

    ToldCheck check(ToldCheck told, LocalDate today, Fields fields) {
        List<String> lookedAt = told.lookedAt().stream().distinct().toList();
        if (lookedAt.isEmpty()) {
            fields.wrong("lookedAt", "missing");
        } else if (!Check.THINGS.containsAll(lookedAt)) {
            fields.wrong("lookedAt", "choice");
        }
        String remarks = fields.text("remarks", told.remarks(), !told.passed(), Fields.TEXT_CHARS_MAX);
        String by = fields.text("performedBy", told.performedBy(), true, Fields.NAME_CHARS_MAX);
        LocalDate on = told.performedOn();
        fields.within("performedOn", on);
        if (on == null) {
            fields.wrong("performedOn", "missing");
        } else if (on.isAfter(today)) {
            fields.wrong("performedOn", "ahead", today.toString());
        }
        LocalDate until = until("until", told.until(), today, fields);
        return new ToldCheck(told.delivery(), lookedAt, told.passed(), remarks, on, by, until, told.file());
    }

    /** The last day of what is looked at again from time to time; a year if none was said. */
    @Nullable
    LocalDate until(String field, @Nullable LocalDate until, LocalDate today, Fields fields) {
        if (until == null) {
            return today.plusYears(1);
        }
        if (until.isBefore(today) || until.isAfter(today.plusYears(YEARS_MAX))) {
            fields.wrong(
                    field, "until", today.toString(), today.plusYears(YEARS_MAX).toString());
        }
        return until;
    }

    /** Records a look at a delivery that was {@link #check checked}. */
    public Check look(Supplier supplier, ToldCheck told, Person person, String via) {
        Suppliers.requireAll(person);
        Delivery delivery = suppliers.requireDelivery(supplier, told.delivery());
        if (store.checks(supplier.id()).size() >= CHECKS_MAX) {
            throw new Problem(422, "supplier.rows.many", CHECKS_MAX);
        }
        UUID evidence = null;
        if (told.file() != null) {
            evidence = log.record(
                            new NewEvidence(
                                    EvidenceKind.DOCUMENT,
                                    Strength.DOCUMENTED,
                                    Cut.to(supplier.name() + " " + delivery.name(), EvidenceLog.TITLE_CHARS_MAX),
                                    told.remarks(),
                                    "",
                                    null,
                                    null,
                                    null,
                                    told.file(),
                                    Map.of(),
                                    rows.now(),
                                    null,
                                    person,
                                    person.name(),
                                    via,
                                    null),
                            List.of())
                    .evidence();
        }
        Check check = bring(supplier, told, evidence, person);
        audit.record(
                person,
                "supplier.check-add",
                supplier.name(),
                Map.of("name", delivery.name(), "passed", Boolean.toString(told.passed())));
        facts.renew(supplier.id(), person, via);
        return check;
    }

    Check bring(Supplier supplier, ToldCheck told, @Nullable UUID evidence, Person person) {
        return store.checks.add(
                supplier.id(),
                new Check(
                        rows.id(),
                        supplier.id(),
                        told.delivery(),
                        told.lookedAt(),
                        told.passed(),
                        told.remarks(),
                        Objects.requireNonNull(told.performedOn()),
                        told.performedBy(),
                        Objects.requireNonNull(told.until()),
                        evidence,
                        rows.by(person),
                        null));
    }

    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.check-end")
    @Does(
            page = DeliveryPages.HERE + "/checks/{id}/end",
            on = DeliveryPages.HERE,
            done = "check-ended",
            api = "POST " + SupplierApi.ONE + "/checks/{id}/end")
    public Answer<Done> endCheck(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        if (store.checks(supplier.id()).stream().noneMatch(c -> c.id().equals(id))) {
            throw new Problem(404, "supplier.row.unknown");
        }
        String reason = suppliers.end(store.checks, supplier, id, sent, person);
        audit.record(person, "supplier.check-end", supplier.name(), Map.of("reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }

    // Decisions

    record ToldDecision(
            String outcome, String reason, @Nullable LocalDate until) {}

    ToldDecision check(ToldDecision told, Standing standing, Fields fields) {
        String outcome = fields.oneOf("outcome", told.outcome(), Decision.OUTCOMES);
        if (outcome.equals("accept") && !standing.lacks().isEmpty()) {
            fields.wrong("outcome", "lacking", standing.lacks().size());
        }
        return new ToldDecision(
                outcome,
                fields.text("reason", told.reason(), true, Fields.TEXT_CHARS_MAX),
                until("until", told.until(), standing.today(), fields));
    }

    /** Records a decision that was {@link #check checked}; it takes the place of the one before. */
    public Decision decide(Supplier supplier, ToldDecision told, Person person, String via) {
        Suppliers.requireAll(person);
        if (store.decisions(supplier.id()).size() >= DECISIONS_MAX) {
            throw new Problem(422, "supplier.rows.many", DECISIONS_MAX);
        }
        Decision decision = bring(supplier, told, facts.standing(supplier.id()).lacks(), person);
        audit.record(
                person, "supplier.decide", supplier.name(), Map.of("outcome", told.outcome(), "reason", told.reason()));
        facts.renew(supplier.id(), person, via);
        return decision;
    }

    Decision bring(Supplier supplier, ToldDecision told, Set<Question> lacks, Person person) {
        return store.decisions.add(
                supplier.id(),
                new Decision(
                        rows.id(),
                        supplier.id(),
                        told.outcome(),
                        told.reason(),
                        lacks,
                        Objects.requireNonNull(told.until()),
                        rows.by(person),
                        null));
    }

    /** Takes the last decision back; the one before does not come back with it. */
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.undecide")
    @Does(
            page = SupplierPages.ONE + "/decisions/{id}/withdraw",
            on = SupplierPages.ONE,
            done = "undecided",
            api = "POST " + SupplierApi.ONE + "/decisions/{id}/withdraw")
    public Answer<Done> undecide(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        Decision last = store.decisions(supplier.id()).stream()
                .findFirst()
                .filter(d -> d.id().equals(id))
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
        String reason = suppliers.end(store.decisions, supplier, id, sent, person);
        audit.record(person, "supplier.undecide", supplier.name(), Map.of("outcome", last.outcome(), "reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }
}
