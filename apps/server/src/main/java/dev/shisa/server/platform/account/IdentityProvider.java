package dev.shisa.server.platform.account;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A company's own sign-in (an OpenID Provider, OpenID Connect Core 1.0) as an owner entered it.
 *
 * @param name on its button
 * @param issuer of {@link Kind#GENERAL}, as entered; the others' follow from their kind
 * @param tenants of {@link Kind#ENTRA} the ids of tenants, of {@link Kind#GOOGLE} domains: whoever is of another one does not come in
 * @param hasSecret whether a client secret is kept
 * @param roleClaim where roles or groups are told; empty: roles are given in Shisa
 * @param createsAccounts whether somebody whom the provider knows gets an account by signing in
 * @param trustsFactors whether the provider sees to a second factor, so that Shisa does not ask for one
 * @param inside whether it may lie within the own network
 * @param triedAt when a trial sign-in came back whole with the present settings
 */
record IdentityProvider(
        UUID id,
        Kind kind,
        String name,
        String issuer,
        List<String> tenants,
        String clientId,
        boolean hasSecret,
        String scopes,
        String roleClaim,
        boolean createsAccounts,
        boolean trustsFactors,
        boolean inside,
        boolean enabled,
        @Nullable Instant triedAt,
        int version) {

    static final int NAME_LENGTH_MAX = 60;
    static final int TEXT_LENGTH_MAX = 500;
    static final int TENANTS_MAX = 20;

    private static final String ENTRA = "https://login.microsoftonline.com/";

    /** What Entra ID says in the place of a tenant's id where an application is for several tenants. */
    static final String TENANT_PLACE = "{tenantid}";

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    /** What is known about it beforehand. */
    enum Kind {
        /** Microsoft Entra ID. */
        ENTRA,
        /** Google Workspace. */
        GOOGLE,
        /** Any other one, by its issuer. */
        GENERAL;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }

        /** Where it usually tells what somebody may do. Google tells no groups. */
        String usualRoleClaim() {
            return switch (this) {
                case ENTRA -> "roles";
                case GOOGLE -> "email";
                case GENERAL -> "groups";
            };
        }
    }

    IdentityProvider {
        tenants = List.copyOf(tenants);
    }

    /** Whether a text can be a tenant of this kind. */
    static boolean isTenant(Kind kind, String text) {
        return (kind == Kind.ENTRA ? UUID_TEXT : DOMAIN).matcher(text).matches();
    }

    /** Whether all is entered that the provider has to be asked with. */
    boolean isComplete() {
        return !clientId.isEmpty() && hasSecret && (kind == Kind.GENERAL ? !issuer.isEmpty() : !tenants.isEmpty());
    }

    /** Where it describes itself (OpenID Connect Discovery 1.0, section 4). */
    URI discovery() {
        String base = switch (kind) {
            case ENTRA -> ENTRA + (tenants.size() == 1 ? tenants.getFirst() : "organizations") + "/v2.0";
            case GOOGLE -> "https://accounts.google.com";
            case GENERAL -> issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        };
        return URI.create(base + "/.well-known/openid-configuration");
    }

    /** As what it describes itself. */
    String expectedIssuer() {
        return switch (kind) {
            case ENTRA -> ENTRA + (tenants.size() == 1 ? tenants.getFirst() : TENANT_PLACE) + "/v2.0";
            case GOOGLE -> "https://accounts.google.com";
            case GENERAL -> issuer;
        };
    }

    /** The path to which it sends people back; one for each provider, so that none can answer for another (RFC 9700, section 4.4). */
    String backPath() {
        return "/sign-in/with/" + id + "/back";
    }

    /** Whether these lead to where it is asked now. */
    boolean discoverySame(String otherIssuer, List<String> otherTenants) {
        return kind == Kind.GENERAL
                ? issuer.isEmpty() || issuer.equals(otherIssuer)
                // All tenants of a kind are asked at the same company.
                : tenants.isEmpty() || !otherTenants.isEmpty();
    }

    boolean mapsRoles() {
        return !roleClaim.isEmpty();
    }
}
