package dev.shisa.server.platform.account;

import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.start.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one address under which people reach this Shisa, to which providers send them back and to which passkeys belong: what the server
 * was started with, or what an owner entered, as behind a proxy.
 */
@Component
class SignInAddress {

    private static final int LENGTH_MAX = 300;
    private static final Pattern IP = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");

    private final Settings settings;
    private final PublicAddress address;
    private final Audit audit;

    SignInAddress(Settings settings, PublicAddress address, Audit audit) {
        this.settings = settings;
        this.address = address;
        this.audit = audit;
    }

    /** Without a slash at the end. */
    String base() {
        return address.base();
    }

    /** What was entered; empty: the address of the start. */
    String entered() {
        return address.entered().orElse("");
    }

    /** As it may be entered: {@code https://host} or {@code https://host:port}. */
    static Optional<String> read(String typed) {
        try {
            URI uri = new URI(typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed);
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && String.valueOf(uri.getRawPath()).isEmpty();
            return typed.length() <= LENGTH_MAX && "https".equals(uri.getScheme()) && uri.getHost() != null && bare
                    ? Optional.of("https://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Transactional
    void change(String base) {
        String before = base();
        settings.set(PublicAddress.SETTING, base);
        if (!before.equals(base())) {
            audit.record("sign-in.address", base(), Map.of("before", before));
        }
    }

    /** The host, without a port. */
    String host() {
        return String.valueOf(URI.create(base()).getHost());
    }

    /** To what passkeys belong (Web Authentication Level 3, "RP ID"): empty where the host is an IP address, for which there are none. */
    Optional<String> passkeyHost() {
        return IP.matcher(host()).matches() ? Optional.empty() : Optional.of(host());
    }

    /** Whether this request came by another name than that: what the browser keeps for one is not there for the other. */
    boolean isElsewhere(HttpServletRequest request) {
        return !PublicAddress.host(request).equalsIgnoreCase(host().replaceFirst("^\\[(.*)]$", "$1"));
    }
}
