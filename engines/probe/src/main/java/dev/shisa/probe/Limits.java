package dev.shisa.probe;

/**
 * How far one run may go.
 *
 * @param seconds wall time; what is not measured by then is unknown
 * @param requests connections and datagrams beside the port scans
 * @param requestsPerSecond of all checks together, so that a small device keeps breathing
 * @param changesAllowed whether what changes the device's state is tried at all: passwords, stored values, lock-outs,
 *     images
 */
public record Limits(int seconds, int requests, int requestsPerSecond, boolean changesAllowed) {

    public static final Limits DEFAULT = new Limits(115, 16_000, 300, true);

    public Limits {
        if (seconds < 1 || requests < 1 || requestsPerSecond < 1) {
            throw new IllegalArgumentException("limits are at least one");
        }
    }

    public Limits withSeconds(int other) {
        return new Limits(other, requests, requestsPerSecond, changesAllowed);
    }

    public Limits withChanges(boolean allowed) {
        return new Limits(seconds, requests, requestsPerSecond, allowed);
    }
}
