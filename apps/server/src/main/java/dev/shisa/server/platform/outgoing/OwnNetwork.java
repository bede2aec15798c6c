package dev.shisa.server.platform.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses are not of the Internet, so that nothing that was entered, or that somebody outside answered, leads inside unless an
 * administrator said so.
 *
 * <p>A name is looked up before it is asked. That it could lead elsewhere a moment later does no harm: only {@code https} goes outside
 * of this computer, and who answers there has no certificate for the name.
 */
public final class OwnNetwork {

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

    /** Whether an address is not one of the Internet. */
    public static boolean isWithin(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        // RFC 6598: between a carrier and its customers.
        boolean shared = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || unique
                || shared;
    }
}
