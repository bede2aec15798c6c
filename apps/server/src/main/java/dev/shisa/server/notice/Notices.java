package dev.shisa.server.notice;

import dev.shisa.server.platform.Ids;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where capabilities tell what happened. It is written in the transaction of what happened, so neither is without the other; who is
 * told, and how, follows right after.
 */
@Component
public class Notices {

    private final NoticeStore store;
    private final NoticeSignal signal;
    private final Ids ids;
    private final InstantSource clock;

    Notices(NoticeStore store, NoticeSignal signal, Ids ids, InstantSource clock) {
        this.store = store;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** Tells it, unless the same was told before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Happening happening) {
        if (store.add(ids.next(), happening, clock.instant())) {
            signal.giveAfterCommit();
        }
    }
}
