package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** By which ways people may sign in: by all of them, or by their company's providers only, emergency accounts excepted. */
@Component
class SignInPolicy {

    private static final String PROVIDERS_ONLY = "sign-in.providers-only";

    private final Settings settings;
    private final IdentityProviderStore providers;
    private final EmergencyAccounts emergency;
    private final JdbcClient jdbc;
    private final Audit audit;

    SignInPolicy(
            Settings settings,
            IdentityProviderStore providers,
            EmergencyAccounts emergency,
            JdbcClient jdbc,
            Audit audit) {
        this.settings = settings;
        this.providers = providers;
        this.emergency = emergency;
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** Whether passwords and passkeys open nothing but the emergency accounts. */
    boolean isProvidersOnly() {
        return isProvidersOnly(settings);
    }

    static boolean isProvidersOnly(Settings settings) {
        return settings.get(PROVIDERS_ONLY).orElse("").equals("yes");
    }

    /** Whether this account's own password or passkey lets it in. */
    boolean takesOwnWays(Account account) {
        return account.emergency() || !isProvidersOnly();
    }

    /**
     * Leaves ordinary people the providers only. Whoever came in by another way signs in again, but the person who decides this.
     *
     * @throws Problem if nobody could come in then: without a provider that was tried, or without an emergency account that is ready
     */
    @Transactional
    void leaveProvidersOnly(@Nullable UUID deciding) {
        if (isProvidersOnly()) {
            return;
        }
        if (providers.enabled().isEmpty()) {
            throw new Problem(409, "sign-in.no-provider");
        }
        if (emergency.ready() == 0) {
            throw new Problem(409, "sign-in.no-emergency");
        }
        settings.set(PROVIDERS_ONLY, "yes");
        jdbc.sql("""
                        DELETE FROM session s USING person p
                        WHERE p.id = s.person_id AND s.way <> 'provider' AND NOT p.emergency
                          AND p.id IS DISTINCT FROM :deciding::uuid""").param("deciding", deciding).update();
        jdbc.sql("""
                        DELETE FROM one_time_link l USING person p
                        WHERE p.id = l.person_id AND l.purpose = 'reset' AND NOT p.emergency AND l.used_at IS NULL""").update();
        jdbc.sql("DELETE FROM sign_in_step WHERE way <> 'provider'").update();
        audit.record("sign-in.mode", "providers", Map.of());
    }

    @Transactional
    void takeAllWays() {
        if (isProvidersOnly()) {
            settings.set(PROVIDERS_ONLY, "no");
            audit.record("sign-in.mode", "all", Map.of());
        }
    }
}
