package dev.shisa.server.platform.start;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.door.OwnHeaders;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Answers only who asks for this server under one of its names ({@link KnownHosts}); everybody else gets 421 (RFC 9110, section 15.5.20)
 * and a sentence that says how a name is added. It is the same behind a proxy: what counts is the {@code Host} that arrives here, and
 * {@code X-Forwarded-Host} is never read.
 *
 * <p>Whether browsers are to come by TLS only from now on ({@code Strict-Transport-Security}) is said here as well, once for all doors.
 */
@Component
@Order(HostDoor.BEFORE_ALL_DOORS)
class HostDoor extends OncePerRequestFilter {

    /** After the request's number and its metrics, before the first door that answers (-200). */
    static final int BEFORE_ALL_DOORS = -300;

    /** A name of the DNS has no more characters; what is longer is told by its beginning. */
    private static final int NAME_CHARS_MAX = 253;

    /** RFC 6797, section 6.1. */
    private static final Pattern HSTS = Pattern.compile("max-age=[0-9]{1,10}(; *includeSubDomains)?(; *preload)?");

    /**
     * Short, and of this name only: a maker who goes back to the own certificate is not locked out for long. With a self-made one it
     * would take away the browser's way past its warning.
     */
    private static final String HSTS_OF_A_DAY = "max-age=86400";

    private final KnownHosts hosts;
    private final PublicAddress address;
    private final ProblemPage problems;
    private final String strictTransport;

    /**
     * @param hsts what {@code Strict-Transport-Security} says; empty: nothing, but with a given certificate a day
     * @param certificate the given one; empty: our own
     */
    HostDoor(
            KnownHosts hosts,
            PublicAddress address,
            ProblemPage problems,
            @Value("${shisa.hsts:}") String hsts,
            @Value("${shisa.tls.cert:}") String certificate) {
        if (!hsts.isEmpty() && !HSTS.matcher(hsts).matches()) {
            throw new IllegalArgumentException(
                    "shisa.hsts: \"" + hsts + "\" is not like max-age=31536000; includeSubDomains");
        }
        this.strictTransport = !hsts.isEmpty() ? hsts : certificate.isEmpty() ? "" : HSTS_OF_A_DAY;
        this.hosts = hosts;
        this.address = address;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName();
        // Who names none, as balancers with HTTP/1.0 do, cannot name a wrong one.
        if (host != null && !host.isEmpty() && !hosts.isKnown(host, String.valueOf(request.getLocalAddr()))) {
            String told = host.length() > NAME_CHARS_MAX ? host.substring(0, NAME_CHARS_MAX) + "…" : host;
            hosts.refuse(told);
            request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "other");
            response.setHeader("Cache-Control", "no-store");
            OwnHeaders.complete(response);
            problems.plain(new Problem(421, "host.foreign", told), request, response);
            return;
        }
        if (!strictTransport.isEmpty()) {
            response.setHeader("Strict-Transport-Security", strictTransport);
        }
        address.lay(request);
        chain.doFilter(request, response);
    }
}
