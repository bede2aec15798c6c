package dev.shisa.server.audience;

import dev.shisa.server.portal.PublicAdditions;
import org.springframework.stereotype.Component;

/** What the public pages show of notices to users. */
@Component
class PublicNotices implements PublicAdditions {

    private final Subscriptions subscriptions;

    PublicNotices(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public boolean tellsByMail() {
        return subscriptions.isOpen();
    }
}
