package dev.shisa.server.platform.account;

import org.springframework.stereotype.Component;

/** Removes what has ended by itself: sessions, half sign-ins, and counts of failed sign-ins. */
@Component
public class AccountSweep {

    private final Sessions sessions;
    private final SignIns signIns;
    private final HalfSignIns halfSignIns;
    private final OidcRequests requests;
    private final Passkeys passkeys;
    private final LinkRequests links;

    AccountSweep(
            Sessions sessions,
            SignIns signIns,
            HalfSignIns halfSignIns,
            OidcRequests requests,
            Passkeys passkeys,
            LinkRequests links) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.halfSignIns = halfSignIns;
        this.requests = requests;
        this.passkeys = passkeys;
        this.links = links;
    }

    public void sweep() {
        sessions.sweep();
        signIns.sweep();
        halfSignIns.sweep();
        requests.sweep();
        passkeys.sweep();
        links.sweep();
    }
}
