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
        request.getParameterMap().forEach((name, values) -> {
            for (String value : values) {
                if (value.length() > TextLimits.FORM_CHARS_MAX || name.length() > TextLimits.NAME_CHARS_MAX) {
                    throw new Problem(422, "text.too-long", value.length(), TextLimits.FORM_CHARS_MAX);
                }
                if (value.indexOf('\0') >= 0) {
                    throw new Problem(400, ErrorPages.general("bad-request", request));
                }
            }
        });
        return true;
    }
}
