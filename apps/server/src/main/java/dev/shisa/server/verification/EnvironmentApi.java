package dev.shisa.server.verification;

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
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The environments for verification, for programs. */
@Controller
class EnvironmentApi {

    private static final String ALL = "/api/v1/organisation/environments";
    private static final String ONE = ALL + "/{environment}";

    private final Environments environments;

    EnvironmentApi(Environments environments) {
        this.environments = environments;
    }

    /**
     * An environment in its present version.
     *
     * @param revision what a result names
     * @param tools one a line, each with its version
     */
    record EnvironmentBody(
            UUID id,
            UUID revision,
            String name,
            String place,
            String version,
            String tools,
            @Nullable LocalDate renewOn,
            boolean retired) {}

    /** @param reason of a new version; not needed for a new environment */
    record NewEnvironmentBody(
            String name,
            @OneOf({"own", "outside"}) String place,
            String version,
            String tools,
            @Nullable LocalDate renewOn,
            @Nullable String reason) {}

    record RetirementBody(String reason) {}

    /** @param evidence code of the document */
    record InventoryBody(String evidence) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "environment.list")
    Answer<Listing<EnvironmentBody>> list(Paging paging) {
        return Answer.of(paging.of(environments.all(), e -> e.environment().toString(), EnvironmentApi::body));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "environment.add", status = 201)
    Answer<EnvironmentBody> add(@Body NewEnvironmentBody sent, @AuthenticationPrincipal Person person) {
        Environments.Told told = told(sent);
        Environment added = environments.add(told, person, "api");
        return Answer.of(body(added)).version(added.number()).at(ALL + "/" + added.environment());
    }

    private Environments.Told told(NewEnvironmentBody sent) {
        Environments.Told told =
                new Environments.Told(sent.name(), sent.place(), sent.version(), sent.tools(), sent.renewOn());
        List<Verifications.Wrong> wrong = environments.wrong(told);
        if (!wrong.isEmpty()) {
            throw BadField.said(
                    "/" + wrong.getFirst().field(),
                    "verification.wrong." + wrong.getFirst().why(),
                    wrong.getFirst().args().toArray());
        }
        return told;
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "environment.get")
    Answer<EnvironmentBody> get(@PathVariable UUID environment) {
        Environment present = environments.require(environment);
        return Answer.of(body(present)).version(present.number());
    }

    @PutMapping(ONE)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "environment.revise")
    Answer<EnvironmentBody> revise(
            @PathVariable UUID environment,
            @Body NewEnvironmentBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        int number = seen.require(environments.require(environment).number());
        Environment revised = environments.revise(
                environment, number, told(sent), Objects.requireNonNullElse(sent.reason(), ""), person, "api");
        return Answer.of(body(revised)).version(revised.number());
    }

    @PostMapping(ONE + "/retire")
    @Requires(Act.RESOLVE)
    @Operation(id = "environment.retire")
    Answer<EnvironmentBody> retire(
            @PathVariable UUID environment, @Body RetirementBody sent, @AuthenticationPrincipal Person person) {
        int number = environments.require(environment).number();
        return Answer.of(body(environments.retire(environment, number, sent.reason(), person, "api")));
    }

    @PostMapping("/api/v1/organisation/environment-inventory")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "environment.record")
    Answer<InventoryBody> record(@AuthenticationPrincipal Person person) {
        return Answer.of(new InventoryBody(environments.issue(person, "api")));
    }

    private static EnvironmentBody body(Environment environment) {
        return new EnvironmentBody(
                environment.environment(),
                environment.id(),
                environment.name(),
                environment.place(),
                environment.version(),
                environment.tools(),
                environment.renewOn(),
                environment.retired());
    }
}
