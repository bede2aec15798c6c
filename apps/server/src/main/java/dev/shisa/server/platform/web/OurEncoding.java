package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.web.servlet.HandlerInterceptor;

/** Styles and scripts say their encoding as pages do: nobody has to guess it. */
final class OurEncoding implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        return true;
    }
}
