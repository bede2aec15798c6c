package dev.shisa.server.conformity;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** Which guides a series and the organisation follow, and what of them is not adopted, for programs. */
@Controller
class GuideApi {

    private final Products products;
    private final Guides guides;
    private final NotAdopted notAdopted;
    private final Verdicts verdicts;

    GuideApi(Products products, Guides guides, NotAdopted notAdopted, Verdicts verdicts) {
        this.products = products;
        this.guides = guides;
        this.notAdopted = notAdopted;
        this.verdicts = verdicts;
    }

    /** A guide that can be followed, and how many of its requirements are asked here. */
    record GuideBody(String framework, boolean followed, boolean outOfScope, int asked) {}

    /** All guides that are followed from now on; of the others, none is. */
    record GuidesChoice(List<String> followed) {}

    /**
     * A decision in force not to do what a guide asks.
     *
     * @param until the last day on which it holds; null: until it is taken back
     */
    record NotAdoptedBody(
            String requirement, String reason, @Nullable LocalDate until, String by, Instant at) {}

    record NewNotAdoptedBody(String reason, @Nullable LocalDate until) {}

    /**
     * Why what was answered fits what a requirement asks now.
     *
     * @param at when the change that was looked at came into force, as the proof says
     */
    record ReviewBody(Instant at, String reason) {}

    // A series

    @GetMapping("/api/v1/series/{code}/guides")
    @Requires(Act.VIEW)
    @Operation(id = "guide.list")
    Answer<Listing<GuideBody>> list(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return guides(products.require(code, person).id(), false);
    }

    @PutMapping("/api/v1/series/{code}/guides")
    @Requires(Act.CHOOSE_GUIDES)
    @Operation(id = "guide.choose")
    Answer<Listing<GuideBody>> choose(
            @PathVariable String code, @Body GuidesChoice sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        guides.choose(series, known(sent, guides.all()), person);
        return guides(series.id(), false);
    }

    @GetMapping("/api/v1/series/{code}/not-adopted")
    @Requires(Act.VIEW)
    @Operation(id = "guide.not-adopted")
    Answer<Listing<NotAdoptedBody>> notAdopted(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        return decisions(products.require(code, person).id(), paging);
    }

