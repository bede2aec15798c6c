package dev.shisa.server.platform.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How somebody signs in.
 *
 * @param since when the app was confirmed; null: with the password alone
 * @param recoveryLeft recovery codes that were not used yet
 */
public record SecondFactorState(@Nullable Instant since, int recoveryLeft) {

    public boolean isOn() {
        return since != null;
    }
}
