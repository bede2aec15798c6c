package dev.shisa.server.ledger;

import dev.shisa.server.platform.outgoing.Outcome;
import java.time.Instant;
import java.util.UUID;

/**
 * One sending of a checkpoint.
 *
 * @param address of the receiver at that time
 * @param size of the log, as the checkpoint said
 * @param byItself whether the schedule sent it, not a person
 */
record Delivery(UUID receiver, String address, Instant at, int log, long size, Outcome outcome, boolean byItself) {

    boolean arrived() {
        return outcome instanceof Outcome.Arrived;
    }

    /** Whether a witness has seen another history than the one that this log has now. */
    boolean tellsOfAnotherHistory() {
        return outcome.code().equals(WitnessCall.AHEAD) || outcome.code().equals(WitnessCall.REFUSED);
    }
}
