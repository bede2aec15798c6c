package dev.shisa.server.platform.start;

import dev.shisa.server.platform.account.AccountSweep;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.logs.RepeatedLines;
import java.time.Duration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What has to be done every hour without anybody asking: the certificate's renewal, ended sessions. */
@Component
class Housekeeping implements AutoCloseable {

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration LOG_EVERY = Duration.ofSeconds(20);

    private final TlsConfig.TlsSource source;
    private final ServerIdentity identity;
    private final SslBundleRegistry bundles;
    private final AccountSweep accounts;
    private final Background.Timer timer = Background.timer("housekeeping");

    Housekeeping(
            TlsConfig.TlsSource source, ServerIdentity identity, SslBundleRegistry bundles, AccountSweep accounts) {
        this.source = source;
        this.identity = identity;
        this.bundles = bundles;
        this.accounts = accounts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        timer.every(EVERY, this::tidy);
        timer.every(LOG_EVERY, RepeatedLines.ofThisProcess()::tell);
    }

    private void tidy() {
        attempt("renewing the certificate", () -> TlsConfig.renew(source, identity, bundles));
        attempt("removing ended sessions", accounts::sweep);
    }

    /** One thing that fails must not keep the others from being done, nor itself the next time. */
    private static void attempt(String what, Runnable work) {
        Background.run(what, work, failed -> {});
    }

    @Override
    public void close() {
        timer.close();
    }
}
