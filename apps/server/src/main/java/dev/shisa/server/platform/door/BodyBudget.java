package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many bytes of bodies are on their way, in memory or on disk, by those whom nobody knows. What a body says it will have is taken
 * before its first byte is read, and given back when its request has ended and its files are gone.
 */
@Component
class BodyBudget {

    private record Held(Sender sender, String network) {}

    private final Map<Held, Long> shares = new HashMap<>();
    private final Map<Sender, Long> sums = new EnumMap<>(Sender.class);

    /**
     * Takes room for a body.
     *
     * @throws Problem 413 if no body of this sender may be so large, 429 if the network has its share in flight already, 503 if all
     *     together have
     */
    synchronized Share take(Sender sender, String network, long bytes) {
        if (!sender.isLimited()) {
            return () -> {};
        }
        if (bytes > sender.shareBytes()) {
            throw new Problem(413, "upload.too-large", sender.shareBytes() >> 20);
        }
        Held held = new Held(sender, network);
        if (shares.getOrDefault(held, 0L) + bytes > sender.shareBytes()) {
            throw new Problem(429, "upload.share", sender.shareBytes() >> 20);
        }
        long room = sender.sumBytes() - (bytes > Sender.SMALL ? Sender.KEPT_FOR_SMALL : 0);
        if (inFlight(sender) + bytes > room) {
            throw new Problem(503, "upload.busy");
        }
        shares.merge(held, bytes, Long::sum);
        sums.merge(sender, bytes, Long::sum);
        return new Share() {
            private boolean given;

            @Override
            public void close() {
                synchronized (BodyBudget.this) {
                    if (!given) {
                        given = true;
                        shares.computeIfPresent(held, (key, all) -> all == bytes ? null : all - bytes);
                        sums.merge(sender, -bytes, Long::sum);
                    }
                }
            }
        };
    }

    /** Bytes taken at the moment. */
    synchronized long inFlight(Sender sender) {
        return sums.getOrDefault(sender, 0L);
    }

    /** Room that was taken; closing it again does nothing. */
    @FunctionalInterface
    interface Share extends AutoCloseable {
        @Override
        void close();
    }
}
