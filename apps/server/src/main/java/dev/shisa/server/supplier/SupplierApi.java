package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.record.Told;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Suppliers for programs: who they are, what they deliver, how they stand, what was decided. */
@Controller
record SupplierApi(Suppliers suppliers, SupplierStore store, LivingFacts facts, Products products, Told told) {

    static final String ALL = "/api/v1/suppliers";
    static final String ONE = ALL + "/{code}";

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

            int version) {

        static SupplierEntryBody of(Supplier supplier, Standing standing) {
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
    }

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

    /** @param item code in the register; null: the item with its name, or else a new one */
    record NewSupplierItemBody(String series, @Nullable String item) {}

    record SupplierMadeBody(UUID id) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "supplier.list")
    Answer<Listing<SupplierEntryBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(suppliers.search("", person), Supplier::code, this::body));
    }

    private SupplierEntryBody body(Supplier supplier) {
        return SupplierEntryBody.of(supplier, facts.standing(supplier.id()));
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
                        SupplierEntryBody.of(supplier, standing),
                        Arrays.stream(Question.values())
                                .map(q -> {
                                    Review review = standing.reviews().get(q);
                                    return new SupplierScoreBody(
                                            q.id(),
                                            standing.mark(q).name().toLowerCase(Locale.ROOT),
                                            review == null ? "" : review.detail(),
                                            review == null ? null : review.until(),
                                            review == null ? null : review.id());
                                })
                                .toList(),
                        items,
                        store.contacts(supplier.id()).stream()
                                .map(c -> told.as(SupplierContactBody.class, c))
                                .toList(),
                        store.deliveries(supplier.id()).stream()
                                .filter(d -> d.isFor(person))
                                .map(d -> told.as(SupplierDeliveryBody.class, d))
                                .toList(),
                        decision == null ? null : told.as(SupplierDecisionBody.class, decision)))
                .version(supplier.version());
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

    @PostMapping(ONE + "/items")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "supplier.link", status = 201)
    Answer<SupplierMadeBody> link(
            @PathVariable String code, @Body NewSupplierItemBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Series series = products.requireInUse(sent.series(), person);
        return Answer.of(new SupplierMadeBody(suppliers
                .link(supplier, series, Suppliers.text(sent.item()), person, "api")
                .id()));
    }
}
