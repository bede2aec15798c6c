package dev.shisa.server.tracker;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends what waits to trackers, and asks them how it stands there: one thing after the other. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class TrackerWorker extends SignalledWorker {

    private final Delivery delivery;

    TrackerWorker(Delivery delivery, TrackerSignal signal) {
        super("tracker", signal);
        this.delivery = delivery;
    }

    @Override
    protected void round() {
        delivery.settle();
        while (isRunning() && (delivery.sendNext() || delivery.lookNext())) {
            Thread.onSpinWait();
        }
    }

    @Scheduled(fixedDelay = 30_000, initialDelay = 45_000)
    public void wake() {
        wake("the thread that asks trackers has ended", "a tracker could not be asked");
    }
}
