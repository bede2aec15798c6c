package dev.shisa.server.platform.account;

import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether it is still the same person who sits at a browser that was left open: asked before ways of signing in are changed. Whoever
 * has a password enters it; whoever has none must have signed in within the last minutes.
 */
@Component
class StillThere {

    static final Duration FRESH = Duration.ofMinutes(15);

    private static final int GUESSES_MAX = 10;
    private static final Duration GUESSES_WINDOW = Duration.ofMinutes(10);

    private final Passwords passwords;
    private final Sessions sessions;
    private final RateLimits limits;
    private final InstantSource clock;

    StillThere(Passwords passwords, Sessions sessions, RateLimits limits, InstantSource clock) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.limits = limits;
        this.clock = clock;
    }

    /** What is wrong, in the reader's language; empty: it is. */
    Optional<String> mistake(Ui ui, Account own, String present, HttpServletRequest request) {
        limits.knock("password", own.id(), GUESSES_MAX, GUESSES_WINDOW);
        if (own.passwordHash() != null) {
            return passwords.matches(present, own.passwordHash())
                    ? Optional.empty()
                    : Optional.of(ui.t("account.password.present.wrong"));
        }
        boolean fresh = sessions.openedAt(request)
                .filter(opened -> clock.instant().isBefore(opened.plus(FRESH)))
                .isPresent();
        return fresh ? Optional.empty() : Optional.of(ui.t("sign-in.again", FRESH.toMinutes()));
    }
}
