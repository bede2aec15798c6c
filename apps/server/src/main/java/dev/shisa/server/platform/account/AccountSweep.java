package dev.shisa.server.platform.account;

import org.springframework.stereotype.Component;

/** Removes what has ended by itself: sessions, half sign-ins, and counts of failed sign-ins. */
@Component
public class AccountSweep {

    private final Sessions sessions;
    private final SignIns signIns;
    private final HalfSignIns halfSignIns;

    AccountSweep(Sessions sessions, SignIns signIns, HalfSignIns halfSignIns) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.halfSignIns = halfSignIns;
    }

    public void sweep() {
        sessions.sweep();
        signIns.sweep();
        halfSignIns.sweep();
    }
}
