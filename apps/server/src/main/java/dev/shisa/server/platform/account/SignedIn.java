package dev.shisa.server.platform.account;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Somebody with an open session. What they may do is decided by {@link Act}, not by authorities. */
final class SignedIn extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Person person;

    SignedIn(Person person) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.person = person;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Person getPrincipal() {
        return person;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn signedIn && signedIn.person.equals(person);
    }

    @Override
    public int hashCode() {
        return person.hashCode();
    }
}
