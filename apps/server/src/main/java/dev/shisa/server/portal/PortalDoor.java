package dev.shisa.server.portal;

import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.Pace;
import dev.shisa.server.platform.start.PublicAddress;
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

    /** What is withdrawn or corrected is to be seen soon, also behind somebody's cache. */
    private static final String FOR_A_MINUTE = "public, max-age=60";

    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

    /** Where anybody reports a vulnerability. */
    static final String REPORT = "/public/report";

    private static final List<String> FORMS = List.of(REPORT, "/public/notices");

    /** A third of what a processor of today answers. */
    private static final int ANSWERS_A_SECOND = 3_000;

    /** Short bursts, as a browser that loads a page with its parts makes them, do not wait. */
    private static final int BURST = 50;

    private final PublicSite site;
    private final PortalAssets assets;
    private final Pace pace =
            new Pace(ANSWERS_A_SECOND * Runtime.getRuntime().availableProcessors(), BURST, System.nanoTime());

    PortalDoor(PublicSite site, PortalAssets assets) {
        this.site = site;
        this.assets = assets;
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
            send(assets.find(asked), request, response);
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
        send(Optional.of(found.file()), request, response);
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

    private static void send(Optional<PublicFile> found, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (found.isEmpty()) {
            response.setStatus(404);
            return;
        }
        PublicFile file = found.get();
        boolean packed = file.isPacked() && takesGzip(request);
        String tag = "\"" + file.tag() + (packed ? "-gz" : "") + "\"";
        response.setHeader("ETag", tag);
        response.setHeader(
                "Cache-Control", response.getStatus() >= 400 ? "no-store" : file.forever() ? FOR_A_YEAR : FOR_A_MINUTE);
        if (response.getStatus() == 200 && tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        byte[] bytes = packed ? file.packed() : file.bytes();
        if (packed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(file.type());
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
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
