package dev.shisa.server.platform.health;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.OwnHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it can serve, 200, or cannot, 503 with the ids of
 * the checks that say so, and nothing else: anybody may ask.
 *
 * <p>It stands before everything that knows people, because that needs the database, and whether that answers is the
 * question.
 */
@Component
@Order(HealthDoor.BEFORE_PEOPLE)
class HealthDoor extends OncePerRequestFilter {

    /** After the request's number and its metrics, before Spring Security (-100). */
    static final int BEFORE_PEOPLE = -200;

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";

    /** Ten a second from one address: several balancers behind one router, each asking every second. */
    private static final int ASKED_MAX = 600;

    private static final Duration ASKED_WINDOW = Duration.ofMinutes(1);

    private final Readiness readiness;
    private final RateLimits limits;

    HealthDoor(Readiness readiness, RateLimits limits) {
        this.readiness = readiness;
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(LIVE) && !request.getRequestURI().equals(READY);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, request.getRequestURI());
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer(request, response, 405, "{\"status\":\"not-asked-so\"}");
            return;
        }
        try {
            limits.knock("health", Source.of(request), ASKED_MAX, ASKED_WINDOW);
        } catch (Problem e) {
            response.setHeader("Retry-After", String.valueOf(ASKED_WINDOW.toSeconds()));
            answer(request, response, e.status(), "{\"status\":\"too-often\"}");
            return;
        }
        if (request.getRequestURI().equals(LIVE)) {
            answer(request, response, 200, "{\"status\":\"live\"}");
            return;
        }
        List<String> failing = readiness.failing();
        if (failing.isEmpty()) {
            answer(request, response, 200, "{\"status\":\"ready\"}");
        } else {
            String ids = failing.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
            answer(request, response, 503, "{\"status\":\"not-ready\",\"failing\":[" + ids + "]}");
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, int status, String json)
            throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        OwnHeaders.complete(response);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }
}
