package dev.shisa.server.audience;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Notices to users that were sent while no mails left the house, and mails that ask back. */
@Component
class AudienceBacklog implements MailBacklog {

    private final AudienceStore store;

    AudienceBacklog(AudienceStore store) {
        this.store = store;
    }

    @Override
    @Transactional(readOnly = true)
    public int waiting() {
        return store.waiting();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void stop() {
        store.stopWaiting();
    }
}
