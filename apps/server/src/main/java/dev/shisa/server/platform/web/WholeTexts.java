package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.TextLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a parameter with a zero character, which nobody types and the database does not keep, and one that is longer than {@link TextLimits}. */
final class WholeTexts implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            // What is wrong with its parameters is being told already.
            return true;
        }
        boolean form = request.getMethod().equals("POST") && !ProblemPage.isForPrograms(request);
        request.getParameterMap().forEach((name, values) -> {
            int max = form ? TextLimits.ofForm(name) : TextLimits.QUERY_CHARS_MAX;
            for (String value : values) {
                if (value.length() > max || name.length() > TextLimits.NAME_CHARS_MAX) {
                    if (form) {
                        TypedAgain.keep(request);
                    }
                    throw new Problem(422, "text.too-long", value.length(), max);
                }
                if (value.indexOf('\0') >= 0) {
                    throw new Problem(400, ErrorPages.general("bad-request", request));
                }
            }
        });
        return true;
    }
}
