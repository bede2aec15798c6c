package dev.shisa.server.platform.account;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** The way in while there is nobody yet. */
@Component
public class SetUpLink {

    private final Accounts accounts;

    SetUpLink(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The path of a new link for one use within a day; empty when there is an owner. An earlier link ends. */
    public Optional<String> fresh() {
        return accounts.setUpLink();
    }
}
