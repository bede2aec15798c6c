package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends messages to channels that are due, beside the mails: what is urgent reaches the chat while a mail server hangs. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class RoomSender extends SignalledWorker {

    private final NoticeDelivery delivery;

    RoomSender(NoticeDelivery delivery, RoomSignal signal) {
        super("room-sender", signal);
        this.delivery = delivery;
    }

    @Override
    protected void round() {
        while (isRunning() && delivery.sendNext(MessageStore.To.ROOMS)) {
            Thread.onSpinWait();
        }
    }

    @Scheduled(fixedDelay = 15_000, initialDelay = 27_000)
    public void wake() {
        wake("the thread that sends notices to channels has ended", "a message to a channel could not be sent");
    }
}
