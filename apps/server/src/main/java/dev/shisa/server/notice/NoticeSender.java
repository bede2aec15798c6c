package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends mails that are due, on a thread of its own: a mail server that hangs holds up nothing but other mails. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class NoticeSender extends SignalledWorker {

    private final NoticeDelivery delivery;

    NoticeSender(NoticeDelivery delivery, SendingSignal signal) {
        super("notice-sender", signal);
        this.delivery = delivery;
    }

    @Override
    protected void round() {
        while (isRunning() && delivery.sendNext(MessageStore.To.PEOPLE)) {
            Thread.onSpinWait();
        }
    }

    @Scheduled(fixedDelay = 15_000, initialDelay = 25_000)
    public void wake() {
        wake("the thread that sends notices by mail has ended", "a mail could not be sent");
    }
}
