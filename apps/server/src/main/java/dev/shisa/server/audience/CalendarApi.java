package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** Until when products are supported, for programs. */
@Controller
class CalendarApi {

    private static final int SERIES_MAX = 2_000;

    private final SupportCalendar calendar;
    private final Products products;

    CalendarApi(SupportCalendar calendar, Products products) {
        this.calendar = calendar;
        this.products = products;
    }

    /**
     * A day on which users are told.
     *
     * @param id {@code before-12}, {@code end}, {@code after-1}
     * @param notice code of the notice that was prepared; missing: none was
     */
    record CalendarStepBody(
            String id, LocalDate day, @Nullable String notice) {}

    /**
     * Until when a supplier has to mend what it delivers.
     *
     * @param supplier code
     * @param bound whether a contract says so
     * @param until missing: without end, or there is no contract
     * @param before whether nobody has to mend it any more while the product is still supported
     */
    record CalendarPartBody(
            String supplier,
            List<String> parts,
            boolean bound,
            @Nullable LocalDate until,
            boolean before) {}

    /** @param ends missing: nothing is promised, or nobody has confirmed it */
    record CalendarBody(
            String series, @Nullable LocalDate ends, List<CalendarStepBody> steps, List<CalendarPartBody> parts) {}

    /**
     * @param before months before the end
     * @param after months after it; 0: nothing is told afterwards
     */
    record CalendarRulesBody(List<Integer> before, int after) {}

    @GetMapping("/api/v1/support-calendar")
    @Requires(Act.VIEW)
    @Operation(id = "calendar.list")
    Answer<Listing<CalendarBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(
                calendar.entries(products.visibleTo(person, 0, SERIES_MAX)),
                one -> one.series().code(),
                one -> new CalendarBody(
                        one.series().code(),
                        one.ends(),
                        one.steps().stream()
                                .map(step -> new CalendarStepBody(
                                        step.id(),
                                        step.day(),
                                        one.notice(step, person)
                                                .map(UserNotice::code)
                                                .orElse(null)))
                                .toList(),
                        one.parts().stream()
                                .map(part -> new CalendarPartBody(
                                        part.code(), part.parts(), part.bound(), part.until(), one.outlives(part)))
                                .toList())));
    }

    @GetMapping("/api/v1/support-calendar/rules")
    @Requires(Act.VIEW)
    @Operation(id = "calendar.rules")
    Answer<CalendarRulesBody> rules() {
        SupportCalendar.Entered entered = calendar.rules();
        return Answer.of(new CalendarRulesBody(
                        entered.rules().before(), entered.rules().after()))
                .version(entered.version());
    }

    @PutMapping("/api/v1/support-calendar/rules")
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "calendar.rules-change")
    Answer<CalendarRulesBody> change(
            @Body CalendarRulesBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        int version = seen.require(calendar.rules().version());
        calendar.change(new CalendarRules(sent.before(), sent.after()), version, person);
        return rules();
    }
}
