package dev.shisa.server.supplier;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.ArrayList;
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
class SupplierRecords implements SeriesRecords {

    private static final int SUPPLIERS_MAX = 200;

    private final SupplierStore store;
    private final Suppliers suppliers;
    private final Agreements agreements;
    private final Questionnaire questionnaire;
    private final LivingFacts facts;
    private final Products products;
    private final EvidenceLog log;
    private final Messages messages;

    SupplierRecords(
            SupplierStore store,
            Suppliers suppliers,
            Agreements agreements,
            Questionnaire questionnaire,
            LivingFacts facts,
            Products products,
            EvidenceLog log,
            Messages messages) {
        this.store = store;
        this.suppliers = suppliers;
        this.agreements = agreements;
        this.questionnaire = questionnaire;
        this.facts = facts;
        this.products = products;
        this.log = log;
        this.messages = messages;
    }

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
                        .sorted(java.util.Comparator.comparing(Review::question))
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
        return store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null)
                .filter(d -> d.seriesId() == null || d.seriesId().equals(series.id()));
    }

    private Stream<Contract> contracts(Supplier supplier, Series series) {
        return store.contracts(supplier.id()).stream().filter(c -> c.end() == null && c.covers(series.id()));
    }

    private DeliveryCopy copy(Delivery delivery, List<Check> checks) {
        return new DeliveryCopy(
                delivery.kind(),
                delivery.name(),
                delivery.alternative(),
                new TreeMap<>(delivery.split()),
                delivery.seriesId() == null,
                checks.stream()
                        .filter(c -> c.end() == null && c.delivery().equals(delivery.id()))
                        .findFirst()
                        .map(c -> new CheckCopy(
                                c.lookedAt(),
                                c.passed(),
                                c.remarks(),
                                c.performedOn(),
                                c.performedBy(),
                                c.until(),
                                c.evidence() == null ? null : code(c.evidence())))
                        .orElse(null));
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
            bring(series, one, landing, person);
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
        Fields fields = new Fields(messages, Fields.locale(person), new Mistakes());
        Supplier supplier = known.orElseGet(() -> {
            Suppliers.Told told =
                    suppliers.check(new Suppliers.Told(one.name(), one.names(), one.note(), null), null, fields);
            sound(fields);
            return suppliers.bring(one.code(), told, person);
        });
        suppliers.bringLink(supplier, series, one.item(), person);
        if (known.isPresent() && !isBlank(supplier)) {
            return;
        }
        for (DeliveryCopy d : one.deliveries()) {
            Suppliers.ToldDelivery told = suppliers.check(
                    new Suppliers.ToldDelivery(
                            d.everywhere() ? null : series, d.kind(), d.name(), d.alternative(), d.split()),
                    fields);
            sound(fields);
            Delivery delivery = suppliers.bringDelivery(supplier, told, person);
            CheckCopy c = d.check();
            if (c != null) {
                Agreements.ToldCheck check = new Agreements.ToldCheck(
                        delivery.id(),
                        c.lookedAt().stream().filter(Check.THINGS::contains).toList(),
                        c.passed(),
                        fields.text("remarks", c.remarks(), false, Fields.TEXT_CHARS_MAX),
                        c.performedOn(),
                        fields.text("performedBy", c.performedBy(), true, Fields.NAME_CHARS_MAX),
                        c.until(),
                        null);
                sound(fields);
                agreements.bring(supplier, check, c.evidence() == null ? null : landed(c.evidence(), landing), person);
            }
        }
        for (ContractCopy c : one.contracts()) {
            UUID evidence = landed(c.evidence(), landing);
            if (evidence != null) {
                Agreements.ToldContract told = agreements.check(
                        new Agreements.ToldContract(
                                c.kind(),
                                c.title(),
                                c.everywhere() ? List.of() : List.of(series),
                                c.startsOn(),
                                c.endsOn(),
                                c.clauses(),
                                new StoredFile("", 0, "", "", false)),
                        fields);
                sound(fields);
                agreements.bring(supplier, told, evidence, person);
            }
        }
        for (ReviewCopy r : one.answers()) {
            Question question =
                    Question.parse(r.question()).orElseThrow(() -> new BrokenCopy("no question " + r.question()));
            StoredFile file = r.file() == null ? null : landing.files().get(r.file());
            questionnaire.bring(
                    supplier,
                    null,
                    new Questionnaire.Accepted(
                            question,
                            fields.oneOf("answer", r.answer(), List.of("yes", "no")),
                            fields.text("detail", r.detail(), false, Questionnaire.DETAIL_CHARS_MAX + 20),
                            fields.text("by", r.by(), true, Fields.NAME_CHARS_MAX),
                            file,
                            Copies.required(r.until())),
                    person);
            sound(fields);
        }
        DecisionCopy d = one.decision();
        if (d != null) {
            agreements.bring(
                    supplier,
                    new Agreements.ToldDecision(
                            fields.oneOf("outcome", d.outcome(), Decision.OUTCOMES),
                            fields.text("reason", d.reason(), true, Fields.TEXT_CHARS_MAX),
                            Copies.required(d.until())),
                    d.lacks().stream()
                            .flatMap(id -> Question.parse(id).stream())
                            .collect(Collectors.toSet()),
                    person);
            sound(fields);
        }
    }

    private static void sound(Fields fields) {
        if (!fields.mistakes().none()) {
            throw new BrokenCopy(fields.mistakes().list().getFirst().message());
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
