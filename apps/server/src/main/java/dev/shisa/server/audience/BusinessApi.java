package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The register of businesses, for programs. */
@Controller
class BusinessApi {

    private static final String ALL = "/api/v1/businesses";
    private static final String ONE = ALL + "/{business}";

    private final Businesses businesses;
    private final BusinessStore store;
    private final Products products;

    BusinessApi(Businesses businesses, BusinessStore store, Products products) {
        this.businesses = businesses;
        this.store = store;
        this.products = products;
    }

    /**
     * A business between the maker and the users.
     *
     * @param series codes; missing or empty: every product
     * @param active whether it is told; missing: yes
     */
    record BusinessText(
            @OneOf({"dealer", "shop", "integrator", "maintainer", "operator", "enterprise", "used", "csirt"})
            String kind,

            String name,
            @Nullable String contact,
            String mail,
            @Nullable @OneOf({"ja", "en"}) String language,
            @Nullable List<String> series,
            @Nullable String note,
            @Nullable Boolean active) {}

    /** The same as it is stored. */
    record BusinessBody(
            String code,

            @OneOf({"dealer", "shop", "integrator", "maintainer", "operator", "enterprise", "used", "csirt"})
            String kind,

            String name,
            String contact,
            String mail,
            @OneOf({"ja", "en"}) String language,
            List<String> series,
            String note,
            boolean active) {}

    /** @param readPercent below which too few have read a notice */
    record AudienceRulesBody(int acknowledgeDays, int readDays, int readPercent) {}

    private BusinessBody body(Business one) {
        return new BusinessBody(
                one.code(),
                one.kind().id(),
                one.name(),
                one.contact(),
                one.mail(),
                one.language(),
                products.byIds(one.series()).stream().map(Series::code).sorted().toList(),
                one.note(),
                one.active());
    }

    private Businesses.Entered entered(BusinessText sent, String code, Person person) {
        List<String> codes = sent.series() == null ? List.of() : sent.series();
        List<UUID> series = codes.stream()
                .map(one -> products.require(one, person).id())
                .distinct()
                .toList();
        Businesses.Entered entered = new Businesses.Entered(
                BusinessKind.of(sent.kind()).orElseThrow(),
                sent.name(),
                Objects.requireNonNullElse(sent.contact(), ""),
                Subscriptions.tidy(sent.mail().strip()),
                Objects.requireNonNullElse(sent.language(), "ja"),
                series.isEmpty(),
                series,
                Objects.requireNonNullElse(sent.note(), ""),
                !Boolean.FALSE.equals(sent.active()));
        businesses.wrong(entered, code).stream().findFirst().ifPresent(wrong -> {
            throw BadField.said("/" + wrong.field(), "audience.business.wrong." + wrong.why());
        });
        return entered;
    }

    @GetMapping(ALL)
    @Requires(Act.TELL_USERS)
    @Operation(id = "business.list")
    Answer<Listing<BusinessBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        return Answer.of(paging.of(store.all(), one -> one.id().toString(), this::body));
    }

    @PostMapping(ALL)
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "business.add", status = 201)
    Answer<BusinessBody> add(@Body BusinessText sent, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        Business made = businesses.add(entered(sent, "", person), person);
        return Answer.of(body(made)).version(made.version()).at(ALL + "/" + made.code());
    }

    @GetMapping(ONE)
    @Requires(Act.TELL_USERS)
    @Operation(id = "business.get")
    Answer<BusinessBody> get(@PathVariable String business, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        Business one = businesses.require(business);
        return Answer.of(body(one)).version(one.version());
    }

    @PutMapping(ONE)
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "business.change")
    Answer<BusinessBody> change(
            @PathVariable String business,
            @Body BusinessText sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        Business before = businesses.require(business);
        int version = seen.require(before.version());
        Business now = businesses.change(before, version, entered(sent, before.code(), person), person);
        return Answer.of(body(now)).version(now.version());
    }

    /** Takes address and contact out for good. */
    @DeleteMapping(ONE)
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "business.erase")
    Answer<BusinessBody> erase(@PathVariable String business, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        Business now = businesses.erase(businesses.require(business), person);
        return Answer.of(body(now)).version(now.version());
    }

    @GetMapping("/api/v1/notice-rules")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.rules")
    Answer<AudienceRulesBody> rules(@AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        Businesses.Set set = businesses.rules();
        return Answer.of(new AudienceRulesBody(
                        set.rules().acknowledgeDays(),
                        set.rules().readDays(),
                        set.rules().readPercent()))
                .version(set.version());
    }

    @PutMapping("/api/v1/notice-rules")
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "audience.rules-change")
    Answer<AudienceRulesBody> changeRules(
            @Body AudienceRulesBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        int version = seen.require(businesses.rules().version());
        businesses.change(
                new AudienceRules(sent.acknowledgeDays(), sent.readDays(), sent.readPercent()), version, person);
        return rules(person);
    }
}
