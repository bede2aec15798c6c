package dev.shisa.server.inquiry;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** How many people ask, for a telephone system or a help desk that counts by itself. */
@Controller
class InquiryApi {

    private static final String ALL = "/api/v1/inquiries";

    private final Inquiries inquiries;
    private final Products products;

    InquiryApi(Inquiries inquiries, Products products) {
        this.inquiries = inquiries;
        this.products = products;
    }

    /**
     * Inquiries of one hour.
     *
     * @param hour any moment within it
     * @param series code; null: of no single product, or nobody knows
     * @param channel null: all together
     * @param topic what most of them were about
     */
    record InquirySent(
            Instant hour,
            @Nullable String series,

            @OneOf({"phone", "mail", "web", "shop", "all"}) @Nullable
            String channel,

            int count,
            @Nullable String topic) {}

    /** @param struck why it counts no more; null: it counts */
    record InquiryBody(
            UUID id,
            Instant hour,
            @Nullable String series,

            @OneOf({"phone", "mail", "web", "shop", "all"}) String channel,

            int count,
            @Nullable String topic,
            @Nullable String struck,
            String by,
            Instant at) {}

    record StrikeCountBody(String reason) {}

    /**
     * An hour in which far more people asked than usual.
     *
     * @param series code; null: over everything
     * @param usual inquiries in an hour before
     * @param settled what came of it; null: nobody has said
     */
    record SurgeBody(
            String code,
            @Nullable String series,
            Instant hour,
            int count,
            double usual,
            Instant at,
            @Nullable String settled) {}

    record SettleSurgeBody(String text) {}

    /**
     * When an hour stands out.
     *
     * @param factor times what is usual
     * @param least inquiries in the hour
     * @param days that are looked back
     */
    record SurgeRulesBody(int factor, int least, int days) {}

    private @Nullable String code(@Nullable UUID series) {
        return series == null ? null : products.byId(series).map(Series::code).orElse(null);
    }

    private InquiryBody body(Inquiry one) {
        Inquiry.Struck struck = one.struck();
        return new InquiryBody(
                one.id(),
                one.hour(),
                code(one.series()),
                one.channel(),
                one.count(),
                one.topic().isEmpty() ? null : one.topic(),
                struck == null ? null : struck.reason(),
                one.byName(),
                one.at());
    }

    private SurgeBody body(Surge one) {
        Surge.Settled settled = one.settled();
        return new SurgeBody(
                one.code(),
                code(one.series()),
                one.hour(),
                one.count(),
                one.usual().doubleValue(),
                one.at(),
                settled == null ? null : settled.text());
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.list")
    Answer<Listing<InquiryBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.found(
                inquiries.behind(person, paging.afterId(), paging.limit() + 1),
                one -> one.id().toString(),
                this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(
            id = "inquiry.add",
            status = 201,
            fails = {"404 series.unknown", "422 inquiry.wrong"})
    Answer<InquiryBody> add(@Body InquirySent sent, @AuthenticationPrincipal Person person) {
        String code = sent.series();
        return Answer.of(body(inquiries.add(
                new Inquiries.Counted(
                        sent.hour(),
                        code == null ? null : products.require(code, person).id(),
                        Objects.requireNonNullElse(sent.channel(), "all"),
                        sent.count(),
                        Objects.requireNonNullElse(sent.topic(), "")),
                person)));
    }

    @PostMapping(ALL + "/{inquiry}/strike")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(
            id = "inquiry.strike",
            fails = {"404 inquiry.unknown", "409 inquiry.struck", "422 inquiry.reason"})
    Answer<InquiryBody> strike(
            @PathVariable UUID inquiry, @Body StrikeCountBody sent, @AuthenticationPrincipal Person person) {
        return Answer.of(body(inquiries.strike(inquiries.require(inquiry, person), sent.reason(), person)));
    }

    @GetMapping(ALL + "/surges")
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.surges")
    Answer<Listing<SurgeBody>> surges(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(inquiries.surges(person), Surge::code, this::body));
    }

    @PostMapping(ALL + "/surges/{surge}/settle")
    @Requires(Act.TELL_USERS)
    @Operation(
            id = "inquiry.settle",
            fails = {"404 inquiry.surge.unknown", "409 inquiry.settled", "422 inquiry.text"})
    Answer<SurgeBody> settle(
            @PathVariable String surge, @Body SettleSurgeBody sent, @AuthenticationPrincipal Person person) {
        return Answer.of(
                body(inquiries.settle(inquiries.surge(surge.toUpperCase(Locale.ROOT), person), sent.text(), person)));
    }

    @GetMapping(ALL + "/rules")
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.rules.get")
    Answer<SurgeRulesBody> rules() {
        Inquiries.Entered entered = inquiries.rules();
        SurgeRules rules = entered.rules();
        return Answer.of(new SurgeRulesBody(rules.factor(), rules.least(), rules.days()))
                .version(entered.version());
    }

    @PutMapping(ALL + "/rules")
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(
            id = "inquiry.rules",
            fails = {"403 organisation.limited", "409 changed-meanwhile", "422 inquiry.rules"})
    Answer<SurgeRulesBody> rules(@Body SurgeRulesBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        int version = seen.require(inquiries.rules().version());
        inquiries.change(new SurgeRules(sent.factor(), sent.least(), sent.days()), version, person);
        return rules();
    }
}
