package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a parameter with a zero character: nobody types one, and the database keeps none. */
final class WholeTexts implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            // What is wrong with its parameters is being told already.
            return true;
        }
        request.getParameterMap().forEach((name, values) -> {
            for (String value : values) {
                if (value.indexOf('\0') >= 0) {
                    throw new Problem(400, ErrorPages.general("bad-request", request));
                }
            }
        });
        return true;
    }
}