    @PutMapping("/api/v1/series/{code}/not-adopted/{framework}/{number}")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "guide.not-adopt")
    Answer<NotAdoptedBody> notAdopt(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @Body NewNotAdoptedBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return decide(series.id(), new RequirementId(framework, number), sent, person);
    }

    @DeleteMapping("/api/v1/series/{code}/not-adopted/{framework}/{number}")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "guide.adopt")
    Answer<Done> adopt(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        notAdopted.takeBack(series.id(), new RequirementId(framework, number), person);
        return Done.ANSWER;
    }

    @PostMapping("/api/v1/series/{code}/verdicts/{framework}/{number}/review")
    @Requires(Act.RESOLVE)
    @Operation(id = "guide.review")
    Answer<Done> review(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @Body ReviewBody sent,
            @AuthenticationPrincipal Person person) {
        return review(products.requireInUse(code, person).id(), new RequirementId(framework, number), sent, person);
    }

    // The organisation

    @PostMapping("/api/v1/organisation/verdicts/{framework}/{number}/review")
    @Requires(Act.RESOLVE)
    @Operation(id = "organisation.review")
    Answer<Done> reviewForOrganisation(
            @PathVariable String framework,
            @PathVariable String number,
            @Body ReviewBody sent,
            @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        return review(products.organisation().id(), new RequirementId(framework, number), sent, person);
    }

    @GetMapping("/api/v1/organisation/guides")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.guides")
    Answer<Listing<GuideBody>> ofOrganisation() {
        return guides(products.organisation().id(), true);
    }

    @PutMapping("/api/v1/organisation/guides")
    @Requires(Act.CHOOSE_GUIDES)
    @Operation(id = "organisation.choose-guides")
    Answer<Listing<GuideBody>> chooseForOrganisation(@Body GuidesChoice sent, @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        guides.chooseForOrganisation(known(sent, guides.forOrganisation()), person);
        return guides(products.organisation().id(), true);
    }

    @GetMapping("/api/v1/organisation/not-adopted")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.not-adopted")
    Answer<Listing<NotAdoptedBody>> notAdoptedByOrganisation(Paging paging) {
        return decisions(products.organisation().id(), paging);
    }

    @PutMapping("/api/v1/organisation/not-adopted/{framework}/{number}")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "organisation.not-adopt")
    Answer<NotAdoptedBody> notAdoptForOrganisation(
            @PathVariable String framework,
            @PathVariable String number,
            @Body NewNotAdoptedBody sent,
            @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        return decide(products.organisation().id(), new RequirementId(framework, number), sent, person);
    }

    @DeleteMapping("/api/v1/organisation/not-adopted/{framework}/{number}")
    @Requires(Act.NOT_ADOPT)
    @Operation(id = "organisation.adopt")
    Answer<Done> adoptForOrganisation(
            @PathVariable String framework, @PathVariable String number, @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        notAdopted.takeBack(products.organisation().id(), new RequirementId(framework, number), person);
        return Done.ANSWER;
    }

    private Answer<Listing<GuideBody>> guides(UUID subjectId, boolean organisation) {
        Set<String> followed =
                guides.followed(subjectId).stream().map(Framework::id).collect(Collectors.toSet());
        List<Framework> offered = organisation ? guides.forOrganisation() : guides.all();
        Set<String> out = guides.outOfScope(subjectId);
        return Answer.of(new Listing<>(
                offered.stream()
                        .map(framework -> new GuideBody(
                                framework.id(),
                                followed.contains(framework.id()),
                                out.contains(framework.id()),
                                guides.asked(framework, organisation).size()))
                        .toList(),
                null));
    }

    private static Set<String> known(GuidesChoice sent, List<Framework> offered) {
        Set<String> ids = offered.stream().map(Framework::id).collect(Collectors.toSet());
        for (int i = 0; i < sent.followed().size(); i++) {
            if (!ids.contains(sent.followed().get(i))) {
                throw new BadField(
                        "/followed/" + i, "framework", sent.followed().get(i));
            }
        }
        return Set.copyOf(sent.followed());
    }

    private Answer<Listing<NotAdoptedBody>> decisions(UUID subjectId, Paging paging) {
        return Answer.of(paging.of(
                notAdopted.of(subjectId).values(),
                decision -> decision.requirement().toString(),
                GuideApi::body));
    }

    private Answer<Done> review(UUID subjectId, RequirementId requirement, ReviewBody sent, Person person) {
        verdicts.review(subjectId, requirement, sent.at(), reason(sent.reason()), person);
        return Done.ANSWER;
    }

    private static String reason(String typed) {
        String reason = typed.strip();
        if (!Reason.says(reason)) {
            throw new BadField("/reason", "missing");
        }
        if (reason.length() > NotAdopted.REASON_CHARS_MAX) {
            throw new BadField("/reason", "long", reason.length(), NotAdopted.REASON_CHARS_MAX);
        }
        return reason;
    }

    private Answer<NotAdoptedBody> decide(
            UUID subjectId, RequirementId requirement, NewNotAdoptedBody sent, Person person) {
        String reason = reason(sent.reason());
        if (sent.until() != null && !notAdopted.canEndOn(sent.until())) {
            throw new BadField("/until", "ahead");
        }
        return Answer.of(body(notAdopted.decide(subjectId, requirement, reason, sent.until(), person)));
    }

    private static NotAdoptedBody body(NotAdopted.Decision decision) {
        return new NotAdoptedBody(
                decision.requirement().toString(),
                decision.reason(),
                decision.until(),
                decision.byName(),
                decision.at());
    }
}
