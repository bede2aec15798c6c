package dev.shisa.server.platform.account;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A program that calls for somebody with a token; the person is limited to what the token leaves. */
public final class CallsWithToken extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Person person;
    private final String token;

    /** @param token its name, never the secret */
    public CallsWithToken(Person person, String token) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.person = person;
        this.token = token;
        setAuthenticated(true);
    }

    public String token() {
        return token;
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
        return other instanceof CallsWithToken call && call.person.equals(person) && call.token.equals(token);
    }

    @Override
    public int hashCode() {
        return person.hashCode();
    }
}
