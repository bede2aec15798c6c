package dev.shisa.server.platform.account;

import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.web.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether people can come in also when a provider is away, and whether an emergency account was used. */
@Component
class SignInCheck implements Check {

    /** Long enough for somebody who was away over a weekend. */
    static final Duration SHOWN = Duration.ofDays(3);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final EmergencyAccounts emergency;
    private final SignInPolicy policy;
    private final IdentityProviderStore providers;
    private final InstantSource clock;

    SignInCheck(
            EmergencyAccounts emergency, SignInPolicy policy, IdentityProviderStore providers, InstantSource clock) {
        this.emergency = emergency;
        this.policy = policy;
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "sign-in";
    }

    @Override
    public int position() {
        return 46;
    }

    @Override
    public Finding look() {
        if (!providers.opensSecrets()) {
            return new Finding.Bad("key", providers.sealed().file());
        }
        int ready = emergency.ready();
        if (policy.isProvidersOnly() && ready == 0) {
            return new Finding.Bad("no-emergency");
        }
        Optional<Instant> used = emergency.lastUse();
        if (used.isPresent() && clock.instant().isBefore(used.get().plus(SHOWN))) {
            return new Finding.Bad("used", minute(used.get()));
        }
        return new Finding.Ok(providers.enabled().size(), ready);
    }

    private static String minute(Instant at) {
        return MINUTE.format(ZonedDateTime.ofInstant(at, Ui.ZONE));
    }
}
