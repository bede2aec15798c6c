package dev.shisa.server.inquiry;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.record.Told;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** How many people ask, for a telephone system or a help desk that counts by itself: what can be read. */
@Controller
record InquiryApi(Inquiries inquiries, Told told) {

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

    @GetMapping(Inquiries.API)
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.list")
    Answer<Listing<InquiryBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.found(
                inquiries.behind(person, paging.afterId(), paging.limit() + 1),
                one -> one.id().toString(),
                one -> told.as(InquiryBody.class, one)));
    }

    @GetMapping(Inquiries.API + "/surges")
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.surges")
    Answer<Listing<SurgeBody>> surges(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(inquiries.surges(person), Surge::code, one -> told.as(SurgeBody.class, one)));
    }

    @GetMapping(Inquiries.API + "/rules")
    @Requires(Act.VIEW)
    @Operation(id = "inquiry.rules.get")
    Answer<SurgeRules> rules() {
        Inquiries.Entered entered = inquiries.rules();
        return Answer.of(entered.rules()).version(entered.version());
    }
}
