package dev.shisa.server.inbox;

import dev.shisa.server.platform.web.Ui;
import java.util.Optional;

/** A capability by which a thing of the inbox is worked on outside of Shisa, as the page of the thing shows it. */
public interface Elsewhere {

    /** Empty: nothing is to be said of it. */
    Optional<InboxView.Outside> of(Inbox.Entry entry, Ui ui);
}
