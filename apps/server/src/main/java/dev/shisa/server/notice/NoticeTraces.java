package dev.shisa.server.notice;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.stereotype.Component;

/** What somebody was told, the messages to their address, and the name of who added a channel. */
@Component
class NoticeTraces implements PersonTraces {

    private final NoticeStore store;
    private final ChannelStore channels;

    NoticeTraces(NoticeStore store, ChannelStore channels) {
        this.store = store;
        this.channels = channels;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        store.forget(who.id());
        channels.rename(who.name(), who.instead());
    }
}
