package dev.shisa.probe;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far one run may go.
 *
 * @param seconds wall time; what is not measured by then is unknown
 * @param requests connections and datagrams beside the port scans
 * @param requestsPerSecond of all checks together, so that a small device keeps breathing
 * @param changesAllowed whether what changes the device's state is tried at all: passwords, stored values, lock-outs,
 *     images
 * @param only the keys that are asked for; what serves no other is left out
 */
public record Limits(int seconds, int requests, int requestsPerSecond, boolean changesAllowed, Set<Key> only) {

    public static final Limits DEFAULT = new Limits(112, 16_000, 300, true, EnumSet.allOf(Key.class));

    public Limits {
        if (seconds < 1 || requests < 1 || requestsPerSecond < 1) {
            throw new IllegalArgumentException("limits are at least one");
        }
        only = Set.copyOf(only);
    }

    public Limits withSeconds(int other) {
        return new Limits(other, requests, requestsPerSecond, changesAllowed, only);
    }

    public Limits withChanges(boolean allowed) {
        return new Limits(seconds, requests, requestsPerSecond, allowed, only);
    }

    public Limits withRequests(int other) {
        return new Limits(seconds, other, requestsPerSecond, changesAllowed, only);
    }

    public Limits only(Set<Key> keys) {
        return new Limits(seconds, requests, requestsPerSecond, changesAllowed, keys);
    }
}
