package dev.shisa.server.platform.account;

import org.springframework.stereotype.Component;

/** Removes what has ended by itself: sessions, and counts of failed sign-ins. */
@Component
public class AccountSweep {

    private final Sessions sessions;
    private final SignIns signIns;

    AccountSweep(Sessions sessions, SignIns signIns) {
        this.sessions = sessions;
        this.signIns = signIns;
    }

    public void sweep() {
        sessions.sweep();
        signIns.sweep();
    }
}
