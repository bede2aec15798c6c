package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** Suppliers for programs: who they are, what they deliver, how they stand, what was decided. */
@Controller
class SupplierApi {

    static final String ALL = "/api/v1/suppliers";
    static final String ONE = ALL + "/{code}";

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final Agreements agreements;
    private final LivingFacts facts;
    private final Products products;
    private final Messages messages;

    SupplierApi(
            Suppliers suppliers,
            SupplierStore store,
            Agreements agreements,
            LivingFacts facts,
            Products products,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.agreements = agreements;
        this.facts = facts;
        this.products = products;
        this.messages = messages;
    }

    /**
     * A supplier.
     *
     * @param names under which lists of components know it
     * @param answered questions of seven that have an accepted answer
     * @param standing what was decided, or that it has to be
     */
    record SupplierEntryBody(
            String code,
            String name,
            List<String> names,
            String note,
            @Nullable UUID advisory,
            boolean ended,
            int answered,

            @OneOf({"none", "accept", "conditional", "reject", "over", "again", "ended"})
            String standing,

            int version) {}

    /** How one of the seven questions stands. */
    record SupplierScoreBody(
            @OneOf({"policy", "support", "structure", "functions", "verified", "watched", "published"})
            String question,

            @OneOf({"yes", "no", "ended", "none"}) String mark,
            String detail,
            @Nullable LocalDate until,
            @Nullable UUID review) {}

    record SupplierItemBody(UUID id, String series, String item, String name) {}

    record SupplierContactBody(UUID id, String duty, String name, String address, String phone, String note) {}

    record SupplierDecisionBody(
            UUID id, String outcome, String reason, List<String> lacks, LocalDate until, String by, Instant at) {}

    /** Everything of one supplier but its agreements and files. */
    record SupplierWholeBody(
            SupplierEntryBody supplier,
            List<SupplierScoreBody> scores,
            List<SupplierItemBody> products,
            List<SupplierContactBody> contacts,
            List<SupplierDeliveryBody> deliveries,
            @Nullable SupplierDecisionBody decision) {}

    record SupplierDeliveryBody(
            UUID id,
            @Nullable String series,
            String kind,
            String name,
            String alternative,
            Map<String, String> split) {}

    record NewSupplierEntryBody(
            String name,
            @Nullable List<String> names,
            @Nullable String note,
            @Nullable UUID advisory) {}

    record NewSupplierContactBody(
            @OneOf({"vulnerability", "incident", "support", "contract"})
            String duty,

            String name,
            @Nullable String address,
            @Nullable String phone,
            @Nullable String note) {}

    /** @param item code in the register; null: the item with its name, or else a new one */
    record NewSupplierItemBody(String series, @Nullable String item) {}

    /** @param split who answers, by {@code hardware.prevent}, {@code software.fix} and so on */
    record NewSupplierDeliveryBody(
            @Nullable String series,

            @OneOf({"part", "module", "software", "semi", "development", "manufacture", "maintenance", "oem"})
            String kind,

            String name,
            @Nullable String alternative,
            @Nullable Map<String, String> split) {}

    /** @param until the last day; null: a year from now */
    record NewSupplierDecisionBody(
            @OneOf({"accept", "conditional", "reject"}) String outcome,
            String reason,
            @Nullable LocalDate until) {}

