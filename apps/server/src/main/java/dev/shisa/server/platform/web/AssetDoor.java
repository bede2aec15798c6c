package dev.shisa.server.platform.web;

import dev.shisa.server.platform.door.OwnHeaders;
import dev.shisa.server.platform.door.Pace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Style, scripts, fonts and pictures of the pages, from memory: they are the same for everybody, so nobody waits for a stranger's turn ten
 * times until the page on which people sign in is whole.
 */
@Component
@Order(AssetDoor.BEFORE_STRANGERS)
class AssetDoor extends OncePerRequestFilter {

    /** After the public pages (-190), which may have a host of their own; before strangers take their turns (-150). */
    static final int BEFORE_STRANGERS = -180;

    private final Assets assets;
    private final Pace pace;

    AssetDoor(Assets assets, Pace fromMemory) {
        this.assets = assets;
        this.pace = fromMemory;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String method = request.getMethod();
        Optional<PublicFile> file =
                method.equals("GET") || method.equals("HEAD") ? assets.find(request.getRequestURI()) : Optional.empty();
        if (file.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        pace.await();
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/static/**");
        OwnHeaders.complete(response);
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Vary", "Accept-Encoding");
        file.get().answer(request, response);
    }
}
