package dev.shisa.server.audience;

import dev.shisa.server.portal.PublicAdditions;
import dev.shisa.server.portal.PublicNews;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the public pages show of notices to users. */
@Component
class PublicNotices implements PublicAdditions {

    private final Subscriptions subscriptions;
    private final UpdateNotices updates;

    PublicNotices(Subscriptions subscriptions, UpdateNotices updates) {
        this.subscriptions = subscriptions;
        this.updates = updates;
    }

    @Override
    public List<PublicNews> news() {
        return updates.news();
    }

    @Override
    public boolean tellsByMail() {
        return subscriptions.isOpen();
    }
}
