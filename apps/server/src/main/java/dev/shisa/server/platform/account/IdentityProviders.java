package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The life of a provider: entered, tried, in use, out of use, removed. Every change is in the audit. */
@Component
class IdentityProviders {

    static final int PROVIDERS_MAX = 10;

    private final IdentityProviderStore store;
    private final LinkedSignIns linked;
    private final SignInPolicy policy;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    IdentityProviders(
            IdentityProviderStore store,
            LinkedSignIns linked,
            SignInPolicy policy,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.linked = linked;
        this.policy = policy;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional
    UUID add(IdentityProvider.Kind kind, String name) {
        if (store.all().size() >= PROVIDERS_MAX) {
            throw new Problem(409, "sign-in.many-providers", PROVIDERS_MAX);
        }
        UUID id = ids.next();
        store.insert(id, kind, name, clock.instant());
        audit.record("sign-in.provider-add", name, Map.of("kind", kind.id()));
        return id;
    }

    /**
     * Changes what a provider is asked with.
     *
     * @param changed of the version that was read
     * @param secret empty: the one that is kept
     * @return false if somebody else changed it meanwhile
     */
    @Transactional
    boolean change(IdentityProvider before, IdentityProvider changed, String secret) {
        boolean anew = !secret.isEmpty()
                || !before.issuer().equals(changed.issuer())
                || !before.tenants().equals(changed.tenants())
                || !before.clientId().equals(changed.clientId())
                || !before.scopes().equals(changed.scopes())
                || before.inside() != changed.inside();
        if (!store.update(changed, anew)) {
            return false;
        }
        if (!secret.isEmpty()) {
            store.keepSecret(before.id(), secret);
        }
        if (anew) {
            store.forgetTrial(before.id());
        }
        audit.record(
                "sign-in.provider-change",
                changed.name(),
                Map.of(
                        "issuer",
                        changed.expectedIssuer(),
                        "tenants",
                        String.join(" ", changed.tenants()),
                        "client",
                        changed.clientId(),
                        "secret-changed",
                        !secret.isEmpty(),
                        "trusts-factors",
                        changed.trustsFactors(),
                        "inside",
                        changed.inside()));
        return true;
    }

    /** Decides how the provider's words become roles. */
    @Transactional
    boolean map(IdentityProvider changed, RoleMapping mapping) {
        if (!store.update(changed, false)) {
            return false;
        }
        store.setMapping(changed.id(), mapping);
        audit.record(
                "sign-in.provider-roles",
                changed.name(),
                Map.of(
                        "claim",
                        changed.roleClaim(),
                        "creates-accounts",
                        changed.createsAccounts(),
                        "rows",
                        mapping.rows().stream()
                                .map(row -> row.value() + ": "
                                        + row.roles().stream()
                                                .sorted()
                                                .map(Role::id)
                                                .collect(Collectors.joining(" "))
                                        + (row.series().isEmpty()
                                                ? ""
                                                : " (" + row.series().size() + ")"))
                                .toList()));
        return true;
    }

    /** Puts its button on the sign-in page, once somebody has come back from it whole. */
    @Transactional
    void enable(IdentityProvider provider) {
        if (provider.triedAt() == null) {
            throw new Problem(409, "sign-in.untried", provider.name());
        }
        store.setEnabled(provider.id(), true);
        audit.record("sign-in.provider-on", provider.name(), Map.of());
    }

    @Transactional
    void disable(IdentityProvider provider) {
        keepOne(provider);
        store.setEnabled(provider.id(), false);
        audit.record("sign-in.provider-off", provider.name(), Map.of());
    }

    /** Removes it with all that was linked to it, and ends the sessions of who came in by it. */
    @Transactional
    void remove(IdentityProvider provider) {
        keepOne(provider);
        audit.record("sign-in.provider-remove", provider.name(), Map.of("people", linked.count(provider.id())));
        store.remove(provider.id());
    }

    private void keepOne(IdentityProvider provider) {
        boolean last = provider.enabled() && store.enabled().size() == 1;
        if (last && policy.isProvidersOnly()) {
            throw new Problem(409, "sign-in.last-provider", provider.name());
        }
    }
}
