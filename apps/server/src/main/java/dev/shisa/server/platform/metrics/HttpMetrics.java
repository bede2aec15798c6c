package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.web.RequestId;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts and times every request by its route, which is what the handler writes and never what was asked for. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class HttpMetrics extends OncePerRequestFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final double NANOS = 1e9;

    private final Counter requests;
    private final Histogram seconds;

    HttpMetrics(Metrics metrics) {
        requests = metrics.counter("shisa_http_requests_total", "Requests answered", "method", "route", "status");
        seconds = metrics.durations(
                "shisa_http_request_duration_seconds", "Time from a request's first line to its answer", "route");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        boolean ended = false;
        try {
            chain.doFilter(request, response);
            ended = true;
        } finally {
            String route = RequestId.route(request);
            String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
            // What escapes the filters becomes the container's error page.
            int status = ended ? response.getStatus() : 500;
            requests.labelValues(method, route, String.valueOf(status)).inc();
            seconds.labelValues(route).observe((System.nanoTime() - start) / NANOS);
        }
    }
}
