package dev.shisa.server.psirt;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks into the mail box for reports, on a thread of its own: a server that hangs holds up nothing else. */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class MailboxFetcher extends SignalledWorker {

    private final Mailbox mailbox;

    MailboxFetcher(Mailbox mailbox, MailboxSignal signal) {
        super("psirt-mailbox", signal);
        this.mailbox = mailbox;
    }

    @Override
    protected void round() {
        if (mailbox.isDue()) {
            mailbox.look();
        }
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 45_000)
    public void wake() {
        wake("the thread that looks into the mail box has ended", "the mail box could not be looked into");
    }
}
