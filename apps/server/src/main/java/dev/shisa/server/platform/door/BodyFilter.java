package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.ProblemPage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Closes the body of every request before anything looks at its parameters; see {@link Body}. */
@Component
@Order(BodyFilter.FIRST)
class BodyFilter extends OncePerRequestFilter {

    /** After the request's number and for whom a proxy asks. */
    static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

    private final BodyBudget budget;
    private final ProblemPage problems;

    BodyFilter(BodyBudget budget, ProblemPage problems) {
        this.budget = budget;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!mayHaveBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(Body.guard(request, budget), response);
        } catch (Problem problem) {
            // The token's filter found the form too large.
            if (response.isCommitted()) {
                throw problem;
            }
            problems.send(problem, request, response);
        } finally {
            Body body = Body.find(request);
            if (body != null && request.getDispatcherType() == DispatcherType.REQUEST && !request.isAsyncStarted()) {
                body.giveBack();
            }
        }
    }

    private static boolean mayHaveBody(HttpServletRequest request) {
        return request.getContentType() != null
                || request.getContentLengthLong() > 0
                || request.getHeader("Transfer-Encoding") != null;
    }

    /** The container's own error page may not read it either. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
