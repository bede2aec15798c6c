package dev.shisa.server.supplier;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Agreements.SupplierCheckSent;
import dev.shisa.server.supplier.Agreements.SupplierContractSent;
import dev.shisa.server.supplier.Agreements.SupplierDecisionSent;
import dev.shisa.server.supplier.Suppliers.SupplierDeliverySent;
import dev.shisa.server.supplier.Suppliers.SupplierSent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The suppliers of a series, as they go along in its file: what they deliver for it, contracts, decisions, accepted answers and looks at
 * deliveries that stand. Links, people and exchanged files stay where they are. Where a supplier of the same name is known already, it
 * is that one, and only what it has nothing of is added: what this company has agreed with it is this company's own.
 */
@Component
record SupplierRecords(
        SupplierStore store,
        Suppliers suppliers,
        Agreements agreements,
        Questionnaire questionnaire,
        LivingFacts facts,
        Products products,
        EvidenceLog log)
        implements SeriesRecords {

    private static final int SUPPLIERS_MAX = 200;

    /** @param said codes of the evidence with what the records said, by topic */
    record Copy(List<SupplierCopy> suppliers, Map<String, String> said) {}

    record SupplierCopy(
            String code,
            String name,
            List<String> names,
            String note,
            String item,
            List<DeliveryCopy> deliveries,
            List<ContractCopy> contracts,
            List<ReviewCopy> answers,
            @Nullable DecisionCopy decision) {}

    record DeliveryCopy(
            String kind,
            String name,
            String alternative,
            Map<String, String> split,
            boolean everywhere,
            @Nullable CheckCopy check) {}

    record CheckCopy(
            List<String> lookedAt,
            boolean passed,
            String remarks,
            LocalDate performedOn,
            String performedBy,
            LocalDate until,
            @Nullable String evidence) {}

    record ContractCopy(
            String kind,
            String title,
            boolean everywhere,
            LocalDate startsOn,
            @Nullable LocalDate endsOn,
            Map<String, String> clauses,
            String evidence) {}

    record ReviewCopy(
            String question,
            String answer,
            String detail,
            String by,
            @Nullable String file,
            LocalDate until) {}

    record DecisionCopy(String outcome, String reason, List<String> lacks, LocalDate until) {}

    @Override
    public String name() {
        return "supplier";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<SupplierCopy> copies = new ArrayList<>();
        for (LinkedItem link : store.itemsOf(series.id())) {
            store.byId(link.supplierId()).ifPresent(s -> copies.add(copy(s, link, series)));
        }
        Map<String, String> said = new TreeMap<>();
        facts.said(series.id()).forEach((topic, id) -> said.put(topic, code(id)));
        return copies.isEmpty() ? null : new Copy(copies, said);
    }

    private String code(UUID evidence) {
        return log.byId(evidence).map(d -> d.summary().code()).orElse("");
    }

    private SupplierCopy copy(Supplier supplier, LinkedItem link, Series series) {
        List<Check> checks = store.checks(supplier.id());
        Standing standing = facts.standing(supplier.id());
        Decision decision = standing.decision();
        return new SupplierCopy(
                supplier.code(),
                supplier.name(),
                supplier.names(),
                supplier.note(),
                link.item(),
                deliveries(supplier, series).map(d -> copy(d, checks)).toList(),
                contracts(supplier, series)
                        .map(c -> new ContractCopy(
                                c.kind(),
                                c.title(),
                                c.series().isEmpty(),
                                c.startsOn(),
                                c.endsOn(),
                                c.clauses().entrySet().stream()
                                        .collect(
                                                Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue)),
                                code(c.evidence())))
                        .toList(),
                standing.reviews().values().stream()
                        .sorted(Comparator.comparing(Review::question))
                        .map(r -> new ReviewCopy(
                                r.question().id(),
                                r.answer(),
                                r.detail(),
                                r.answeredBy(),
                                r.file() == null ? null : r.file().sha256(),
                                r.until()))
                        .toList(),
                decision == null
                        ? null
                        : new DecisionCopy(
                                decision.outcome(),
                                decision.reason(),
                                decision.lacks().stream()
                                        .sorted()
                                        .map(Question::id)
                                        .toList(),
                                decision.until()));
    }

    private Stream<Delivery> deliveries(Supplier supplier, Series series) {
        return store.deliveries(supplier.id()).stream().filter(d -> d.isFor(series.id()));
    }

    private Stream<Contract> contracts(Supplier supplier, Series series) {
        return store.contracts(supplier.id()).stream().filter(c -> c.end() == null && c.covers(series.id()));
    }

    private DeliveryCopy copy(Delivery delivery, List<Check> checks) {
        Check last = Check.last(checks, delivery);
        return new DeliveryCopy(
                delivery.kind(),
                delivery.name(),
                delivery.alternative(),
                new TreeMap<>(delivery.split()),
                delivery.seriesId() == null,
                last == null
                        ? null
                        : new CheckCopy(
                                last.lookedAt(),
                                last.passed(),
                                last.remarks(),
                                last.performedOn(),
                                last.performedBy(),
                                last.until(),
                                last.evidence() == null ? null : code(last.evidence())));
    }

    @Override
    public Set<String> evidence(Series series) {
        Set<String> codes = new LinkedHashSet<>();
        for (LinkedItem link : store.itemsOf(series.id())) {
            store.byId(link.supplierId()).ifPresent(s -> {
                contracts(s, series).forEach(c -> codes.add(code(c.evidence())));
                Set<UUID> delivered = deliveries(s, series).map(Delivery::id).collect(Collectors.toSet());
                store.checks(s.id()).stream()
                        .filter(c -> c.end() == null && delivered.contains(c.delivery()))
                        .flatMap(c -> Stream.ofNullable(c.evidence()))
                        .forEach(id -> codes.add(code(id)));
            });
        }
        facts.said(series.id()).values().forEach(id -> codes.add(code(id)));
        codes.remove("");
        return codes;
    }

    @Override
    public List<StoredFile> files(Series series) {
        return store.itemsOf(series.id()).stream()
                .flatMap(link -> facts.standing(link.supplierId()).reviews().values().stream())
                .flatMap(r -> Stream.ofNullable(r.file()))
                .distinct()
                .toList();
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        if (copy.suppliers().size() > SUPPLIERS_MAX) {
            throw new BrokenCopy("more suppliers than a series has");
        }
        for (SupplierCopy one : copy.suppliers()) {
            try {
                bring(series, one, landing, person);
            } catch (Problem wrong) {
                throw new BrokenCopy(String.valueOf(wrong.getMessage()));
            }
        }
        Map<String, UUID> said = new HashMap<>();
        copy.said()
                .forEach((topic, code) -> landing.evidence(List.of(code)).stream()
                        .findFirst()
                        .flatMap(log::byCode)
                        .ifPresent(details -> said.put(topic, details.summary().id())));
        facts.adopt(series, said, person);
    }

    private void bring(Series series, SupplierCopy one, Landing landing, Person person) {
        if (products.items(series.id(), Suppliers.COLLECTION).stream()
                .noneMatch(i -> i.code().equals(one.item()))) {
            return;
        }
        Naming naming = Naming.of(one.name(), one.names());
        Optional<Supplier> known = store.suppliers(Set.of()).stream()
                .filter(s -> !s.ended() && s.naming().names().stream().anyMatch(naming.names()::contains))
                .findFirst();
        Supplier supplier = known.orElseGet(() -> suppliers.bring(
                one.code(),
                new SupplierSent(one.name().strip(), one.names(), one.note().strip(), null),
                person));
        suppliers.bringLink(supplier, series, one.item(), person);
        if (known.isPresent() && !isBlank(supplier)) {
            return;
        }
        for (DeliveryCopy d : one.deliveries()) {
            Delivery delivery = suppliers.bring(
                    supplier,
                    d.everywhere() ? null : series,
                    new SupplierDeliverySent(
                            null, d.kind(), d.name().strip(), d.alternative().strip(), d.split()),
                    person);
            CheckCopy c = d.check();
            if (c != null) {
                agreements.bring(
                        supplier,
                        delivery.id(),
                        new SupplierCheckSent(
                                c.lookedAt().stream()
                                        .filter(Check.THINGS::contains)
                                        .toList(),
                                c.passed(),
                                c.remarks().strip(),
                                c.performedOn(),
                                c.performedBy().strip(),
                                null,
                                null),
                        c.until(),
                        c.evidence() == null ? null : landed(c.evidence(), landing),
                        person);
            }
        }
        for (ContractCopy c : one.contracts()) {
            UUID evidence = landed(c.evidence(), landing);
            if (evidence != null) {
                agreements.bring(
                        supplier,
                        new SupplierContractSent(
                                c.title().strip(),
                                c.kind(),
                                c.startsOn(),
                                c.endsOn(),
                                c.clauses(),
                                null,
                                Attached.upload(evidence)),
                        c.everywhere() ? List.of() : List.of(series.id()),
                        evidence,
                        person);
            }
        }
        for (ReviewCopy r : one.answers()) {
            Question question =
                    Question.parse(r.question()).orElseThrow(() -> new BrokenCopy("no question " + r.question()));
            questionnaire.bring(
                    supplier,
                    null,
                    new Questionnaire.Accepted(
                            question,
                            r.answer(),
                            r.detail().strip(),
                            r.by().strip(),
                            r.file() == null ? null : landing.files().get(r.file()),
                            Copies.required(r.until())),
                    person);
        }
        DecisionCopy d = one.decision();
        if (d != null) {
            agreements.bring(
                    supplier,
                    new SupplierDecisionSent(d.outcome(), d.reason().strip(), null),
                    Copies.required(d.until()),
                    d.lacks().stream()
                            .flatMap(id -> Question.parse(id).stream())
                            .collect(Collectors.toSet()),
                    person);
        }
    }

    private boolean isBlank(Supplier supplier) {
        return store.contracts(supplier.id()).isEmpty()
                && store.reviews(supplier.id()).isEmpty()
                && store.decisions(supplier.id()).isEmpty()
                && store.deliveries(supplier.id()).isEmpty();
    }

    private @Nullable UUID landed(String code, Landing landing) {
        return landing.evidence(List.of(code)).stream()
                .findFirst()
                .flatMap(log::byCode)
                .map(d -> d.summary().id())
                .orElse(null);
    }
}
