package dev.shisa.server.platform.start;

import java.util.Set;

/** Host names that an owner entered somewhere as leading to this server, such as the one of its public pages. */
@FunctionalInterface
public interface NamedHosts {

    /** Names or addresses without a port, as in an address bar; read from where they are stored. */
    Set<String> hosts();
}
