package dev.shisa.server.platform.door;

import dev.shisa.server.platform.account.Source;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who holds how many connections. A proxy that is trusted holds those of everybody behind it, so it is not counted. */
final class Connections {

    private final int networkMax;
    private final Predicate<InetAddress> proxy;
    private final Map<String, Set<SocketChannel>> held = new HashMap<>();

    Connections(int networkMax, Predicate<InetAddress> proxy) {
        this.networkMax = networkMax;
        this.proxy = proxy;
    }

    /** Counts a connection; false if its network has as many as it may. */
    synchronized boolean enter(InetAddress address, SocketChannel connection) {
        if (proxy.test(address)) {
            return true;
        }
        Set<SocketChannel> own =
                held.computeIfAbsent(new Source(address.getHostAddress()).network(), network -> new HashSet<>());
        if (own.size() >= networkMax) {
            own.removeIf(one -> !one.isOpen());
        }
        return own.size() < networkMax && own.add(connection);
    }

    /** Forgets those that have ended. */
    synchronized void sweep() {
        held.values().forEach(own -> own.removeIf(one -> !one.isOpen()));
        held.values().removeIf(Set::isEmpty);
    }
}
