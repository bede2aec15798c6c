package dev.shisa.server.evidence;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses lie outside: public unicast addresses of the internet, nothing else (IANA special-purpose registries,
 * RFC 6890). A request that somebody makes us send must not reach our own machine or network.
 */
final class OutsideAddress {

    /** Not globally reachable, or reached only through a relay that could lead inside. */
    private static final List<Block> V4_INSIDE = List.of(
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

    private OutsideAddress() {}

    static boolean is(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> V4_INSIDE.stream().noneMatch(block -> block.contains(v4.getAddress()));
            case Inet6Address v6 -> isOutside(v6.getAddress());
            default -> false;
        };
    }

    /** Only 2000::/3 is unicast of the internet; in it, tunnels (Teredo, 6to4), protocol and documentation blocks are not. */
    private static boolean isOutside(byte[] a) {
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
