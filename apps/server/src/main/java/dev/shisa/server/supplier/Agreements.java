package dev.shisa.server.supplier;

import dev.shisa.conformity.Strength;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.InForm;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.supplier.AgreementApi.SupplierContractBody;
import dev.shisa.server.supplier.Suppliers.SupplierWhyBody;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final SupplierWords words;
    private final Products products;
    private final Blobs blobs;
    private final EvidenceLog log;
    private final Audit audit;

    Agreements(
            SupplierStore store,
            Rows rows,
            Suppliers suppliers,
            LivingFacts facts,
            SupplierWords words,
            Products products,
            Blobs blobs,
            EvidenceLog log,
            Audit audit) {
        this.store = store;
        this.rows = rows;
        this.suppliers = suppliers;
        this.facts = facts;
        this.words = words;
        this.products = products;
        this.blobs = blobs;
        this.log = log;
        this.audit = audit;
    }

    // Contracts

    /**
     * A contract with its document.
     *
     * @param clauses place in the document by clause: measures, vulnerability, incident, responsibility, operation, substitute,
     *     data, inserts
     * @param series codes; null: all that the supplier delivers
     */
    @Sent(value = "supplier.contract", problem = "api.field", schema = "NewSupplierContractBody")
    record SupplierContractSent(
            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String title,

            @OneOf({"contract", "specification"}) String kind,
            LocalDate startsOn,
            @Nullable LocalDate endsOn,

            @InForm({"clause", "place-"}) @Words(most = PLACE_CHARS_MAX)
            Map<String, String> clauses,

            @Nullable List<String> series,
            Attached file) {}

    private static Wrongs look(SupplierContractSent sent) {
        Wrongs wrong = Wrongs.of(sent)
                .unless(
                        sent.clauses().keySet().stream()
                                .allMatch(id -> Clause.parse(id).isPresent()),
                        "clauses",
                        "choice")
                .unless(!sent.clauses().isEmpty(), "clauses", "clauses");
        LocalDate ends = sent.endsOn();
        return sent.startsOn() == null
                ? wrong
                : wrong.unless(
                        ends == null || !ends.isBefore(sent.startsOn()),
                        "endsOn",
                        "order",
                        sent.startsOn().toString());
    }

    /** Records a contract, its document as evidence. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.contract", status = 201)
    @Does(page = ContractPages.HERE, done = "added", api = "POST " + SupplierApi.ONE + "/contracts")
    public Answer<SupplierContractBody> agree(Supplier supplier, SupplierContractSent sent, Person person, Door door) {
        List<UUID> series = Objects.requireNonNullElse(sent.series(), List.<String>of()).stream()
                .map(code -> products.require(code, person).id())
                .toList();
        look(sent).refuse();
        if (store.contracts(supplier.id()).size() >= CONTRACTS_MAX) {
            throw new Problem(422, "supplier.rows.many", CONTRACTS_MAX);
        }
        LocalDate ends = sent.endsOn();
        UUID evidence = document(
                supplier.name() + " " + sent.title(),
                "",
                blobs.take(sent.file(), person),
                ends == null ? null : ends.plusDays(1).atStartOfDay(Ui.ZONE).toInstant(),
                person,
                door);
        Contract contract = bring(supplier, sent, series, evidence, person);
        audit.record(
                person,
                "supplier.contract-add",
                supplier.name(),
                Map.of("title", contract.title(), "until", ends == null ? "" : ends.toString()));
        facts.renew(supplier.id(), person, door.id());
        return Answer.of(words.told(contract, facts.today(), person));
    }

    /** Records a document as evidence. */
    private UUID document(
            String title, String text, @Nullable StoredFile file, @Nullable Instant until, Person person, Door door) {
        return log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                Strength.DOCUMENTED,
                                Cut.to(title, EvidenceLog.TITLE_CHARS_MAX),
                                text,
                                "",
                                null,
                                null,
                                null,
                                file,
                                Map.of(),
                                rows.now(),
                                until,
                                person,
                                person.name(),
                                door.id(),
                                null),
                        List.of())
                .evidence();
    }

    Contract bring(Supplier supplier, SupplierContractSent sent, List<UUID> series, UUID evidence, Person person) {
        look(sent).refuse();
        Map<Clause, String> clauses = new EnumMap<>(Clause.class);
        sent.clauses().forEach((id, place) -> clauses.put(Clause.parse(id).orElseThrow(), place));
        return store.contracts.add(
                supplier.id(),
                new Contract(
                        rows.id(),
                        supplier.id(),
                        sent.kind(),
                        sent.title(),
                        series,
                        sent.startsOn(),
                        sent.endsOn(),
                        clauses,
                        evidence,
                        rows.by(person),
                        null));
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
        Contract contract = Suppliers.require(store.contracts(supplier.id()), c -> c.id().equals(id));
        String reason = suppliers.end(store.contracts, supplier, id, sent, person);
        audit.record(
                person, "supplier.contract-end", supplier.name(), Map.of("title", contract.title(), "reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }

    // Looks at what was delivered

    /**
     * A look at a delivery.
     *
     * @param until the last day on which it counts; null: a year from now
     * @param file the record; null: there is none besides this one
     */
    @Sent(value = "supplier.check", problem = "api.field", schema = "NewSupplierCheckBody")
    record SupplierCheckSent(
            @OneOf({"measures", "design", "quality", "inserts"}) @Words(must = true)
            List<String> lookedAt,

            Boolean passed,

            @Words(most = Suppliers.TEXT_CHARS_MAX, lines = 2) @Nullable
            String remarks,

            LocalDate performedOn,

            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String performedBy,

            @Nullable LocalDate until,
            @Nullable Attached file) {}

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.check", status = 201)
    @Does(api = "POST " + SupplierApi.ONE + "/deliveries/{id}/checks", told = SupplierApi.SupplierMadeBody.class)
    public Check look(Supplier supplier, UUID id, SupplierCheckSent sent, Person person, Door door) {
        Delivery delivery = suppliers.requireDelivery(supplier, id);
        Wrongs wrong = look(sent);
        LocalDate until = until(sent.until(), wrong);
        wrong.refuse();
        if (store.checks(supplier.id()).size() >= CHECKS_MAX) {
            throw new Problem(422, "supplier.rows.many", CHECKS_MAX);
        }
        StoredFile file = blobs.take(sent.file(), person);
        UUID evidence = file == null
                ? null
                : document(
                        supplier.name() + " " + delivery.name(),
                        Suppliers.text(sent.remarks()),
                        file,
                        null,
                        person,
                        door);
        Check check = bring(supplier, id, sent, until, evidence, person);
        audit.record(
                person,
                "supplier.check-add",
                supplier.name(),
                Map.of("name", delivery.name(), "passed", Boolean.toString(check.passed())));
        facts.renew(supplier.id(), person, door.id());
        return check;
    }

    /** What the page does, where the delivery is one of the form's fields. */
    @Requires(Act.ADD_EVIDENCE)
    @Does(page = DeliveryPages.HERE + "/checks", on = DeliveryPages.HERE, done = "checked")
    public Check look(Supplier supplier, SupplierCheckSent sent, String delivery, Person person) {
        Optional<Delivery> chosen = store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null && d.id().toString().equals(delivery))
                .findFirst();
        if (chosen.isEmpty()) {
            look(sent).add("delivery", "choice").refuse();
        }
        return look(supplier, chosen.orElseThrow().id(), sent, person, Door.PAGE);
    }

    private Wrongs look(SupplierCheckSent sent) {
        LocalDate today = facts.today();
        Wrongs wrong = Wrongs.of(sent)
                .unless(
                        !Boolean.FALSE.equals(sent.passed())
                                || !Suppliers.text(sent.remarks()).isEmpty(),
                        "remarks",
                        "missing");
        return sent.performedOn() == null
                ? wrong
                : wrong.unless(!sent.performedOn().isAfter(today), "performedOn", "ahead", today.toString());
    }

    /** The last day of what is looked at again from time to time; a year if none was said. */
    private LocalDate until(@Nullable LocalDate said, Wrongs wrong) {
        LocalDate today = facts.today();
        LocalDate until = Objects.requireNonNullElse(said, today.plusYears(1));
        LocalDate last = today.plusYears(YEARS_MAX);
        wrong.unless(
                !until.isBefore(today) && !until.isAfter(last), "until", "until", today.toString(), last.toString());
        return until;
    }

    Check bring(
            Supplier supplier,
            UUID delivery,
            SupplierCheckSent sent,
            LocalDate until,
            @Nullable UUID evidence,
            Person person) {
        Wrongs.of(sent).refuse();
        return store.checks.add(
                supplier.id(),
                new Check(
                        rows.id(),
                        supplier.id(),
                        delivery,
                        sent.lookedAt().stream().distinct().toList(),
                        sent.passed(),
                        Suppliers.text(sent.remarks()),
                        sent.performedOn(),
                        sent.performedBy(),
                        until,
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
        Suppliers.require(store.checks(supplier.id()), c -> c.id().equals(id));
        String reason = suppliers.end(store.checks, supplier, id, sent, person);
        audit.record(person, "supplier.check-end", supplier.name(), Map.of("reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }

    // Decisions

    /** @param until the last day; null: a year from now */
    @Sent(value = "supplier.decision", problem = "api.field", schema = "NewSupplierDecisionBody")
    record SupplierDecisionSent(
            @OneOf({"accept", "conditional", "reject"}) String outcome,

            @Words(most = Suppliers.TEXT_CHARS_MAX, must = true, lines = 3)
            String reason,

            @Nullable LocalDate until) {}

    /** Records a decision; it takes the place of the one before. */
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.decide", status = 201)
    @Does(
            page = SupplierPages.ONE + "/decisions",
            on = SupplierPages.ONE,
            done = "decided",
            api = "POST " + SupplierApi.ONE + "/decisions",
            told = SupplierApi.SupplierDecisionBody.class)
    public Decision decide(Supplier supplier, SupplierDecisionSent sent, Person person, Door door) {
        Set<Question> lacks = facts.standing(supplier.id()).lacks();
        Wrongs wrong = Wrongs.of(sent)
                .unless(!sent.outcome().equals("accept") || lacks.isEmpty(), "outcome", "lacking", lacks.size());
        LocalDate until = until(sent.until(), wrong);
        wrong.refuse();
        if (store.decisions(supplier.id()).size() >= DECISIONS_MAX) {
            throw new Problem(422, "supplier.rows.many", DECISIONS_MAX);
        }
        Decision decision = bring(supplier, sent, until, lacks, person);
        audit.record(
                person,
                "supplier.decide",
                supplier.name(),
                Map.of("outcome", decision.outcome(), "reason", decision.reason()));
        facts.renew(supplier.id(), person, door.id());
        return decision;
    }

    Decision bring(Supplier supplier, SupplierDecisionSent sent, LocalDate until, Set<Question> lacks, Person person) {
        Wrongs.of(sent).refuse();
        return store.decisions.add(
                supplier.id(),
                new Decision(
                        rows.id(), supplier.id(), sent.outcome(), sent.reason(), lacks, until, rows.by(person), null));
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
