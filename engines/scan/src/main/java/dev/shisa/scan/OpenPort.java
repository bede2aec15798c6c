package dev.shisa.scan;

/**
 * A port that answered.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param number 1 to 65535
 * @param service what the tool takes it for; empty if it does not say
 * @param certain false: no answer came, which is also how an open UDP port can look
 */
public record OpenPort(String host, String protocol, int number, String service, boolean certain) {

    public OpenPort {
        host = Texts.line(host, 100);
        protocol = Texts.line(protocol, 20);
        service = Texts.line(service, 100);
    }
}
