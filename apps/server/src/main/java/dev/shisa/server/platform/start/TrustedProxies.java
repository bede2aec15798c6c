package dev.shisa.server.platform.start;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Behind a reverse proxy every request comes from its address, so that one who guesses passwords would use up the attempts of everybody, and
 * the records would name nobody else. {@code X-Forwarded-For} says for whom a proxy asks; since anybody can send that header, it counts only
 * from addresses that {@code shisa.trusted-proxies} names, none by default, and of what it says only the last address that is no such proxy.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class TrustedProxies extends OncePerRequestFilter {

    private static final String HEADER = "X-Forwarded-For";

    /** More nobody chains; what is longer is not read. */
    private static final int CHARS_MAX = 2_000;

    private final List<Range> trusted;

    /** @param entered addresses and networks ({@code 10.0.0.5, 10.1.0.0/16, fd00::/8}), between commas; empty: none */
    TrustedProxies(@Value("${shisa.trusted-proxies:}") String entered) {
        this.trusted = Arrays.stream(entered.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Range::parse)
                .toList();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRemoteAddr() == null) {
            // Whoever asked over a connection of HTTP/2 has ended it: nothing is done for nobody.
            return;
        }
        String source = source(request);
        chain.doFilter(
                source.equals(request.getRemoteAddr())
                        ? request
                        : new HttpServletRequestWrapper(request) {
                            @Override
                            public String getRemoteAddr() {
                                return source;
                            }

                            @Override
                            public String getRemoteHost() {
                                return source;
                            }
                        },
                response);
    }

    private String source(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (trusted.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        // Several headers are one list (RFC 9110, section 5.3); each proxy adds whom it was asked by at the end.
        String said = String.join(",", Collections.list(request.getHeaders(HEADER)));
        if (said.length() > CHARS_MAX) {
            return peer;
        }
        for (String one : List.of(said.split(",", -1)).reversed()) {
            Optional<String> address = address(one.strip());
            if (address.isEmpty()) {
                return peer;
            }
            if (!isTrusted(address.get())) {
                return address.get();
            }
        }
        return peer;
    }

    private boolean isTrusted(String address) {
        return literal(address).filter(this::isTrusted).isPresent();
    }

    /** Whether it is the address of such a proxy. */
    public boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /** As it is written everywhere else: an address without a port; never a name, which somebody could let us look up. */
    private static Optional<String> address(String text) {
        String bare = text.matches("[0-9.]+:[0-9]{1,5}")
                ? text.substring(0, text.indexOf(':'))
                : text.replaceFirst("^\\[(.*)](:[0-9]{1,5})?$", "$1");
        return literal(bare).map(InetAddress::getHostAddress);
    }

    /** Not the shorter forms that Java takes for addresses as well ({@code 10.5}). */
    private static Optional<InetAddress> literal(String text) {
        if (!text.contains(":") && !text.matches("[0-9]{1,3}([.][0-9]{1,3}){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The addresses that share the first {@code bits} bits. */
    private record Range(InetAddress base, int bits) {

        static Range parse(String text) {
            int slash = text.indexOf('/');
            InetAddress base =
                    literal(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> wrong(text));
            int most = base.getAddress().length * 8;
            String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
            if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
                throw wrong(text);
            }
            return new Range(base, Integer.parseInt(bits));
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException(
                    "shisa.trusted-proxies: \"" + text + "\" is neither an address nor a network like 10.1.0.0/16");
        }

        boolean contains(InetAddress address) {
            byte[] own = base.getAddress();
            byte[] other = address.getAddress();
            if (other.length != own.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((own[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
