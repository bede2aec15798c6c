package dev.shisa.server.ledger;

import dev.shisa.server.platform.doctor.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Whether those who are to hold checkpoints get them. That nobody is to is no defect, but told; neither is a pause, but
 * what a witness said before it stays said.
 */
@Component
class CheckpointsCheck implements Check {

    /** A receiver that is switched off over a weekend is no matter for the doctor. */
    private static final Duration LONG = Duration.ofDays(3);

    /** Neither is one of which a few sendings in a row were missed. */
    private static final int MISSED_MAX = 3;

    private final ReceiverStore store;
    private final InstantSource clock;

    CheckpointsCheck(ReceiverStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "checkpoints";
    }

    @Override
    public int position() {
        return 57;
    }

    @Override
    public Finding look() {
        List<Receiver> receivers = store.all();
        Instant now = clock.instant();
        for (Receiver receiver : receivers) {
            Delivery last = store.latest(receiver.id(), 1).stream().findFirst().orElse(null);
            if (last == null || last.arrived()) {
                continue;
            }
            if (last.tellsOfAnotherHistory()) {
                return new Finding.Bad("history", receiver.name());
            }
            Instant arrived = store.lastArrived(receiver).map(Delivery::at).orElse(receiver.since());
            Instant since = arrived.isAfter(receiver.since()) ? arrived : receiver.since();
            Duration missed = receiver.every().duration().multipliedBy(MISSED_MAX);
            Duration silent = Duration.between(since, now);
            if (!receiver.isPaused() && silent.compareTo(LONG) > 0 && silent.compareTo(missed) > 0) {
                return new Finding.Bad("failing", receiver.name(), silent.toDays());
            }
        }
        return new Finding.Ok(
                receivers.size(), receivers.stream().filter(Receiver::isPaused).count());
    }
}
