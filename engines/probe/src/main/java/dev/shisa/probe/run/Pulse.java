package dev.shisa.probe.run;

import dev.shisa.probe.Exchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the ports that were open still are, and what was sent to them last. The rule: a port that refuses or ignores
 * {@link #LOST_IS_SUSPECT} connections in a row is waited for. If it comes back in time the run goes on, and the person
 * is told after which input it had been away; if not, that is told too, and everything that is still open about it stays
 * unknown. A lock that shuts out this machine looks the same from here, so neither is a violation by itself.
 */
public final class Pulse {

    private static final int LOST_IS_SUSPECT = 3;
    private static final int BACK_WITHIN_MS = 12_000;
    private static final int ASK_EVERY_MS = 1000;
    private static final int CONNECT_MS = 1500;
    private static final int KEPT_INPUTS = 3;

    private final Map<Endpoint, Port> ports = new ConcurrentHashMap<>();

    private static final class Port {

        private final AtomicInteger lost = new AtomicInteger();
        private final Deque<byte[]> inputs = new ArrayDeque<>();
        private volatile boolean dead;
        private volatile boolean everOpen;

        /** The inputs are kept as they stood when the first connection was lost. */
        synchronized void sent(byte[] bytes) {
            if (lost.get() == 0) {
                inputs.addLast(bytes);
                if (inputs.size() > KEPT_INPUTS) {
                    inputs.removeFirst();
                }
            }
        }

        synchronized byte[] last() {
            return inputs.isEmpty() ? new byte[0] : inputs.getLast();
        }
    }

    void sent(Endpoint endpoint, byte[] bytes) {
        port(endpoint).sent(bytes);
    }

    void opened(Endpoint endpoint) {
        Port port = port(endpoint);
        port.everOpen = true;
        port.lost.set(0);
    }

    void lost(Endpoint endpoint) {
        port(endpoint).lost.incrementAndGet();
    }

    /** Whether a connection was taken at any time in this run. */
    public boolean wasOpen(Endpoint endpoint) {
        return port(endpoint).everOpen;
    }

    private Port port(Endpoint endpoint) {
        return ports.computeIfAbsent(endpoint, _ -> new Port());
    }

    /** The last input that a port got before it was lost, or before now. */
    public Exchange last(Bench bench, Endpoint endpoint) {
        return bench.secrets().exchange(port(endpoint).last(), new byte[0]);
    }

    /**
     * Returns at once where all is well; otherwise waits for the port.
     *
     * @throws Stopped if it does not come back
     */
    public void require(Bench bench, Endpoint endpoint) {
        Port port = port(endpoint);
        if (!port.everOpen || (!port.dead && port.lost.get() < LOST_IS_SUSPECT)) {
            return;
        }
        synchronized (port) {
            if (!port.dead && port.lost.get() < LOST_IS_SUSPECT) {
                return;
            }
            String input = Secrets.printable(port.last()).lines().findFirst().orElse("");
            long endMs = bench.budget().elapsedMs() + BACK_WITHIN_MS;
            while (!port.dead && bench.budget().elapsedMs() < endMs) {
                if (accepts(endpoint)) {
                    port.lost.set(0);
                    bench.note("note-came-back", endpoint, bench.secrets().mask(input));
                    return;
                }
                bench.budget().pause(ASK_EVERY_MS);
            }
            port.dead = true;
            bench.note("note-died", endpoint, bench.secrets().mask(input));
            throw new Stopped("stopped-dead");
        }
    }

    /** Whether another port of the device, or the same one at its other address, still takes connections. */
    public boolean othersAccept(Endpoint endpoint) {
        return ports.entrySet().stream()
                .filter(other -> other.getValue().everOpen && !other.getKey().equals(endpoint))
                .anyMatch(other -> accepts(other.getKey()));
    }

    /** What becomes of a connection. */
    public enum Knock {
        TAKEN,
        /** Nobody listens there, or something says so in its place. */
        REFUSED,
        /** No answer: a filter, or a device that is gone. */
        SILENT
    }

    /** Whether a connection is taken at all. */
    public static boolean accepts(Endpoint endpoint) {
        return knock(endpoint) == Knock.TAKEN;
    }

    /** Tries a connection and closes it. */
    public static Knock knock(Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(endpoint.socket(), CONNECT_MS);
            return Knock.TAKEN;
        } catch (ConnectException e) {
            return Knock.REFUSED;
        } catch (IOException e) {
            return Knock.SILENT;
        }
    }
}
