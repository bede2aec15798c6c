package dev.shisa.server.platform.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Refuses every handler whose {@link Act} the signed-in person's roles do not allow, and every handler that names none. */
public final class ActInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof ResourceHttpRequestHandler) {
            return true;
        }
        if (!(handler instanceof HandlerMethod method)) {
            throw new AccessDeniedException("no act is named for " + request.getRequestURI());
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new AccessDeniedException("no act is named for " + method);
        }
        Act act = requires.value();
        Person person = signedIn();
        if (!act.isOpen() && (person == null || !person.can(act))) {
            if (person != null && person.couldWithAllSeries(act)) {
                person.requireAll();
            }
            throw new AccessDeniedException(act.id() + " is not allowed");
        }
        if (requires.all() && person != null) {
            person.requireAll();
        }
        return true;
    }

    /** The person of the present request, or null when nobody is signed in. */
    public static @Nullable Person signedIn() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Person person ? person : null;
    }

    /** The name of the token that the present request was made with; empty for somebody who has signed in. */
    public static String token() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallsWithToken call
                ? call.token()
                : "";
    }
}
