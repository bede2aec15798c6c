package dev.shisa.server.platform.start;

import dev.shisa.server.platform.account.SetUpLink;
import dev.shisa.server.platform.jobs.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A training run for the JVM's start-up cache (JEP 514, with the profiles of JEP 515): when the server is ready it
 * lives through a first hour with one person, and ends. What is loaded and often called then is ready at the next
 * start.
 */
@Component
class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final TlsConfig.TlsSource tls;
    private final SetUpLink setUpLink;
    private final boolean wanted;

    Training(TlsConfig.TlsSource tls, SetUpLink setUpLink, @Value("${shisa.training:false}") boolean wanted) {
        this.tls = tls;
        this.setUpLink = setUpLink;
        this.wanted = wanted;
    }

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void live(ApplicationReadyEvent event) {
        if (!wanted) {
            return;
        }
        WebServerApplicationContext context = (WebServerApplicationContext) event.getApplicationContext();
        int port = context.getWebServer() == null ? 0 : context.getWebServer().getPort();
        // Not on this thread: the context can only be closed once it has finished starting.
        Background.start(
                "training",
                () -> {
                    train(port);
                    exit(event, 0);
                },
                failed -> exit(event, 1));
    }

    private static void exit(ApplicationReadyEvent event, int code) {
        System.exit(SpringApplication.exit(event.getApplicationContext(), () -> code));
    }

    private void train(int port) {
        try (FirstHour hour = new FirstHour("https://localhost:" + port, TlsTrust.in(tls.read()))) {
            hour.signInPage();
            hour.setUp(setUpLink.fresh().orElseThrow());
            hour.answers();
            hour.lookAround();
            LOG.info("training: {} answers, {} pages", hour.answered(), hour.pages());
        } catch (IOException e) {
            throw new UncheckedIOException("the training run failed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the training run was interrupted", e);
        }
    }
}
