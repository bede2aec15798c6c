package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.server.conformity.Measures.Group;
import dev.shisa.server.conformity.Measures.Measure;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/** The seven technical measures for programs: what is proposed, and what was decided. Against one: {@link GuideApi}. */
@Controller
class MeasureApi {

    private final Products products;
    private final Measures measures;
    private final Adopted adopted;

    MeasureApi(Products products, Measures measures, Adopted adopted) {
        this.products = products;
        this.measures = measures;
        this.adopted = adopted;
    }

    /**
     * One of the seven.
     *
     * @param state its verdict, which no decision changes
     * @param reason empty: none was given, or nothing is decided
     * @param until the last day of a decision against it; null: until it is taken back
     */
    record MeasureBody(
            String requirement,
            String state,

            @OneOf({"open", "adopted", "not-adopted"}) String decision,

            String reason,
            @Nullable LocalDate until,
            @Nullable String by,
            @Nullable Instant at) {}

    /**
     * The measures of one trait of the device.
     *
     * @param presence whether the device has it; open: that is not known yet. Only with yes are the measures proposed
     * @param confirmed whether a second person has confirmed what decides it
     * @param facts the keys that decide it; while it is open, those that are missing or in doubt
     */
    record MeasureGroupBody(
            @OneOf({"communicates", "holds-data", "available"})
            String trait,

            @OneOf({"yes", "no", "open"}) String presence,

            boolean confirmed,
            List<String> facts,
            List<MeasureBody> measures) {}

    /** @param followed whether the series follows the guide; only then can anything be decided */
    record MeasuresBody(boolean followed, List<MeasureGroupBody> groups) {}

    record NewAdoptedBody(@Nullable String reason) {}

    @GetMapping("/api/v1/series/{code}/measures")
    @Requires(Act.VIEW)
    @Operation(id = "measure.list")
    Answer<MeasuresBody> list(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(products.require(code, person));
    }

    @PutMapping("/api/v1/series/{code}/measures/{number}/adopted")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "measure.adopt")
    Answer<MeasuresBody> adopt(
            @PathVariable String code,
            @PathVariable String number,
            @Body NewAdoptedBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        String reason = sent.reason() == null ? "" : sent.reason().strip();
        if (reason.length() > NotAdopted.REASON_CHARS_MAX) {
            throw new BadField("/reason", "long", reason.length(), NotAdopted.REASON_CHARS_MAX);
        }
        adopted.decide(series.id(), new RequirementId(Trait.GUIDE, number), reason, person);
        return body(series);
    }

    @DeleteMapping("/api/v1/series/{code}/measures/{number}/decision")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "measure.open")
    Answer<Done> open(@PathVariable String code, @PathVariable String number, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        RequirementId measure = new RequirementId(Trait.GUIDE, number);
        if (Trait.of(measure).isEmpty()) {
            throw new Problem(404, "not-adopted.not-asked", measure);
        }
        adopted.takeBack(series.id(), measure, person);
        return Done.ANSWER;
    }

    private Answer<MeasuresBody> body(Series series) {
        Measures.Selection selection = measures.of(series);
        return Answer.of(new MeasuresBody(
                selection.followed(),
                selection.groups().stream().map(MeasureApi::body).toList()));
    }

    private static MeasureGroupBody body(Group group) {
        return new MeasureGroupBody(
                group.found().trait().id(),
                group.found().presence().name().toLowerCase(Locale.ROOT),
                group.found().confirmed(),
                group.found().says().stream()
                        .map(Slot::key)
                        .map(key -> key.value())
                        .distinct()
                        .toList(),
                group.measures().stream().map(MeasureApi::body).toList());
    }

    private static MeasureBody body(Measure measure) {
        String requirement = measure.requirement().id().toString();
        String state = measure.state().code();
        NotAdopted.Decision against = measure.against();
        if (against != null) {
            return new MeasureBody(
                    requirement,
                    state,
                    "not-adopted",
                    against.reason(),
                    against.until(),
                    against.byName(),
                    against.at());
        }
        Adopted.Decision decided = measure.decided();
        return decided == null
                ? new MeasureBody(requirement, state, "open", "", null, null, null)
                : new MeasureBody(
                        requirement, state, "adopted", decided.reason(), null, decided.byName(), decided.at());
    }
}
