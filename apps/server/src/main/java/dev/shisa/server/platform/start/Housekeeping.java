package dev.shisa.server.platform.start;

import dev.shisa.server.platform.account.AccountSweep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What has to be done every hour without anybody asking: the certificate's renewal, ended sessions. */
@Component
class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final TlsConfig.TlsSource source;
    private final ServerIdentity identity;
    private final SslBundleRegistry bundles;
    private final AccountSweep accounts;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    Housekeeping(
            TlsConfig.TlsSource source, ServerIdentity identity, SslBundleRegistry bundles, AccountSweep accounts) {
        this.source = source;
        this.identity = identity;
        this.bundles = bundles;
        this.accounts = accounts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var _ = timer.scheduleAtFixedRate(this::tidy, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void tidy() {
        attempt("renewing the certificate", () -> TlsConfig.renew(source, identity, bundles));
        attempt("removing ended sessions", accounts::sweep);
    }

    /** One thing that fails must not keep the others from being done, nor itself the next time. */
    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed", what, e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
