package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.audit.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From a button to an account: sends a browser to a provider, and decides whose account it comes back to. The provider's subject
 * decides; a mail address only proposes, and only if the provider says that it is theirs, and then the account's own password has to
 * confirm it.
 */
@Component
class OidcFlow {

    private final IdentityProviderStore store;
    private final OidcClient client;
    private final OidcRequests requests;
    private final LinkedSignIns linked;
    private final PersonStore people;
    private final Accounts accounts;
    private final SignInAddress address;
    private final Audit audit;
    private final TransactionTemplate transaction;

    OidcFlow(
            IdentityProviderStore store,
            OidcClient client,
            OidcRequests requests,
            LinkedSignIns linked,
            PersonStore people,
            Accounts accounts,
            SignInAddress address,
            Audit audit,
            TransactionTemplate transaction) {
        this.store = store;
        this.client = client;
        this.requests = requests;
        this.linked = linked;
        this.people = people;
        this.accounts = accounts;
        this.address = address;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Who comes in, or what has to happen before. */
    sealed interface Result {
        /** It is this account. */
        record Known(Account account, Arrival how) implements Result {}

        /** It seems to be this account, which has to be confirmed by its password. */
        record Unlinked(Account account) implements Result {}
    }

    /** Where a provider sends people back. */
    String back(IdentityProvider provider) {
        return address.base() + provider.backPath();
    }

    /**
     * Sends a browser away.
     *
     * @param invitation that is taken up, null: none
     */
    URI begin(
            IdentityProvider provider,
            OidcRequests.Purpose purpose,
            @Nullable UUID person,
            @Nullable String invitation,
            String next,
            HttpServletRequest request,
            HttpServletResponse response)
            throws OidcFailure {
        OidcMetadata metadata = client.metadata(provider);
        OidcRequests.Begun begun = requests.begin(
                provider.id(),
                purpose,
                person,
                invitation == null ? null : HexFormat.of().formatHex(Secrets.hash(invitation)),
                next,
                request,
                response);
        return client.authorization(provider, metadata, begun, back(provider));
    }

    /** Reads what a browser brings back, as far as who somebody is. */
    OidcIdentity identity(
            IdentityProvider provider, OidcRequests.Pending pending, String code, String error, String issuer)
            throws OidcFailure {
        OidcMetadata metadata = client.metadata(provider);
        boolean issuerWrong = issuer.isEmpty() ? metadata.namesItself() : !issuer.equals(metadata.issuer());
        // Entra ID's description for several tenants names a template, its answers name the tenant.
        boolean template = metadata.issuer().contains(IdentityProvider.TENANT_PLACE);
        if (issuerWrong && !template) {
            throw new OidcFailure("answer.issuer", metadata.issuer());
        }
        if (error.equals("access_denied")) {
            throw new OidcFailure("denied", provider.name());
        }
        if (!error.isEmpty() || code.isEmpty()) {
            throw new OidcFailure(
                    "answer.error", error.isEmpty() ? "–" : error.substring(0, Math.min(error.length(), 100)));
        }
        return client.redeem(provider, pending, code, back(provider));
    }

    /** Whose account it is; with roles as the provider's word makes them now. */
    Result signIn(IdentityProvider provider, OidcIdentity identity, String language) throws OidcFailure {
        Optional<Account> known = linked.person(provider.id(), identity.issuer(), identity.subject())
                .flatMap(people::byId);
        if (known.isPresent()) {
            return new Result.Known(entering(provider, identity, known.get()), by(provider, identity));
        }
        Optional<Account> same = identity.email().isEmpty() ? Optional.empty() : people.byEmail(identity.email());
        if (same.isEmpty() && provider.createsAccounts()) {
            return new Result.Known(create(provider, identity, language), by(provider, identity));
        }
        // Only whoever can confirm it by a password is told that there is such an account.
        Optional<Account> confirming = same.filter(account -> identity.emailVerified()
                && account.disabledAt() == null
                && account.passwordHash() != null
                && !account.emergency());
        return confirming
                .<Result>map(Result.Unlinked::new)
                .orElseThrow(() -> new OidcFailure("unlinked", provider.name()));
    }

    private Account create(IdentityProvider provider, OidcIdentity identity, String language) throws OidcFailure {
        RoleMapping.Row as = row(provider, identity)
                .orElseThrow(() -> new OidcFailure("unmapped", provider.name(), provider.roleClaim()));
        // The tenant's own administrator answers for an address there; anybody else has to say that it was verified.
        boolean taken = !identity.emailVerified() && provider.kind() != IdentityProvider.Kind.ENTRA;
        if (taken || identity.email().length() > Accounts.EMAIL_LENGTH_MAX || !Accounts.isEmail(identity.email())) {
            throw new OidcFailure("email", provider.name());
        }
        String told = Signs.shown(identity.name()).strip();
        String name = told.isEmpty() ? identity.email() : told;
        try {
            return java.util.Objects.requireNonNull(transaction.execute(status -> {
                Account made = accounts.createByProvider(
                        provider,
                        identity.email(),
                        name.substring(0, Math.min(name.length(), Accounts.NAME_LENGTH_MAX)),
                        language,
                        as);
                link(provider, identity, made);
                return made;
            }));
        } catch (Problem e) {
            throw new OidcFailure("taken", provider.name());
        }
    }

    /** Takes up an invitation. */
    Result.Known join(IdentityProvider provider, OidcIdentity identity, String invitation) throws OidcFailure {
        if (linked.person(provider.id(), identity.issuer(), identity.subject()).isPresent()) {
            throw new OidcFailure("other-account", provider.name());
        }
        if (provider.mapsRoles() && row(provider, identity).isEmpty()) {
            throw unmapped(provider, identity);
        }
        Account joined = java.util.Objects.requireNonNull(transaction.execute(status -> {
            Account account = accounts.joinByProvider(HexFormat.of().parseHex(invitation), provider);
            link(provider, identity, account);
            return account;
        }));
        return new Result.Known(entering(provider, identity, joined), by(provider, identity));
    }

    /** Links who came back to the account of somebody who is signed in, or has just confirmed it. */
    void link(IdentityProvider provider, String issuer, String subject, String email, Account account)
            throws OidcFailure {
        if (account.emergency()) {
            throw new OidcFailure("emergency", account.name());
        }
        Optional<UUID> other = linked.person(provider.id(), issuer, subject);
        if (other.isPresent()) {
            if (other.get().equals(account.id())) {
                return;
            }
            throw new OidcFailure("other-account", provider.name());
        }
        transaction.executeWithoutResult(status -> {
            linked.link(provider.id(), issuer, subject, email, account.id());
            audit.record(
                    account.person(),
                    "sign-in.link",
                    account.email(),
                    Map.of("provider", provider.name(), "as", email));
        });
    }

    private void link(IdentityProvider provider, OidcIdentity identity, Account account) {
        linked.link(provider.id(), identity.issuer(), identity.subject(), identity.email(), account.id());
        audit.record(
                account.person(),
                "sign-in.link",
                account.email(),
                Map.of("provider", provider.name(), "as", identity.email()));
    }

    /** What stands between an account that is known and coming in: its own state, and what the provider's word makes of it now. */
    Account entering(IdentityProvider provider, OidcIdentity identity, Account account) throws OidcFailure {
        if (account.disabledAt() != null) {
            throw new OidcFailure("disabled", account.name());
        }
        if (account.emergency()) {
            throw new OidcFailure("emergency", account.name());
        }
        linked.used(provider.id(), identity.issuer(), identity.subject(), identity.email());
        if (!provider.mapsRoles()) {
            return account;
        }
        Optional<RoleMapping.Row> row = row(provider, identity);
        try {
            Account now = accounts.giveRoles(account, provider, row.orElse(null));
            if (row.isEmpty()) {
                throw unmapped(provider, identity);
            }
            return now;
        } catch (Problem e) {
            throw new OidcFailure("last-owner", account.name(), provider.name());
        }
    }

    private static OidcFailure unmapped(IdentityProvider provider, OidcIdentity identity) {
        return identity.isOverage(provider.roleClaim())
                ? new OidcFailure("overage", provider.roleClaim())
                : new OidcFailure("unmapped", provider.name(), provider.roleClaim());
    }

    /** The row of the table that decides for somebody; empty: none does, or roles are not given by this provider. */
    Optional<RoleMapping.Row> row(IdentityProvider provider, OidcIdentity identity) {
        return provider.mapsRoles() ? store.mapping(provider.id()).decide(words(provider, identity)) : Optional.empty();
    }

    /** What the provider says that roles are made of. An address that nobody verified is anybody's. */
    static Set<String> words(IdentityProvider provider, OidcIdentity identity) {
        boolean address = provider.roleClaim().equals("email");
        return address && !identity.emailVerified()
                ? Set.of()
                : new LinkedHashSet<>(identity.values(provider.roleClaim()));
    }

    private static Arrival by(IdentityProvider provider, OidcIdentity identity) {
        return Arrival.by(provider, identity.token());
    }

    /** Names of claims that people write themselves at most providers: no roles are made of them. */
    static boolean isOnesOwnWord(String claim) {
        return List.of(
                        "name",
                        "given_name",
                        "family_name",
                        "middle_name",
                        "nickname",
                        "preferred_username",
                        "profile",
                        "website",
                        "picture",
                        "locale",
                        "zoneinfo",
                        "phone_number",
                        "address")
                .contains(claim.toLowerCase(Locale.ROOT));
    }
}
