package dev.shisa.probe.ports;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.run.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What was found behind one open port.
 *
 * @param banner what it said first, or in answer to the identifying question
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Service(Endpoint endpoint, Protocol protocol, boolean tls, byte[] banner, Exchange exchange) {

    /** {@code https://192.0.2.1:443}. */
    public String where() {
        String name = protocol == Protocol.UNKNOWN
                ? (endpoint.udp() ? "udp" : "tcp")
                : protocol.name().toLowerCase(Locale.ROOT);
        return name + (tls ? "s" : "") + "://" + endpoint.authority();
    }

    /** The same service over another address of the device. */
    public Service at(Endpoint other) {
        return new Service(other, protocol, tls, banner, exchange);
    }

    public String bannerText() {
        return new String(banner, StandardCharsets.ISO_8859_1);
    }
}
