package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Passwords: looked at when they are chosen ({@link PasswordRules}), kept as argon2id. Every door that takes a new one asks here. */
@Component
class Passwords {

    /** OWASP's second choice: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
    private static final int MEMORY_KIB = 19_456;

    /** Each computation takes 19 MiB; a flood of them must not take the heap. */
    private static final int AT_ONCE_MAX = 4;

    private static final long WAIT_SECONDS_MAX = 10;

    /** As costly to compare with as any other, and nobody's: it is never accepted. Written down, as making one takes time. */
    private static final String HASH_OF_NOBODY =
            "$argon2id$v=19$m=" + MEMORY_KIB + ",t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, 2);
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final PasswordRules rules;
    private final Settings settings;
    private final ObjectProvider<ScopeSource> products;

    Passwords(PasswordRules rules, Settings settings, ObjectProvider<ScopeSource> products) {
        this.rules = rules;
        this.settings = settings;
        this.products = products;
    }

    /**
     * Tells at the field {@code password} what makes a new password easy to guess.
     *
     * @param context the person's address and name
     * @throws Problem if the company's own list of refused passwords cannot be read
     */
    void check(Ui ui, Mistakes mistakes, String password, String... context) {
        if (password.isEmpty()) {
            mistakes.add("password", ui.t("account.password.missing"));
            return;
        }
        List<String> all = new ArrayList<>(List.of(context));
        all.add(settings.organisationName());
        List<String> names = products.orderedStream()
                .flatMap(source -> source.scopes().stream())
                .map(ScopeSource.Scope::name)
                .toList();
        rules.weakness(password, all, names)
                .ifPresent(weakness -> mistakes.add(
                        "password",
                        ui.t(
                                "account.password.weak." + weakness.code(),
                                weakness.args().toArray())));
    }

    String encode(String password) {
        return bounded(() -> Objects.requireNonNull(encoder.encode(PasswordRules.normal(password))));
    }

    /** Takes the same time when there is no such account or no password yet ({@code hash} is null). */
    boolean matches(String password, @Nullable String hash) {
        String tooLong = password.length() > PasswordRules.LENGTH_MAX ? "" : password;
        boolean same =
                bounded(() -> encoder.matches(PasswordRules.normal(tooLong), hash == null ? HASH_OF_NOBODY : hash));
        return same && hash != null;
    }

    private <T> T bounded(Supplier<T> work) {
        try {
            if (!places.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new Problem(503, "busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "busy");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
