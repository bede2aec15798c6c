package dev.shisa.server.platform.start;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where people reach this server: {@code https://host:port}, for links that are not made from a request. */
@Component
public class PublicAddress {

    private final ServerIdentity server;
    private volatile int port;

    PublicAddress(ServerIdentity server) {
        this.server = server;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    /** Without a slash at the end. */
    public String base() {
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return "https://" + host + (port == 443 || port == 0 ? "" : ":" + port);
    }
}
