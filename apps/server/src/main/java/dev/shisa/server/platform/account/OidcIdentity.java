package dev.shisa.server.platform.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of whom a provider says who it is, checked.
 *
 * @param subject never given to anybody else by this issuer (OpenID Connect Core 1.0, section 2)
 * @param email as the provider says, empty if it says nothing
 * @param emailVerified whether the provider says that the address is theirs
 * @param claims all that was said
 * @param token as it came, for signing out there
 */
record OidcIdentity(
        String issuer,
        String subject,
        String email,
        boolean emailVerified,
        String name,
        Map<String, Object> claims,
        String token) {

    private static final int VALUES_MAX = 1_000;

    OidcIdentity {
        claims = Map.copyOf(claims);
    }

    /**
     * What a claim says, as texts. A name with dots may lead into objects, as {@code realm_access.roles} does.
     */
    List<String> values(String claim) {
        @Nullable Object found = claims.containsKey(claim) ? claims.get(claim) : within(claims, claim);
        return switch (found) {
            case String text -> List.of(text);
            case Boolean truth -> List.of(truth.toString());
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .limit(VALUES_MAX)
                        .toList();
            case null, default -> List.of();
        };
    }

    private static @Nullable Object within(Map<?, ?> map, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return map.get(path);
        }
        return map.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? within(inner, path.substring(dot + 1))
                : null;
    }

    /** Whether the provider has more to say than fits, and only tells where it could be asked (Entra ID beyond 200 groups). */
    boolean isOverage(String claim) {
        return claims.get("_claim_names") instanceof Map<?, ?> elsewhere && elsewhere.containsKey(claim);
    }
}
