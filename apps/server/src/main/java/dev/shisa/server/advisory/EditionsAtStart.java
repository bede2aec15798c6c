package dev.shisa.server.advisory;

import dev.shisa.server.platform.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** After an upgrade, and while a key was away: makes the editions that are not there yet. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class EditionsAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(EditionsAtStart.class);

    private final Editions editions;

    EditionsAtStart(Editions editions) {
        this.editions = editions;
    }

    @Scheduled(initialDelay = 5_000, fixedDelay = 3_600_000)
    public void complete() {
        try {
            editions.complete();
        } catch (Problem e) {
            // The key is away; whoever issues is told what to do, and it is tried again.
            LOG.warn("editions of advisories wait: {}", e.code());
        }
    }
}
