package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes of answers lie in memory for strangers who have not taken them yet. A turn ends when the answer is on its way
 * ({@link Turns}), so without this slow readers would heap up as many answers as there are connections.
 */
final class AnswerBudget {

    /** A page to sign in, or that says no: what everybody may have, of as many connections as there are 64 MB. */
    static final int SMALL = 16 << 10;

    /** Of one network: three times the largest that strangers can ask for, the description of the API. */
    static final long NETWORK_MAX = 8L << 20;

    /** Of all together, a twelfth of the memory of pages. */
    static final long SUM_MAX = 32L << 20;

    private final Map<String, Long> shares = new HashMap<>();
    private long sum;

    /** What lies there for one request; closing it gives all of it back. */
    final class Held implements AutoCloseable {
        private final String network;
        private long bytes;

        private Held(String network) {
            this.network = network;
        }

        /**
         * Takes room for an answer.
         *
         * @throws Problem 503 if its network, or all together, have as much as they may
         */
        void take(int more) {
            if (more <= SMALL) {
                return;
            }
            synchronized (AnswerBudget.this) {
                if (shares.getOrDefault(network, 0L) + more > NETWORK_MAX || sum + more > SUM_MAX) {
                    throw new Problem(503, "crowded");
                }
                shares.merge(network, (long) more, Long::sum);
                sum += more;
                bytes += more;
            }
        }

        @Override
        public void close() {
            synchronized (AnswerBudget.this) {
                long given = bytes;
                bytes = 0;
                sum -= given;
                shares.computeIfPresent(network, (key, all) -> all == given ? null : all - given);
            }
        }
    }

    Held of(String network) {
        return new Held(network);
    }

    /** Bytes that lie there now. */
    synchronized long held() {
        return sum;
    }
}