    record SupplierMadeBody(UUID id) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "supplier.list")
    Answer<Listing<SupplierEntryBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(suppliers.search("", person), Supplier::code, this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.add", status = 201)
    Answer<SupplierEntryBody> add(@Body NewSupplierEntryBody sent, @AuthenticationPrincipal Person person) {
        Suppliers.requireAll(person);
        Supplier added = suppliers.add(told(sent, null, person), person);
        return Answer.of(body(added)).version(added.version()).at(ALL + "/" + added.code());
    }

    private Suppliers.Told told(NewSupplierEntryBody sent, @Nullable Supplier present, Person person) {
        Fields fields = fields(person);
        Suppliers.Told told = suppliers.check(
                new Suppliers.Told(
                        sent.name(),
                        sent.names() == null ? List.of() : sent.names(),
                        sent.note() == null ? "" : sent.note(),
                        sent.advisory()),
                present,
                fields);
        sound(fields);
        return told;
    }

    private Fields fields(Person person) {
        return new Fields(messages, Fields.locale(person), new Mistakes());
    }

    static void sound(Fields fields) {
        if (!fields.mistakes().none()) {
            throw new BadForm(fields.mistakes());
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "supplier.get")
    Answer<SupplierWholeBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        Standing standing = facts.standing(supplier.id());
        Decision decision = standing.decision();
        List<SupplierItemBody> items = new ArrayList<>();
        for (LinkedItem link : store.items(supplier.id())) {
            if (link.end() == null && person.sees(link.seriesId())) {
                products.byId(link.seriesId())
                        .ifPresent(series -> items.add(new SupplierItemBody(
                                link.id(),
                                series.code(),
                                link.item(),
                                products.itemNames(series.id()).getOrDefault(link.item(), ""))));
            }
        }
        return Answer.of(new SupplierWholeBody(
                        body(supplier),
                        Arrays.stream(Question.values())
                                .map(q -> {
                                    Review review = standing.reviews().get(q);
                                    return new SupplierScoreBody(
                                            q.id(),
                                            standing.mark(q).name().toLowerCase(java.util.Locale.ROOT),
                                            review == null ? "" : review.detail(),
                                            review == null ? null : review.until(),
                                            review == null ? null : review.id());
                                })
                                .toList(),
                        items,
                        store.contacts(supplier.id()).stream()
                                .map(c -> new SupplierContactBody(
                                        c.id(), c.duty(), c.name(), c.address(), c.phone(), c.note()))
                                .toList(),
                        store.deliveries(supplier.id()).stream()
                                .filter(d -> d.end() == null && (d.seriesId() == null || person.sees(d.seriesId())))
                                .map(this::body)
                                .toList(),
                        decision == null ? null : body(decision)))
                .version(supplier.version());
    }

    @PutMapping(ONE)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.edit")
    Answer<SupplierEntryBody> edit(
            @PathVariable String code,
            @Body NewSupplierEntryBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Supplier present = suppliers.requireChangeable(code, person);
        int version = seen.require(present.version());
        Supplier edited = suppliers.edit(present, told(sent, present, person), version, person);
        return Answer.of(body(edited)).version(edited.version());
    }

    @PostMapping(ONE + "/end")
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.end")
    Answer<SupplierEntryBody> end(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier present = suppliers.requireChangeable(code, person);
        return Answer.of(body(suppliers.end(present, true, present.version(), person)));
    }

    @PostMapping(ONE + "/resume")
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.resume")
    Answer<SupplierEntryBody> resume(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier present = suppliers.requireChangeable(code, person);
        return Answer.of(body(suppliers.end(present, false, present.version(), person)));
    }

    @PostMapping(ONE + "/contacts")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.contact", status = 201)
    Answer<SupplierMadeBody> contact(
            @PathVariable String code, @Body NewSupplierContactBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        Suppliers.ToldContact told = suppliers.check(
                new Suppliers.ToldContact(
                        sent.duty(), sent.name(), text(sent.address()), text(sent.phone()), text(sent.note())),
                fields);
        sound(fields);
        return Answer.of(new SupplierMadeBody(
                suppliers.addContact(supplier, told, person).id()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @PostMapping(ONE + "/items")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "supplier.link", status = 201)
    Answer<SupplierMadeBody> link(
            @PathVariable String code, @Body NewSupplierItemBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Series series = products.requireInUse(sent.series(), person);
        return Answer.of(new SupplierMadeBody(suppliers
                .link(supplier, series, text(sent.item()), person, "api")
                .id()));
    }

    @PostMapping(ONE + "/deliveries")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.deliver", status = 201)
    Answer<SupplierDeliveryBody> deliver(
            @PathVariable String code, @Body NewSupplierDeliveryBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return Answer.of(body(suppliers.deliver(supplier, told(sent, person), person, "api")));
    }

    private Suppliers.ToldDelivery told(NewSupplierDeliveryBody sent, Person person) {
        Fields fields = fields(person);
        Suppliers.ToldDelivery told = suppliers.check(
                new Suppliers.ToldDelivery(
                        sent.series() == null ? null : products.requireInUse(sent.series(), person),
                        sent.kind(),
                        sent.name(),
                        text(sent.alternative()),
                        sent.split() == null ? Map.of() : sent.split()),
                fields);
        sound(fields);
        return told;
    }

    @PostMapping(ONE + "/deliveries/{id}")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.redeliver")
    Answer<SupplierDeliveryBody> redeliver(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body NewSupplierDeliveryBody sent,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return Answer.of(body(suppliers.redeliver(supplier, id, told(sent, person), person, "api")));
    }

    @PostMapping(ONE + "/decisions")
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.decide", status = 201)
    Answer<SupplierDecisionBody> decide(
            @PathVariable String code, @Body NewSupplierDecisionBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        Agreements.ToldDecision told = agreements.check(
                new Agreements.ToldDecision(sent.outcome(), sent.reason(), sent.until()),
                facts.standing(supplier.id()),
                fields);
        sound(fields);
        return Answer.of(body(agreements.decide(supplier, told, person, "api")));
    }

    private SupplierEntryBody body(Supplier supplier) {
        Standing standing = facts.standing(supplier.id());
        return new SupplierEntryBody(
                supplier.code(),
                supplier.name(),
                supplier.names(),
                supplier.note(),
                supplier.advisory(),
                supplier.ended(),
                standing.answered(),
                SupplierWords.outcome(supplier, standing),
                supplier.version());
    }

    private SupplierDeliveryBody body(Delivery delivery) {
        return new SupplierDeliveryBody(
                delivery.id(),
                delivery.seriesId() == null
                        ? null
                        : products.byId(delivery.seriesId()).map(Series::code).orElse(null),
                delivery.kind(),
                delivery.name(),
                delivery.alternative(),
                delivery.split());
    }

    private static SupplierDecisionBody body(Decision decision) {
        return new SupplierDecisionBody(
                decision.id(),
                decision.outcome(),
                decision.reason(),
                decision.lacks().stream().sorted().map(Question::id).collect(Collectors.toList()),
                decision.until(),
                decision.byName(),
                decision.at());
    }
}
