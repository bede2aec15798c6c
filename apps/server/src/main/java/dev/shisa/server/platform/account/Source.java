package dev.shisa.server.platform.account;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where something came from, and with whom it is counted together: who has one address of IPv6 has all of its network, 2^64 of them (RFC
 * 6177), and often 65,536 such networks.
 *
 * @param address as it is written down; something else than an address, such as a sender of mail, stands for itself
 */
public record Source(String address) {

    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;
    private static final int BLOCK_BYTES = 4;
    private static final int BLOCK_BYTES_OF_IPV4 = 2;

    public static Source of(HttpServletRequest request) {
        return new Source(String.valueOf(request.getRemoteAddr()));
    }

    /** What one customer surely has: an address of IPv4, of IPv6 the first 64 bits. */
    public String network() {
        return ip().map(ip -> ip.length > 4 ? first(ip, NETWORK_BYTES) : dotted(ip))
                .orElse(address);
    }

    /** What one customer may have besides: of IPv6 the first 48 bits. */
    Optional<String> site() {
        return ip().filter(ip -> ip.length > 4).map(ip -> first(ip, SITE_BYTES));
    }

    /** The most that one customer may have: an address of IPv4, or a site. */
    public String customer() {
        return site().orElseGet(this::network);
    }

    /** What one provider has: of IPv6 the first 32 bits, of IPv4 the first 16. */
    String block() {
        return ip().map(ip -> first(ip, ip.length > 4 ? BLOCK_BYTES : BLOCK_BYTES_OF_IPV4))
                .orElse("");
    }

    private static String dotted(byte[] ip) {
        return IntStream.range(0, ip.length)
                .mapToObj(at -> String.valueOf(ip[at] & 0xff))
                .collect(Collectors.joining("."));
    }

    private static String first(byte[] ip, int bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(ip, bytes));
    }

    /** Four bytes, also of an address of IPv4 that is written as one of IPv6. */
    private Optional<byte[]> ip() {
        if (!address.contains(":") && !address.matches("[0-9]{1,3}([.][0-9]{1,3}){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
