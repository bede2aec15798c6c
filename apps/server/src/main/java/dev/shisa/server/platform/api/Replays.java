package dev.shisa.server.platform.api;

import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Gives an answer that was given before in place of the handler, once more to somebody who may have it: what the handler's act and the
 * things that it is about ask for is looked at as at the first time.
 */
final class Replays implements HandlerInterceptor {

    /** Attribute of a request: what it was answered before. */
    static final String BEFORE = Replays.class.getName() + ".before";

    private final List<ReplayGuard> guards;

    Replays(List<ReplayGuard> guards) {
        this.guards = guards;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(request.getAttribute(BEFORE) instanceof AnswerStore.Given before)) {
            return true;
        }
        Person person = Objects.requireNonNull(ActInterceptor.signedIn());
        String made = before.headers().getOrDefault("Location", "");
        guards.forEach(guard -> guard.require(request.getRequestURI(), made, person));
        response.setStatus(before.status());
        before.headers().forEach(response::setHeader);
        response.setHeader("Idempotent-Replayed", "true");
        response.setContentLength(before.body().length);
        response.getOutputStream().write(before.body());
        return false;
    }
}
