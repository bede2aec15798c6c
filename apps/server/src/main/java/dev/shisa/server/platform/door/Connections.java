package dev.shisa.server.platform.door;

import dev.shisa.server.platform.account.Source;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who holds how many connections. A proxy that is trusted holds those of everybody behind it, so only the sum counts for it. */
final class Connections {

    private final int networkMax;
    private final int sumMax;
    private final Predicate<InetAddress> proxy;
    private final Map<String, Set<SocketChannel>> held = new HashMap<>();

    /**
     * @param networkMax of one network
     * @param sumMax of all together
     */
    Connections(int networkMax, int sumMax, Predicate<InetAddress> proxy) {
        this.networkMax = networkMax;
        this.sumMax = sumMax;
        this.proxy = proxy;
    }

    /** Counts a connection; false if its network, or all together, have as many as they may. */
    synchronized boolean enter(InetAddress address, SocketChannel connection) {
        String network = new Source(address.getHostAddress()).network();
        if (!hasRoom(address, network)) {
            sweep();
        }
        return hasRoom(address, network)
                && held.computeIfAbsent(network, one -> new HashSet<>()).add(connection);
    }

    private boolean hasRoom(InetAddress address, String network) {
        return held.values().stream().mapToInt(Set::size).sum() < sumMax
                && (proxy.test(address) || held.getOrDefault(network, Set.of()).size() < networkMax);
    }

    /** Forgets those that have ended. */
    synchronized void sweep() {
        held.values().forEach(own -> own.removeIf(one -> !one.isOpen()));
        held.values().removeIf(Set::isEmpty);
    }
}
