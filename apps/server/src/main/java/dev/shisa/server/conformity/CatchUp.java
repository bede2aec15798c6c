package dev.shisa.server.conformity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** After a start, decides again what the stored verdicts decided by another edition; the first page does not wait for it. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final Verdicts verdicts;

    CatchUp(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread.ofVirtual().name("verdicts-catch-up").start(() -> {
            try {
                verdicts.catchUp();
            } catch (RuntimeException e) {
                LOG.error("verdicts could not be brought up to the edition in force", e);
            }
        });
    }
}
