package dev.shisa.server.platform.start;

import dev.shisa.server.platform.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Where people reach this server: {@code https://host:port}, for every link that is given to somebody. What an owner entered, as behind a
 * proxy, comes before what the server was started with, which then leads nobody here. Where neither names it, a link has the name under
 * which whoever makes it has reached the server, which {@link HostDoor} knows to be one of its own.
 */
@Component
public class PublicAddress implements NamedHosts {

    /** The setting with what an owner entered; empty: the address of the start. */
    public static final String SETTING = "sign-in.address";

    /** The name of the start that nobody chose. */
    private static final String NOT_NAMED = "localhost";

    private static final String ATTRIBUTE = PublicAddress.class.getName();
    private static final int HTTPS = 443;

    private final ServerIdentity server;
    private final Settings settings;
    private volatile int port;

    PublicAddress(ServerIdentity server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /**
     * A link that somebody gives to somebody else.
     *
     * @param base {@code https://host:port}
     * @param path with the slash that it begins with; empty: there is no link
     * @param chosen whether somebody said that people reach the server by {@code base}. Otherwise it is the name by which the request
     *     happened to come, and may lead here from inside only.
     */
    public record Link(String base, String path, boolean chosen) {

        public static final Link NONE = new Link("", "", true);

        public boolean isEmpty() {
            return path.isEmpty();
        }

        /** Whether it leads here on this computer alone: the name of it that every computer has for itself. */
        public boolean isHereOnly() {
            String host = Objects.requireNonNullElse(URI.create(base).getHost(), "");
            return !chosen
                    && (host.equals(NOT_NAMED)
                            || host.endsWith("." + NOT_NAMED)
                            || host.startsWith("127.")
                            || host.equals("[::1]"));
        }

        public String url() {
            return base + path;
        }

        /** Without the path, which may hold a secret. */
        @Override
        public String toString() {
            return "Link to " + base;
        }
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
        return "https://" + host + (port == HTTPS || port == 0 ? "" : ":" + port);
    }

    @Override
    public Set<String> hosts() {
        return entered().map(base -> String.valueOf(URI.create(base).getHost())).stream()
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** From now on the request knows this address. */
    void lay(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * A link to one of our pages.
     *
     * @param request of whoever makes it
     * @param path with the slash that it begins with
     */
    public static Link link(HttpServletRequest request, String path) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof PublicAddress address)) {
            throw new IllegalStateException("a request that did not come through the door");
        }
        return address.linkFor(request, path);
    }

    private Link linkFor(HttpServletRequest request, String path) {
        Optional<String> entered = entered();
        if (entered.isPresent()) {
            return new Link(entered.get(), path, true);
        }
        boolean named = !server.host().equals(NOT_NAMED);
        String asked = host(request);
        // By the name of the start, but perhaps through a router or proxy with another port.
        return named && !asked.equalsIgnoreCase(server.host())
                ? new Link(ofStart(), path, true)
                : new Link(asked.isEmpty() ? ofStart() : "https://" + authority(request), path, named);
    }

    /** Host and port under which the server was asked for, without the port that a browser leaves out: {@code host:8443}. */
    public static String authority(HttpServletRequest request) {
        String host = host(request);
        return (host.contains(":") ? "[" + host + "]" : host)
                + (request.getServerPort() == HTTPS ? "" : ":" + request.getServerPort());
    }

    /** The name or address under which the server was asked for, without brackets; empty: none was given. */
    public static String host(HttpServletRequest request) {
        String name = request.getServerName();
        return name == null ? "" : name.replaceFirst("^\\[(.*)]$", "$1");
    }
}
