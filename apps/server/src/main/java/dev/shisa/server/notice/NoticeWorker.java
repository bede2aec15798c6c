package dev.shisa.server.notice;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes notices right after something happened, and messages when they are due. The job {@link #wake} tells whether it is well. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class NoticeWorker extends SignalledWorker {

    private final Spreading spreading;

    NoticeWorker(Spreading spreading, NoticeSignal signal) {
        super("notices", signal);
        this.spreading = spreading;
    }

    @Override
    protected void round() {
        while (isRunning() && spreading.spread()) {
            Thread.onSpinWait();
        }
        spreading.gather();
    }

    @Scheduled(fixedDelay = 15_000, initialDelay = 20_000)
    public void wake() {
        wake("the thread that makes notices has ended", "what happened could not be made into notices");
    }
}
