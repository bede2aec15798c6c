package dev.shisa.server.platform.door;

import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.start.TrustedProxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;

/**
 * Handshakes of TLS, the most work that anybody can ask for without a word, take turns of their own; those from where people work, or
 * from a proxy that speaks for all behind it, go first.
 */
@Component
final class Handshakes {

    /** Networks; those heard of longest ago are forgotten, and are strangers until they are heard of again. */
    private static final int KNOWN_MAX = 10_000;

    private final TrustedProxies proxies;
    private final SequencedMap<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Turns turns = new Turns(Turns.AT_ONCE, Integer.MAX_VALUE, DoorEndpoint.HEAD_MAX, System::nanoTime);

    Handshakes(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** A step of a handshake: what it waits for next, as the container says it. */
    @FunctionalInterface
    interface Step {
        int take() throws IOException;
    }

    Turns turns() {
        return turns;
    }

    /** Somebody of this network was served who is known. */
    void person(String network) {
        turns.person();
        synchronized (known) {
            known.put(network, true);
            if (known.size() > KNOWN_MAX) {
                known.pollFirstEntry();
            }
        }
    }

    private boolean isKnown(String network) {
        synchronized (known) {
            return known.containsKey(network);
        }
    }

    /**
     * Takes a step when it is its turn.
     *
     * @throws IOException if its turn did not come in time
     */
    int take(InetAddress from, Step step) throws IOException {
        String network = new Source(from.getHostAddress()).network();
        try (Turns.Turn _ = turns.take(network, proxies.isTrusted(from) || isKnown(network), () -> false)
                .orElseThrow(() -> new IOException("too many handshakes wait"))) {
            return step.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }
}
