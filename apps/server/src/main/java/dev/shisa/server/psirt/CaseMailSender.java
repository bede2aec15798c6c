package dev.shisa.server.psirt;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends mails of cases, on a thread of its own: a mail server that hangs holds up nothing else. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class CaseMailSender extends SignalledWorker {

    private final CaseMailDelivery delivery;

    CaseMailSender(CaseMailDelivery delivery, CaseMailSignal signal) {
        super("psirt-mail-sender", signal);
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
        wake("the thread that sends mails of cases has ended", "a mail of a case could not be sent");
    }
}
