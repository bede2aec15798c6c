package dev.shisa.probe.run;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One port of the device over one of its addresses. */
public record Endpoint(InetAddress address, int port, boolean udp) {

    public static Endpoint tcp(InetAddress address, int port) {
        return new Endpoint(address, port, false);
    }

    public static Endpoint udp(InetAddress address, int port) {
        return new Endpoint(address, port, true);
    }

    public boolean isV6() {
        return address instanceof Inet6Address;
    }

    public InetSocketAddress socket() {
        return new InetSocketAddress(address, port);
    }

    /** As it stands in an address of the web: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    public String authority() {
        return host() + ":" + port;
    }

    public String host() {
        String text = address.getHostAddress();
        return isV6() ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }

    @Override
    public String toString() {
        return (udp ? "udp " : "tcp ") + authority();
    }
}
