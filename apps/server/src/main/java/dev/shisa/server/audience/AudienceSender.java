package dev.shisa.server.audience;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends mails to users, on a thread of its own: thousands of them hold up nothing else. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class AudienceSender extends SignalledWorker {

    private final AudienceDelivery delivery;

    AudienceSender(AudienceDelivery delivery, AudienceSignal signal) {
        super("audience-sender", signal);
        this.delivery = delivery;
    }

    @Override
    protected void round() {
        delivery.settle();
        while (isRunning() && delivery.sendNext()) {
            Thread.onSpinWait();
        }
    }

    @Scheduled(fixedDelay = 10_000, initialDelay = 20_000)
    public void wake() {
        wake("the thread that sends mails to users has ended", "a mail to a user could not be sent");
    }
}
