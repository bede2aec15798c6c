package dev.shisa.server.platform.start;

import dev.shisa.server.platform.settings.Settings;
import java.util.Optional;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Where people reach this server: {@code https://host:port}, for links that are not made from a request. What an owner entered, as
 * behind a proxy, comes before what the server was started with, which then leads nobody here.
 */
@Component
public class PublicAddress {

    /** The setting with what an owner entered; empty: the address of the start. */
    public static final String SETTING = "sign-in.address";

    private final ServerIdentity server;
    private final Settings settings;
    private volatile int port;

    PublicAddress(ServerIdentity server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    /** What was entered. */
    public Optional<String> entered() {
        return settings.get(SETTING).filter(text -> !text.isEmpty());
    }

    /** Without a slash at the end. */
    public String base() {
        return entered().orElseGet(this::ofStart);
    }

    /** The address of the start, where the server itself listens. Without a slash at the end. */
    public String ofStart() {
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return "https://" + host + (port == 443 || port == 0 ? "" : ":" + port);
    }
}
