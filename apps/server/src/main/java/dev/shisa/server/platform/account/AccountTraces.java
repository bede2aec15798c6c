package dev.shisa.server.platform.account;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The account itself: it stays, without a name and a way in, since what the person did points to it. */
@Component
class AccountTraces implements PersonTraces {

    private final PersonStore store;
    private final SecondFactors secondFactors;
    private final LinkedSignIns linked;
    private final Passkeys passkeys;
    private final LinkRequests requests;
    private final JdbcClient jdbc;

    AccountTraces(
            PersonStore store,
            SecondFactors secondFactors,
            LinkedSignIns linked,
            Passkeys passkeys,
            LinkRequests requests,
            JdbcClient jdbc) {
        this.store = store;
        this.secondFactors = secondFactors;
        this.linked = linked;
        this.passkeys = passkeys;
        this.requests = requests;
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        store.erase(who.id(), who.instead(), who.id() + People.ERASED);
        secondFactors.forget(who.id());
        linked.forget(who.id());
        passkeys.forget(who.id());
        requests.forget(who.id());
        jdbc.sql("DELETE FROM session WHERE person_id = ?").param(who.id()).update();
        jdbc.sql("DELETE FROM one_time_link WHERE person_id = ?")
                .param(who.id())
                .update();
        jdbc.sql("DELETE FROM sign_in_failure WHERE account = ?")
                .param(Secrets.hash(who.email().toLowerCase(Locale.ROOT)))
                .update();
    }
}
