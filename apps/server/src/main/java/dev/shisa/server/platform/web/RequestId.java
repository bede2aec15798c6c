package dev.shisa.server.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A number for each request: in every log line that it causes ({@code request}), in its answer ({@code X-Request-Id})
 * and on its error page, so that what a reader reports is found in the log. A number that a client sends is not taken
 * over: it could be made to look like anything.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestId extends OncePerRequestFilter {

    static final String LOG_KEY = "request";
    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final int BYTES = 5;

    private final SecureRandom random = new SecureRandom();

    /** The number of a request, ten hexadecimal digits; empty for one that never passed the filter. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "";
    }

    /**
     * The route of a request as its handler writes it, {@code /reset/{secret}}, or {@code other}: what was really asked
     * for may hold the secret of a link or the name of a product and stays out of logs and metrics.
     */
    public static String route(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                ? pattern
                : "other";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = of(request);
        if (id.isEmpty()) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            id = HexFormat.of().formatHex(bytes);
            request.setAttribute(ATTRIBUTE, id);
            response.setHeader("X-Request-Id", id);
        }
        MDC.put(LOG_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    /** The container's own error page belongs to the same request. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
