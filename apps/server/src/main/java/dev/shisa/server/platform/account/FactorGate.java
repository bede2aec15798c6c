package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Of whom a second factor is asked makes no new way in without one, by a session from before it was asked. */
@Component
public class FactorGate {

    private final SecondFactors secondFactors;
    private final IdentityProviderStore providers;
    private final Sessions sessions;

    FactorGate(SecondFactors secondFactors, IdentityProviderStore providers, Sessions sessions) {
        this.secondFactors = secondFactors;
        this.providers = providers;
        this.sessions = sessions;
    }

    /**
     * Refuses a new token to whom a factor is asked of and who has none. Whoever came in by a provider that sees to factors itself has
     * one.
     *
     * @throws Problem 403
     */
    public void requireForToken(Person person, HttpServletRequest request) {
        if (secondFactors.isRequiredOf(person.id()) && !secondFactors.has(person.id()) && !byTrustedProvider(request)) {
            throw new Problem(403, "second-factor.token");
        }
    }

    private boolean byTrustedProvider(HttpServletRequest request) {
        return sessions.arrival(request)
                .map(Arrival::provider)
                .flatMap(providers::byId)
                .filter(IdentityProvider::trustsFactors)
                .isPresent();
    }
}
