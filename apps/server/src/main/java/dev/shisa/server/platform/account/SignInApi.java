package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Ways of signing in for programs: reading and testing only, since who may come in is decided by somebody who has signed in. A
 * client's secret is told to nobody.
 */
@Controller
class SignInApi {

    private final IdentityProviderStore store;
    private final ProviderTrial trial;
    private final OidcFlow flow;
    private final LinkedSignIns linked;
    private final SignInPolicy policy;
    private final EmergencyAccounts emergency;
    private final SignInAddress address;
    private final RateLimits limits;
    private final Audit audit;

    SignInApi(
            IdentityProviderStore store,
            ProviderTrial trial,
            OidcFlow flow,
            LinkedSignIns linked,
            SignInPolicy policy,
            EmergencyAccounts emergency,
            SignInAddress address,
            RateLimits limits,
            Audit audit) {
        this.store = store;
        this.trial = trial;
        this.flow = flow;
        this.linked = linked;
        this.policy = policy;
        this.emergency = emergency;
        this.address = address;
        this.limits = limits;
        this.audit = audit;
    }

    record SignInBody(
            boolean providersOnly,
            String address,
            boolean passkeys,
            List<SignInProviderBody> providers,
            List<EmergencyAccountBody> emergencyAccounts) {}

    record SignInProviderBody(
            UUID id,
            String kind,
            String name,
            String issuer,
            List<String> tenants,
            String clientId,
            String redirectAddress,
            boolean enabled,
            @Nullable Instant triedAt,
            boolean createsAccounts,
            boolean trustsFactors,
            int people,
            String roleClaim,
            List<ProviderRoleBody> roleRows) {}

    record ProviderRoleBody(String value, List<String> roles, List<UUID> series) {}

    record EmergencyAccountBody(
            UUID person, boolean ready, @Nullable Instant usedAt) {}

    record SignInTestBody(boolean well, List<SignInStepBody> steps) {}

    record SignInStepBody(String step, String state, String code) {}

    @GetMapping("/api/v1/sign-in")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "sign-in.get")
    Answer<SignInBody> get() {
        return Answer.of(new SignInBody(
                policy.isProvidersOnly(),
                address.base(),
                address.passkeyHost().isPresent(),
                store.all().stream().map(this::body).toList(),
                emergency.all().stream()
                        .map(account -> new EmergencyAccountBody(
                                account.id(), emergency.isReady(account.id()), account.emergencyUsedAt()))
                        .toList()));
    }

    @GetMapping("/api/v1/sign-in/providers/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "sign-in.provider")
    Answer<SignInProviderBody> provider(@PathVariable UUID id) {
        IdentityProvider provider = require(id);
        return Answer.of(body(provider)).version(provider.version());
    }

    /** Asks the provider for what can be asked without a person. */
    @PostMapping("/api/v1/sign-in/providers/{id}/test")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "sign-in.test")
    Answer<SignInTestBody> test(@PathVariable UUID id) {
        IdentityProvider provider = require(id);
        limits.knock("provider-test", id, 30, java.time.Duration.ofMinutes(10));
        List<ProviderTrial.Step> steps = trial.walk(provider);
        audit.record("sign-in.provider-test", provider.name(), Map.of());
        return Answer.of(new SignInTestBody(
                steps.stream()
                        .allMatch(step -> step.state() == ProviderTrial.Step.State.WELL
                                || step.state() == ProviderTrial.Step.State.DOUBTFUL),
                steps.stream()
                        .map(step -> new SignInStepBody(
                                step.id(),
                                step.state()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-'),
                                step.code()))
                        .toList()));
    }

    private IdentityProvider require(UUID id) {
        return store.byId(id).orElseThrow(() -> new Problem(404, "sign-in.provider.unknown"));
    }

    private SignInProviderBody body(IdentityProvider provider) {
        return new SignInProviderBody(
                provider.id(),
                provider.kind().id(),
                provider.name(),
                provider.isComplete() ? provider.expectedIssuer() : provider.issuer(),
                provider.tenants(),
                provider.clientId(),
                flow.back(provider),
                provider.enabled(),
                provider.triedAt(),
                provider.createsAccounts(),
                provider.trustsFactors(),
                linked.count(provider.id()),
                provider.roleClaim(),
                store.mapping(provider.id()).rows().stream()
                        .map(row -> new ProviderRoleBody(
                                row.value(),
                                row.roles().stream().sorted().map(Role::id).toList(),
                                row.series().stream().sorted().toList()))
                        .toList());
    }
}
