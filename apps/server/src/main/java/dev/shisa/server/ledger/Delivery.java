package dev.shisa.server.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * One sending of a checkpoint.
 *
 * @param address of the receiver at that time
 * @param size of the log, as the checkpoint said
 * @param byItself whether the schedule sent it, not a person
 */
record Delivery(UUID receiver, String address, Instant at, int log, long size, Outcome outcome, boolean byItself) {

    /** What became of it; its words are the messages {@code checkpoint.outcome.<code>}. */
    sealed interface Outcome {

        String ARRIVED = "arrived";

        String code();

        List<String> args();

        /**
         * The receiver has it.
         *
         * @param note what it holds: the checkpoint, with the cosignature of a witness
         */
        record Arrived(String note) implements Outcome {

            @Override
            public String code() {
                return ARRIVED;
            }

            @Override
            public List<String> args() {
                return List.of();
            }
        }

        /** It may not have it. */
        record Failed(String code, List<String> args) implements Outcome {

            public Failed {
                args = List.copyOf(args);
            }

            Failed(String code, Object... args) {
                this(code, Arrays.stream(args).map(String::valueOf).toList());
            }

            /** Whether a witness has seen another history than the one that this log has now. */
            boolean tellsOfAnotherHistory() {
                return code.equals(WitnessCall.AHEAD) || code.equals(WitnessCall.REFUSED);
            }
        }
    }

    boolean arrived() {
        return outcome instanceof Outcome.Arrived;
    }
}
