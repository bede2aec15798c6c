package dev.shisa.server.platform.account;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Why somebody could not be signed in by a provider. Its words for who set the provider up are the messages {@code oidc.<code>} and
 * {@code oidc.<code>.fix}; who signs in reads {@code oidc.person.<code>}, or that the owner has to look.
 */
final class OidcFailure extends Exception {

    private static final long serialVersionUID = 1;

    /** What whoever signs in can do something about, or has to know. */
    private static final Set<String> OF_THE_PERSON = Set.of(
            "denied",
            "request",
            "unlinked",
            "unmapped",
            "last-owner",
            "disabled",
            "emergency",
            "tenant",
            "domain",
            "taken",
            "other-account",
            "away");

    private final String code;
    private final transient List<Object> args;

    OidcFailure(String code, Object... args) {
        super(code + " " + Arrays.asList(args));
        this.code = code;
        this.args = List.of(args);
    }

    String code() {
        return code;
    }

    Object[] args() {
        return args.toArray();
    }

    boolean isOfThePerson() {
        return OF_THE_PERSON.contains(code);
    }

    /** Whether the provider could not be asked at all. */
    boolean isAway() {
        return code.startsWith("reach.");
    }
}
