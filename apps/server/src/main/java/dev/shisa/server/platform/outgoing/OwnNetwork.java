package dev.shisa.server.platform.outgoing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses are not of the Internet, so that nothing that was entered, or that somebody outside answered, leads inside unless an
 * administrator said so: outside are public unicast addresses, and nothing else (IANA special-purpose registries, RFC 6890).
 *
 * <p>A name could lead elsewhere a moment after it was looked at, so that what is asked is the address and not the name: {@link PinnedHttp}.
 */
public final class OwnNetwork {

    /** Not globally reachable, or reached only through a relay that could lead inside. */
    private static final List<Block> V4_WITHIN = List.of(
            Block.of(0, 0, 0, 0, 8),
            Block.of(10, 0, 0, 0, 8),
            Block.of(100, 64, 0, 0, 10),
            Block.of(127, 0, 0, 0, 8),
            Block.of(169, 254, 0, 0, 16),
            Block.of(172, 16, 0, 0, 12),
            Block.of(192, 0, 0, 0, 24),
            Block.of(192, 0, 2, 0, 24),
            Block.of(192, 88, 99, 0, 24),
            Block.of(192, 168, 0, 0, 16),
            Block.of(198, 18, 0, 0, 15),
            Block.of(198, 51, 100, 0, 24),
            Block.of(203, 0, 113, 0, 24),
            Block.of(224, 0, 0, 0, 3));

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[[0-9A-Fa-f:.]+]");

    private OwnNetwork() {}

    /**
     * Whether a host lies within the own network, or in this computer.
     *
     * @param host as {@link java.net.URI#getHost} gives it
     * @throws UnknownHostException if nobody knows it
     */
    public static boolean leadsWithin(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(OwnNetwork::isWithin);
    }

    /** Whether a host says so itself, without being looked up: an address within, or this computer. */
    public static boolean saysWithin(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return LITERAL.matcher(host).matches() && leadsWithin(host);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether an address is not one of the Internet. */
    public static boolean isWithin(InetAddress address) {
        return switch (address) {
            // What IPv6 writes for an address of IPv4 (::ffff:10.0.0.1), Java gives as the latter.
            case Inet4Address v4 -> V4_WITHIN.stream().anyMatch(block -> block.contains(v4.getAddress()));
            case Inet6Address v6 -> !isUnicast(v6.getAddress());
            default -> true;
        };
    }

    /**
     * Only 2000::/3 is unicast of the Internet, which leaves out translators (64:ff9b::/96); in it, tunnels (Teredo, 6to4), protocol and
     * documentation blocks are not.
     */
    private static boolean isUnicast(byte[] a) {
        int first = word(a, 0);
        int second = word(a, 2);
        boolean unicast = (first & 0xe000) == 0x2000;
        boolean protocols = first == 0x2001 && second < 0x0200;
        boolean documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
        boolean sixToFour = first == 0x2002;
        return unicast && !protocols && !documentation && !sixToFour;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** The addresses that share the first {@code bits} bits. */
    private record Block(int base, int bits) {
        static Block of(int a, int b, int c, int d, int bits) {
            return new Block((a << 24) | (b << 16) | (c << 8) | d, bits);
        }

        boolean contains(byte[] v4) {
            int address = (word(v4, 0) << 16) | word(v4, 2);
            int mask = -1 << (32 - bits);
            return (address & mask) == (base & mask);
        }
    }
}
