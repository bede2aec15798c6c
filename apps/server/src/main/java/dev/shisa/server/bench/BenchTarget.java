package dev.shisa.server.bench;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The device that stands for a series on the bench. Its ports are not here: they are what the register says.
 *
 * @param address a literal IPv4 or IPv6 address; names are never resolved
 * @param address6 the same device over IPv6; empty: none was given
 * @param withoutIpv6 whether somebody said that the device speaks no IPv6
 * @param everySide whether somebody said that the bench reaches every network side of the device
 * @param selfSigned whether the maker's policy allows certificates that sign themselves; null: not said
 * @param logins which log-in of the register guards a service: code of the service → code of the log-in
 * @param logInCount how many log-ins were handed out; they themselves are sealed
 * @param consent who said that the device may be probed; null: nobody for this address
 */
record BenchTarget(
        UUID seriesId,
        String address,
        String address6,
        boolean withoutIpv6,
        boolean everySide,
        @Nullable Boolean selfSigned,
        OptionalInt freeTriesMax,
        OptionalInt lockSecondsMin,
        OptionalInt passwordLengthMin,
        Map<String, String> logins,
        int logInCount,
        @Nullable Consent consent,
        int version) {

    static final int LOG_INS_MAX = 3;
    static final int TEXT_CHARS_MAX = 200;
    static final int TRIES_MAX = 10_000;
    static final int LOCK_SECONDS_MAX = 365 * 24 * 60 * 60;
    static final int PASSWORD_CHARS_MAX = 128;

    private static final int LITERAL_CHARS_MAX = 45;

    /** A name would be resolved, and what it resolves to is not what the person wrote. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    BenchTarget {
        logins = Map.copyOf(logins);
    }

    /** Who answers for it that the device is their own, or that its owner agrees. */
    record Consent(UUID by, String name, Instant at) {}

    /**
     * A log-in that is handed out with the device.
     *
     * @param service as the engine calls it: {@code http}, {@code ssh}
     * @param shared whether every unit leaves the factory with the same password
     */
    record LogIn(String service, String user, String password, boolean shared) {

        @Override
        public String toString() {
            return service + " " + user;
        }
    }

    static final List<String> SERVICES = List.of("http", "ssh", "telnet", "ftp", "mqtt", "rtsp", "snmp");

    /** A literal address of one device; empty when it is none, or one of nobody or of many. */
    static Optional<InetAddress> literal(String text) {
        if (text.length() > LITERAL_CHARS_MAX || !LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address.isMulticastAddress() || address.isAnyLocalAddress()
                    ? Optional.empty()
                    : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether this may stand as its second address: a literal one of IPv6, or none. */
    static boolean isSecond(String text, boolean withoutIpv6) {
        return text.isEmpty()
                || (!withoutIpv6 && text.contains(":") && literal(text).isPresent());
    }

    /** A limit as rows and bodies have it: null where there is none. */
    static @Nullable Integer boxed(OptionalInt number) {
        return number.isEmpty() ? null : Integer.valueOf(number.getAsInt());
    }

    /** Whether one of its addresses is of the Internet, where a device on the bench rarely is. */
    boolean isPublic() {
        return isPublic(address) || isPublic(address6);
    }

    private static boolean isPublic(String text) {
        return literal(text)
                .filter(one -> {
                    boolean unique = one.getAddress().length == 16 && (one.getAddress()[0] & 0xfe) == 0xfc;
                    return !one.isSiteLocalAddress()
                            && !one.isLinkLocalAddress()
                            && !one.isLoopbackAddress()
                            && !unique;
                })
                .isPresent();
    }

    /** Whether what a run sees of open ports is all that there is to be seen. */
    boolean isWhole() {
        boolean both = withoutIpv6 || !address6.isEmpty() || address.contains(":");
        return both && everySide;
    }

    /** How far a run looks at ports, as {@code network.scanned} says it; empty where a person has to say it. */
    Set<String> scanned() {
        return isWhole() && !address.contains(":")
                ? Set.of("tcp", "udp", "ipv4", address6.isEmpty() ? "no-ipv6" : "ipv6", "sides", "firmware")
                : Set.of();
    }
}
