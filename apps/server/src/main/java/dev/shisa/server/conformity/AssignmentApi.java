package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/** Who settles which requirement of a series, or of the organisation, for programs. */
@Controller
class AssignmentApi {

    private final Assignments assignments;
    private final Products products;
    private final AllJudged all;

    AssignmentApi(Assignments assignments, Products products, AllJudged all) {
        this.assignments = assignments;
        this.products = products;
        this.all = all;
    }

    /** An assignment in force, whether its requirement is settled meanwhile or not; {@code due} is the last day. */
    record AssignmentBody(
            UUID id,
            String requirement,
            UUID assignee,
            LocalDate due,
            String note,
            UUID assignedBy,
            Instant assignedAt) {}

    record NewAssignmentBody(
            UUID assignee, LocalDate due, @Nullable String note) {}

    @GetMapping("/api/v1/series/{code}/assignments")
    @Requires(Act.VIEW)
    @Operation(id = "assignment.list")
    Answer<Listing<AssignmentBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(paging.of(assignments.of(series.id()), one -> one.id().toString(), AssignmentApi::body));
    }

    @PutMapping("/api/v1/series/{code}/verdicts/{framework}/{number}/assignment")
    @Requires(Act.ASSIGN)
    @Operation(id = "assignment.set")
    Answer<AssignmentBody> set(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @Body NewAssignmentBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return assign(Judged.of(series), new RequirementId(framework, number), sent, person);
    }

    @DeleteMapping("/api/v1/series/{code}/verdicts/{framework}/{number}/assignment")
    @Requires(Act.ASSIGN)
    @Operation(id = "assignment.end")
    Answer<Done> end(
            @PathVariable String code,
            @PathVariable String framework,
            @PathVariable String number,
            @AuthenticationPrincipal Person person) {
        assignments.takeBack(
                Judged.of(products.requireInUse(code, person)), new RequirementId(framework, number), person);
        return Done.ANSWER;
    }

    @GetMapping("/api/v1/organisation/assignments")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.assignments")
    Answer<Listing<AssignmentBody>> ofOrganisation(Paging paging) {
        return Answer.of(paging.of(
                assignments.of(products.organisation().id()), one -> one.id().toString(), AssignmentApi::body));
    }

    @PutMapping("/api/v1/organisation/verdicts/{framework}/{number}/assignment")
    @Requires(Act.ASSIGN)
    @Operation(id = "organisation.assign")
    Answer<AssignmentBody> setForOrganisation(
            @PathVariable String framework,
            @PathVariable String number,
            @Body NewAssignmentBody sent,
            @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        return assign(all.organisation(person), new RequirementId(framework, number), sent, person);
    }

    @DeleteMapping("/api/v1/organisation/verdicts/{framework}/{number}/assignment")
    @Requires(Act.ASSIGN)
    @Operation(id = "organisation.unassign")
    Answer<Done> endForOrganisation(
            @PathVariable String framework, @PathVariable String number, @AuthenticationPrincipal Person person) {
        OrganisationGuides.forAll(person);
        assignments.takeBack(all.organisation(person), new RequirementId(framework, number), person);
        return Done.ANSWER;
    }

    private Answer<AssignmentBody> assign(
            Judged judged, RequirementId requirement, NewAssignmentBody sent, Person person) {
        String note = sent.note();
        return Answer.of(body(assignments.assign(
                judged, requirement, sent.assignee(), sent.due(), note == null ? "" : note.strip(), person)));
    }

    private static AssignmentBody body(Assignments.Assignment one) {
        return new AssignmentBody(
                one.id(),
                one.requirement().toString(),
                one.assignee(),
                one.due(),
                one.note(),
                one.assignedBy(),
                one.assignedAt());
    }
}
