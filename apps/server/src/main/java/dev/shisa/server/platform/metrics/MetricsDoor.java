package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.OwnHeaders;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * {@code /metrics} in Prometheus' text format 0.0.4, for whoever has the token ({@code Authorization: Bearer}, RFC 6750,
 * section 2.1). It stands before everything that knows people, so that it also answers while the database is down.
 */
@Component
@Order(MetricsDoor.BEFORE_PEOPLE)
class MetricsDoor extends OncePerRequestFilter {

    static final int BEFORE_PEOPLE = -199;
    private static final String PATH = "/metrics";
    private static final String SCHEME = "Bearer ";

    /** A tool asks a few times a minute; more is a mistake or a guess. */
    private static final int ASKED_MAX = 120;

    private static final Duration ASKED_WINDOW = Duration.ofMinutes(1);
    private static final int AT_ONCE_MAX = 2;

    private final Metrics metrics;
    private final MetricsToken token;
    private final RateLimits limits;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    MetricsDoor(Metrics metrics, MetricsToken token, RateLimits limits) {
        this.metrics = metrics;
        this.token = token;
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, PATH);
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            answer(response, 405, "text/plain;charset=UTF-8", "GET only\n");
            return;
        }
        try {
            limits.knock("metrics", Source.of(request), ASKED_MAX, ASKED_WINDOW);
        } catch (Problem e) {
            response.setHeader("Retry-After", String.valueOf(ASKED_WINDOW.toSeconds()));
            answer(response, e.status(), "text/plain;charset=UTF-8", "asked too often\n");
            return;
        }
        String given = request.getHeader("Authorization");
        if (given == null
                || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !token.opens(given.substring(SCHEME.length()).strip())) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"shisa metrics\"");
            answer(response, 401, "text/plain;charset=UTF-8", "a token is needed: see the settings, Monitoring\n");
            return;
        }
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            answer(response, 503, "text/plain;charset=UTF-8", "being read already\n");
            return;
        }
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(text, metrics.collect(), EscapingScheme.DEFAULT);
            answer(response, 200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toString(StandardCharsets.UTF_8));
        } finally {
            places.release();
        }
    }

    private static void answer(HttpServletResponse response, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        OwnHeaders.complete(response);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
