package dev.shisa.server.portal;

import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.Pace;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.PublicFile;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The public pages: {@code /public/…}, {@code /.well-known/security.txt} and {@code /.well-known/csaf/…}. It stands before everything
 * that knows people, so no cookie, session or token is looked at or given, and it answers from memory ({@link PublicSite}). It only
 * reads; what takes something in, below {@code /public/report} and {@code /public/notices}, is let through to {@link PortalSecurity}.
 *
 * <p>Where the public pages have a host of their own, nothing else answers under its name.
 */
@Component
@Order(PortalDoor.BEFORE_PEOPLE)
class PortalDoor extends OncePerRequestFilter {

    /** After the request's number, its metrics and the doors of machines, before Spring Security (-100). */
    static final int BEFORE_PEOPLE = -190;

    static final String CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
            + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    static final String PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";

    /** Where anybody reports a vulnerability. */
    static final String REPORT = "/public/report";

    private static final List<String> FORMS = List.of(REPORT, "/public/notices");

    private final PublicSite site;
    private final PortalAssets assets;
    private final Pace pace;

    PortalDoor(PublicSite site, PortalAssets assets, Pace fromMemory) {
        this.site = site;
        this.assets = assets;
        this.pace = fromMemory;
    }

    private static boolean isPublic(String path) {
        return path.equals("/public")
                || path.startsWith("/public/")
                || path.equals("/.well-known/security.txt")
                || path.startsWith("/.well-known/csaf/");
    }

    private static boolean isForm(String path) {
        return FORMS.stream().anyMatch(form -> path.equals(form) || path.startsWith(form + "/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean ownHost = isOwnHost(request);
        if (isForm(path) || (!isPublic(path) && !ownHost)) {
            chain.doFilter(request, response);
            return;
        }
        pace.await();
        // Addresses of nobody in particular, and no secret in them; but as many as somebody likes to make up.
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/public/**");
        headers(response);
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(405);
            return;
        }
        String asked = ownHost && path.equals("/") ? "/public/" : path;
        if (asked.startsWith(PortalAssets.HERE + "/")) {
            Optional<PublicFile> file = assets.find(asked);
            if (file.isEmpty()) {
                response.setStatus(404);
            } else {
                file.get().answer(request, response);
            }
            return;
        }
        String language = language(request);
        PublicSite.Found found = site.find(asked, language, request.getParameter("q"), Source.of(request));
        if (found.negotiated()) {
            response.setHeader("Vary", "Accept-Language, Accept-Encoding");
        }
        if (asked.startsWith("/.well-known/csaf/")) {
            // CSAF 2.1, requirement 25: programs that run within pages may read it, too.
            response.setHeader("Access-Control-Allow-Origin", "*");
        }
        response.setStatus(found.status());
        found.file().answer(request, response);
    }

    private boolean isOwnHost(HttpServletRequest request) {
        String own = site.ownHost();
        return !own.isEmpty() && own.equalsIgnoreCase(PublicAddress.authority(request));
    }

    private static void headers(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Permissions-Policy", PERMISSIONS);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Vary", "Accept-Encoding");
    }

    /** Japanese unless English is asked for before it. */
    private static String language(HttpServletRequest request) {
        if (request.getHeader("Accept-Language") == null) {
            return "ja";
        }
        for (Locale wish : Collections.list(request.getLocales())) {
            if (wish.getLanguage().equals("ja") || wish.getLanguage().equals("en")) {
                return wish.getLanguage();
            }
        }
        // Somebody who reads neither finds more in English.
        return "en";
    }
}
